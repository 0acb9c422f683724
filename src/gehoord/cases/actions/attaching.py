from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from gehoord.cases.models import Attachment, Message


@dataclass(frozen=True)
class IncomingFile:
    """A file that was stored when it came in: where it lies, and what it says it is."""

    path: str
    name: str
    content_type: str
    size: int
    content_id: str = ""


def attach(files: Iterable[IncomingFile], *, to: Message) -> None:
    """Let stored files belong to a message."""
    Attachment.objects.bulk_create(
        Attachment(
            message=to,
            file=file.path,
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            content_id=file.content_id,
        )
        for file in files
    )


def throw_away_files(message: Message) -> None:
    """Take the files of a message that is deleted off the disk, once that is certain."""
    for path in message.attachments.values_list("file", flat=True):
        transaction.on_commit(partial(default_storage.delete, path), robust=True)
