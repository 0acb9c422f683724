"""Mails as they came, on our own disk before anybody hears that we have them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from gehoord.channels.email.models import Mailbox, StoredMail
from gehoord.channels.email.queues import READ_MAIL
from gehoord.jobs.nudges import nudge


@dataclass(frozen=True)
class Arrived:
    """A mail as a server handed it over. `size` is what the server says the whole mail has."""

    raw: bytes
    received_at: datetime | None = None
    folder: str = ""
    uid: int | None = None
    size: int = 0
    problem: str = ""
    """Why only the header is there; empty when the mail is whole."""


@dataclass(frozen=True)
class Kept:
    """A mail that lies on the disk and has no row yet; `path` is empty if it was known."""

    arrived: Arrived
    digest: str
    path: str


def store_mail(*, mailbox: Mailbox, arrived: Arrived) -> StoredMail:
    """Keep one mail; after this it cannot be lost. The same mail again changes nothing."""
    kept = keep(mailbox, arrived)
    with transaction.atomic():
        return add_row(mailbox=mailbox, kept=kept)


def keep(mailbox: Mailbox, arrived: Arrived) -> Kept:
    """Put a mail on the disk and wait until it is really there."""
    digest = hashlib.sha256(arrived.raw or _place(arrived)).hexdigest()
    if StoredMail.objects.filter(mailbox=mailbox, digest=digest).exists():
        return Kept(arrived, digest, "")
    name = f"mail/{timezone.now():%Y/%m}/{uuid4().hex}.eml"
    path = default_storage.save(name, ContentFile(arrived.raw))
    _wait_for_disk(path)
    return Kept(arrived, digest, path)


def add_row(*, mailbox: Mailbox, kept: Kept) -> StoredMail:
    """Give a kept mail its row, or find the row it has; call it in a transaction."""
    if not kept.path:
        known = StoredMail.objects.filter(mailbox=mailbox, digest=kept.digest).first()
        if known is not None:
            return known
        kept = keep(mailbox, kept.arrived)  # deleted in between
    arrived, now = kept.arrived, timezone.now()
    row = StoredMail(
        mailbox=mailbox,
        digest=kept.digest,
        file=kept.path,
        size=arrived.size or len(arrived.raw),
        folder=arrived.folder,
        uid=arrived.uid,
        received_at=min(arrived.received_at or now, now),
        is_header_only=bool(arrived.problem),
        problem=arrived.problem,
        next_attempt_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        default_storage.delete(kept.path)
        return StoredMail.objects.get(mailbox=mailbox, digest=kept.digest)
    nudge(READ_MAIL)
    return row


def _place(arrived: Arrived) -> bytes:
    """Two mails of which nothing could be had are still two."""
    return f"{arrived.folder}/{arrived.uid}/{arrived.received_at}".encode()


def _wait_for_disk(path: str) -> None:
    try:
        number = os.open(default_storage.path(path), os.O_RDONLY)
    except NotImplementedError:
        return  # storage elsewhere, which answers when it has it
    try:
        os.fsync(number)
    finally:
        os.close(number)
