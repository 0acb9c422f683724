from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models

from gehoord.demo.models import DemoRecord

Record = TypeVar("Record", bound=models.Model)


def remember(record: Record) -> Record:
    """Note that a record belongs to the demonstration, so that it can be taken away."""
    kind = ContentType.objects.get_for_model(record)
    DemoRecord.objects.get_or_create(content_type=kind, object_id=record.pk)
    return record


def remember_all(records: models.QuerySet[Any]) -> None:
    """Note that all these records belong to the demonstration."""
    kind = ContentType.objects.get_for_model(records.model)
    DemoRecord.objects.bulk_create(
        [
            DemoRecord(content_type=kind, object_id=pk)
            for pk in records.values_list("pk", flat=True)
        ],
        ignore_conflicts=True,
    )
