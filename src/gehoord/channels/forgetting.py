"""Customers of whom no case is left, and files that belong to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from gehoord.cases.actions import erase_files
from gehoord.cases.models import Attachment
from gehoord.channels.models import Inbound, InboundQuerySet
from gehoord.channels.registry import channels
from gehoord.contacts.actions import remove_customer
from gehoord.contacts.models import Address, Customer, CustomerQuerySet
from gehoord.contacts.staying import nothing_is_held_of
from gehoord.jobs.batches import until_done

CUSTOMERS_AT_ONCE = 50
FILES_AT_ONCE = 500
NEW = timedelta(days=1)
"""Somebody who is just writing his first message has no case for a moment."""
UPLOADING = timedelta(days=2)


@transaction.atomic
def forget_sender(*, customer: Customer) -> None:
    """Delete what channels keep about a customer: visitors, and what was not read yet."""
    for channel in channels():
        addresses = customer.addresses.filter(channel=channel.name)
        senders = list(addresses.values_list("external_id", flat=True))
        kept = Inbound.objects.filter(channel=channel.name, sender__in=senders)
        erase_files(_files_of(kept.unread()))
        kept.delete()
        channel.forget(senders)


def forget_quiet_customers() -> int:
    """Delete customers without any case, with their addresses and what channels know of them."""
    return until_done(_forget_some)


@transaction.atomic
def _forget_some() -> int:
    found = list(_quiet().values_list("pk", flat=True)[:CUSTOMERS_AT_ONCE])
    # Whoever takes a message in holds the address: after this nobody starts a case for them.
    list(Address.objects.select_for_update().filter(customer__in=found).values_list("pk"))
    customers = list(_quiet().filter(pk__in=found))
    for customer in customers:
        forget_sender(customer=customer)
        remove_customer(customer=customer)
    return len(customers)


def _quiet() -> CustomerQuerySet:
    unread = Inbound.objects.unread().filter(
        channel=OuterRef("channel"), sender=OuterRef("external_id")
    )
    waiting = Address.objects.filter(Exists(unread)).values("customer")
    old = Customer.objects.without_cases().filter(created_at__lt=timezone.now() - NEW)
    return nothing_is_held_of(old.exclude(pk__in=waiting))


def sweep_files() -> int:
    """Delete uploads that never became part of a message, and files that outlived their row."""
    before = timezone.now() - UPLOADING
    # Asked first: what is read into a case in between is in here, or has its row by then.
    waiting = set(_files_of(Inbound.objects.unread()))
    swept = 0
    stored = _stored("attachments")
    while paths := list(islice(stored, FILES_AT_ONCE)):
        known = Attachment.objects.filter(file__in=paths).values_list("file", flat=True)
        for path in set(paths) - waiting - set(known):
            if default_storage.get_modified_time(path) < before:
                default_storage.delete(path)
                swept += 1
    return swept


def _files_of(rows: InboundQuerySet) -> Iterator[str]:
    for payload in rows.values_list("payload", flat=True).iterator():
        yield from (file["path"] for file in payload["files"])


def _stored(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in names)
    for name in folders:
        yield from _stored(f"{folder}/{name}")
