"""Two customers become one, because a person saw that they are; and two again, if they are not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.accounts.actions import record
from gehoord.accounts.models import Agent
from gehoord.contacts.actions.customers import complete_customer
from gehoord.contacts.merging import (
    NotMerged,
    column_name,
    holders,
    pointing,
    rows_of,
    what_goes,
    why_not,
    why_not_split,
)
from gehoord.contacts.models import LONGEST_WHY, Address, Customer, Merge


@transaction.atomic
def merge_customers(*, customers: tuple[Customer, Customer], why: str, by: Agent) -> Merge:
    """Say that two customers are one person; the one we know longest stays, and gets everything.

    `why` is what the agent goes by. Raises NotMerged with a sentence for him.
    """
    kept, other = _both(customers)
    if reason := why_not(kept, other, by):
        raise NotMerged(reason)
    filled = [each for each in ("name", "email") if not getattr(kept, each)]
    complete_customer(customer=kept, name=other.name, email=other.email)
    merge = Merge.objects.create(
        customer=kept,
        number=other.pk,
        name=other.name,
        email=other.email,
        filled=[each for each in filled if getattr(kept, each)],
        rows={name: sorted(found) for name, found in rows_of(other).items()},
        why=why.strip()[:LONGEST_WHY],
        by=by,
        at=timezone.now(),
    )
    _give(merge.rows, to=kept)
    other.delete()
    for holder in holders():
        holder.merged(merge)
    record(actor=by, what="customers merged", about=str(kept.pk), merged=merge.number)
    return merge


@transaction.atomic
def split_customer(*, merge: Merge, by: Agent) -> Customer:
    """Undo a merge: the other is a customer again, with what he brought and what he wrote since.

    Raises NotMerged with a sentence for the agent.
    """
    merge = _locked(merge)
    kept = merge.customer
    going = what_goes(merge)
    if reason := why_not_split(merge, going, by):
        raise NotMerged(reason)
    other = Customer.objects.create(name=merge.name, email=merge.email)
    _give(going, to=other)
    _take_back(merge)
    for holder in holders():
        holder.split(merge, other, going, by)
    record(actor=by, what="customer split", about=str(kept.pk), split=other.pk)
    merge.delete()
    return other


def _both(customers: tuple[Customer, Customer]) -> tuple[Customer, Customer]:
    """The two as they are now, the one we know longest first; nobody changes them meanwhile."""
    numbers = {customer.pk for customer in customers}
    _lock_addresses(numbers)
    found = Customer.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    match list(found):
        case [kept, other]:
            return kept, other
        case _:
            raise NotMerged(_("These are one customer already. Open the case again."))


def _locked(merge: Merge) -> Merge:
    _lock_addresses({merge.customer_id})
    list(Customer.objects.select_for_update().filter(pk=merge.customer_id))
    found = Merge.objects.select_related("customer").filter(pk=merge.pk).first()
    if found is None or found.customer_id != merge.customer_id:
        raise NotMerged(_("These are two customers already. Open the case again."))
    return found


def _lock_addresses(customers: Iterable[int]) -> None:
    # Whoever takes a message in holds the address first: nothing comes in between.
    held = Address.objects.select_for_update().filter(customer__in=customers)
    list(held.order_by("pk").values_list("pk"))


def _give(rows: dict[str, Any], *, to: Customer) -> None:
    for column in pointing():
        numbers = rows.get(column_name(column), ())
        column.model._base_manager.filter(pk__in=numbers).update(**{column.name: to})


def _take_back(merge: Merge) -> None:
    """The one who stays loses the name and address that he had from the other."""
    kept = merge.customer
    lent = [each for each in merge.filled if getattr(kept, each) == getattr(merge, each)]
    for each in lent:
        setattr(kept, each, "")
    kept.save(update_fields=lent)
