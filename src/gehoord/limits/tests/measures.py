"""Measures as they stand once people decided them, whatever came before."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from gehoord.contacts.models import Customer
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.models import Measure
from tests.factories import make_agent


def make_measure(customer: Customer, kind: Kind, **changes) -> Measure:
    """A measure in force for two hours from now; `changes` are other values of its columns."""
    now = timezone.now()
    values = {
        "customer": customer,
        "case": customer.cases.first(),
        "kind": kind,
        "state": State.ACTIVE,
        "reason": "Het bleef gebeuren.",
        "proposed_by": make_agent(),
        "proposed_at": now,
        "told_at": now,
        "begins_at": now,
        "ends_at": now + timedelta(hours=2),
    }
    return Measure.objects.create(**values | changes)
