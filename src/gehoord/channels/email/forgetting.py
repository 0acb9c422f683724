"""Mails that go: with their message, with their customer, or because they belong to nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.utils import timezone

from gehoord.accounts.models import House
from gehoord.cases.actions import erase_files
from gehoord.channels.email.models import MailDraft, Participant, StoredMail
from gehoord.jobs.batches import until_done

AT_ONCE = 500
NEW = timedelta(days=2)


def throw_away_with_row() -> None:
    """Take a mail off the disk when its row goes, whoever deletes it: also with a whole case."""
    post_delete.connect(_throw_away, sender=StoredMail, dispatch_uid="email-throw-away")


def _throw_away(instance: StoredMail, **_also: Any) -> None:
    if instance.file:
        erase_files([instance.file.name])


@transaction.atomic
def forget_mail(*, senders: Sequence[str]) -> None:
    """Delete what these senders wrote and what was said about them that is in no case."""
    StoredMail.objects.filter(from_email__in=senders).delete()
    Participant.objects.filter(email__in=senders).delete()
    for sender in senders:
        about = Q(to__icontains=sender) | Q(cc__icontains=sender) | Q(bcc__icontains=sender)
        MailDraft.objects.filter(about).delete()


def forget_old_mail() -> int:
    """Delete mails that never became part of a case, once cases of their age are deleted too."""
    MailDraft.objects.filter(saved_at__lt=House.current().keeps_cases_since).delete()
    return until_done(_forget_some)


@transaction.atomic
def _forget_some() -> int:
    kept_since = House.current().keeps_cases_since
    old = StoredMail.objects.outside_cases().filter(received_at__lt=kept_since)
    found = list(old.values_list("pk", flat=True)[:AT_ONCE])
    StoredMail.objects.filter(pk__in=found).delete()
    return len(found)


def sweep_mail_files() -> int:
    """Delete mails on the disk that have no row: the process was killed between the two."""
    swept, before = 0, timezone.now() - NEW
    for folder in _months():
        names = iter(default_storage.listdir(folder)[1])
        while paths := [f"{folder}/{name}" for name in islice(names, AT_ONCE)]:
            known = StoredMail.objects.filter(file__in=paths).values_list("file", flat=True)
            for path in set(paths) - set(known):
                if default_storage.get_modified_time(path) < before:
                    default_storage.delete(path)
                    swept += 1
    return swept


def _months() -> list[str]:
    if not default_storage.exists("mail"):
        return []
    years = [f"mail/{year}" for year in default_storage.listdir("mail")[0]]
    return [f"{year}/{month}" for year in years for month in default_storage.listdir(year)[0]]
