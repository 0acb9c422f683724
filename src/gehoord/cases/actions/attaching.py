from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gehoord.cases.models import Attachment, Message


@dataclass(frozen=True)
class IncomingFile:
    """A file that was stored when it came in: where it lies, and what it says it is."""

    path: str
    name: str
    content_type: str
    size: int


def attach(files: Iterable[IncomingFile], *, to: Message) -> None:
    """Let stored files belong to a message."""
    Attachment.objects.bulk_create(
        Attachment(
            message=to,
            file=file.path,
            name=file.name,
            content_type=file.content_type,
            size=file.size,
        )
        for file in files
    )
