"""Customers as a privacy officer finds them: who they are, never what they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from gehoord.accounts.models import AuditEvent
from gehoord.cases.models import Attachment, Case, Draft, Message, Note, Proposal
from gehoord.cases.models.case import NUMBER
from gehoord.coaching.models import Reading
from gehoord.contacts.models import Customer
from gehoord.limits.models import Measure, MeasureQuerySet

SHOWN = 50
DONE_HERE = ("customer exported", "customer erased", "erasure waits")


def with_contact(customers: QuerySet[Customer]) -> QuerySet[Any]:
    """Customers with how many cases they have, and when they were first and last heard of."""
    return customers.annotate(
        case_count=Count("cases"),
        first_contact=Min("cases__opened_at"),
        last_contact=Max("cases__last_message_at"),
    )


def found_customers(words: str) -> list[Any]:
    """Customers by the beginning of a name or e-mail address, or by the number of a case."""
    words = " ".join(words.split())
    if not words:
        return []
    of_case = Q(pk__in=[])
    if number := NUMBER.fullmatch(words):
        of_case = Q(pk__in=Case.objects.filter(pk=int(number[1])).values("customer"))
    named = Customer.objects.found_by(words).values("pk")
    found = Customer.objects.filter(of_case | Q(pk__in=named))
    return list(with_contact(found).order_by("name", "pk")[:SHOWN])


@dataclass(frozen=True)
class WhatGoes:
    """How much of a customer is here, counted and not shown."""

    cases: int
    messages: int
    notes: int
    drafts: int
    proposals: int
    readings: int
    files: int
    limits: int
    """Measures, confirmed words and incidents."""


def what_goes(customer: Customer) -> WhatGoes:
    """Count what is erased together with a customer."""
    return WhatGoes(
        cases=customer.cases.count(),
        messages=Message.objects.filter(case__customer=customer).count(),
        notes=Note.objects.filter(case__customer=customer).count(),
        drafts=Draft.objects.filter(case__customer=customer).count(),
        proposals=Proposal.objects.filter(case__customer=customer).count(),
        readings=Reading.objects.filter(message__case__customer=customer).count(),
        files=Attachment.objects.filter(message__case__customer=customer).count(),
        limits=customer.measures.count()
        + customer.behaviours.count()
        + customer.incidents.named().count(),
    )


def told_stops() -> MeasureQuerySet:
    """Contact stops that the privacy officer was told of and that are not over."""
    return Measure.objects.told_to_privacy(timezone.now())


def done_lately() -> QuerySet[AuditEvent]:
    """The last exports and erasures, by whom; the customer is only a number."""
    done = AuditEvent.objects.filter(what__in=DONE_HERE)
    return done.select_related("actor").order_by("-at", "-pk")[:SHOWN]
