"""Two customers who are one person: packages above this one say when, and what belongs to whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

from gehoord.accounts.models import Agent
from gehoord.contacts.models import Customer, Merge

Rows = dict[str, set[int]]
"""Numbers of rows, by the column that points at the customer: `{"cases.case.customer": {12, 40}}`."""


class NotMerged(Exception):
    """It cannot be done now. The sentence is for the person who tries."""


class Holder:
    """What a package has of customers. Whatever points at one comes along by itself."""

    def why_not_merged(self, one: Customer, other: Customer, by: Agent) -> str:
        """Why somebody may not say that these two are one; empty if he may."""
        return ""

    def merged(self, merge: Merge) -> None:
        """Hear that two are one from now on, in the same transaction."""

    def goes_along(self, merge: Merge, going: Rows) -> Rows:
        """What came since and belongs to the one who is split off, beside what goes already."""
        return {}

    def why_not_split(self, merge: Merge, going: Rows, by: Agent) -> str:
        """Why somebody may not split them now; empty if he may."""
        return ""

    def split(self, merge: Merge, other: Customer, going: Rows, by: Agent) -> None:
        """Hear that they are two again, in the same transaction."""


_holders: list[Holder] = []


def register(holder: Holder) -> None:
    """Have a package heard when customers are merged; called when its app is ready."""
    _holders.append(holder)


def holders() -> tuple[Holder, ...]:
    """Who is heard, from below to above."""
    return tuple(_holders)


def why_not(one: Customer, other: Customer, by: Agent) -> str:
    """Why somebody may not say that these two are one; empty if he may."""
    reasons = (holder.why_not_merged(one, other, by) for holder in _holders)
    return next(filter(None, reasons), "")


def why_not_split(merge: Merge, going: Rows, by: Agent) -> str:
    """Why somebody may not split them now; empty if he may. `going` is what `what_goes` says."""
    reasons = (holder.why_not_split(merge, going, by) for holder in _holders)
    return next(filter(None, reasons), "")


def what_goes(merge: Merge) -> Rows:
    """What is the other's when they are split: what came with him and is still here, and since."""
    here = rows_of(merge.customer)
    came = {name: here.get(name, set()) & set(numbers) for name, numbers in merge.rows.items()}
    going = {name: numbers for name, numbers in came.items() if numbers}
    for holder in _holders:
        for name, numbers in holder.goes_along(merge, going).items():
            going.setdefault(name, set()).update(numbers)
    return going


def rows_of(customer: Customer) -> Rows:
    """Everything that points at a customer, in whatever package."""
    found: Rows = {}
    for column in pointing():
        rows = column.model._base_manager.filter(**{column.name: customer})
        found[column_name(column)] = set(rows.values_list("pk", flat=True))
    return {name: numbers for name, numbers in found.items() if numbers}


def pointing() -> Iterator[models.Field[Any, Any]]:
    """Every column that points at a customer."""
    for relation in Customer._meta.related_objects:
        if not relation.many_to_many:
            yield relation.field


def column_name(column: models.Field[Any, Any]) -> str:
    """What a column is called in `Rows`."""
    return f"{column.model._meta.label_lower}.{column.name}"
