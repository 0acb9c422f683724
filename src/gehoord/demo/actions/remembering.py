from __future__ import annotations

from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models

from gehoord.demo.models import DemoRecord

Record = TypeVar("Record", bound=models.Model)


def remember(record: Record) -> Record:
    """Note that a record belongs to the demonstration, so that it can be taken away."""
    kind = ContentType.objects.get_for_model(record)
    DemoRecord.objects.get_or_create(content_type=kind, object_id=record.pk)
    return record
