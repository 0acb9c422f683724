"""Who stays although nothing of his cases is left: other packages say of whom they hold something."""

from __future__ import annotations

from collections.abc import Callable

from gehoord.contacts.models import CustomerQuerySet

Narrows = Callable[[CustomerQuerySet], CustomerQuerySet]
_reasons: list[Narrows] = []


def leaves_out(narrows: Narrows) -> Narrows:
    """Register a function that leaves out the customers of whom something still has to be kept."""
    _reasons.append(narrows)
    return narrows


def nothing_is_held_of(customers: CustomerQuerySet) -> CustomerQuerySet:
    """Those of these customers who may be forgotten."""
    for narrows in _reasons:
        customers = narrows(customers)
    return customers
