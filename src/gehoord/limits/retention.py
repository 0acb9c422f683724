"""What is forgotten of house rules, and when (domain model 3.14); what an erasure leaves, and why."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from gehoord.accounts.months import months_ago
from gehoord.cases.actions import erase_files
from gehoord.contacts.actions import CustomerHasCases, remove_customer
from gehoord.contacts.models import Customer, CustomerQuerySet
from gehoord.contacts.staying import leaves_out
from gehoord.jobs.batches import until_done
from gehoord.limits.ladder.course import DECIDED
from gehoord.limits.ladder.records import State
from gehoord.limits.models import (
    Behaviour,
    CrisisCare,
    ErasureWaiting,
    EvidencePack,
    Incident,
    Measure,
    MeasureQuerySet,
    PastMeasure,
    Police,
)

MONTHS_OF_MEASURES = 12
"""After the end of a measure, a warning too."""
MONTHS_NAMED = 24
"""So long an incident has names."""
DAYS_OF_CARE = timedelta(days=30)
AT_ONCE = 200


def forget_old_limits() -> int:
    """Delete measures and behaviour past their time, and take the names out of old incidents."""
    return (
        until_done(_forget_some_measures)
        + until_done(_forget_some_behaviours)
        + until_done(_make_some_anonymous)
        + _forget_old_care()
        + _finish_erasures()
    )


@leaves_out
def _without_limits(customers: CustomerQuerySet) -> CustomerQuerySet:
    """A customer stays while there is a measure, behaviour or a named incident of him."""
    return customers.filter(
        ~Q(pk__in=Measure.objects.values("customer")),
        ~Q(pk__in=Behaviour.objects.values("customer")),
        ~Q(pk__in=Incident.objects.named().exclude(customer=None).values("customer")),
    )


@transaction.atomic
def _forget_some_measures() -> int:
    over = Coalesce("ended_at", "ends_at", "proposed_at")
    old = Measure.objects.annotate(over_at=over).filter(over_at__lt=months_ago(MONTHS_OF_MEASURES))
    settled = old.exclude(pk__in=Measure.objects.pending(timezone.now())).exclude(
        appeal__outcome=""
    )
    return make_past(measures=settled.order_by("pk")[:AT_ONCE])


def make_past(*, measures: Iterable[Measure]) -> int:
    """Leave only that there was a measure: its kind, month and channel. Returns how many."""
    found = list(measures)
    PastMeasure.objects.bulk_create(
        PastMeasure(
            month=timezone.localdate(each.begins_at).replace(day=1),
            kind=each.kind,
            channel=each.conversation.channel if each.conversation else "",
            was_unjustified=each.state == State.WITHDRAWN,
        )
        for each in found
        if each.begins_at is not None
    )
    Measure.objects.filter(pk__in=[each.pk for each in found]).delete()
    return len(found)


@transaction.atomic
def _forget_some_behaviours() -> int:
    """Words that no measure rests on are kept no longer than a warning."""
    old = Behaviour.objects.filter(measures=None, confirmed_at__lt=months_ago(MONTHS_OF_MEASURES))
    numbers = list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    Behaviour.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def _forget_old_care() -> int:
    """That somebody's life was feared for is nobody's business for longer than a month."""
    before = timezone.now() - DAYS_OF_CARE
    gone, _kinds = CrisisCare.objects.filter(until__lt=before).delete()
    return gone


@transaction.atomic
def _make_some_anonymous() -> int:
    old = Incident.objects.named().filter(happened_at__lt=months_ago(MONTHS_NAMED))
    return make_anonymous(incidents=old.order_by("pk")[:AT_ONCE])


def make_anonymous(*, incidents: Iterable[Incident]) -> int:
    """Take everything out of incidents that is about somebody; level, channel and day stay."""
    found = list(incidents)
    packs = EvidencePack.objects.filter(incident__in=found)
    erase_files(list(packs.values_list("path", flat=True)))
    packs.delete()
    for incident in found:
        incident.measures.clear()
        incident.happened_to.clear()
        incident.present.clear()
    Incident.objects.filter(pk__in=[each.pk for each in found]).update(
        customer=None,
        case=None,
        conversation=None,
        facts="",
        quotes=[],
        turns=[],
        effect="",
        police_wish="",
        police_number="",
        police_address="",
        recorded_by=None,
        anonymous_since=timezone.now(),
    )
    return len(found)


def holding(customer: Customer, *, at: datetime | None = None) -> MeasureQuerySet:
    """Measures that an erasure leaves until they are over: otherwise asking would end them.

    Marks, arrangements and contact stops that hold or are being decided, and what an appeal is
    still about: necessary for legal claims and for the safety of people at work (AVG 17(3)).
    """
    now, rows = at or timezone.now(), Measure.objects.filter(customer=customer)
    running = rows.in_force(now).filter(kind__in=DECIDED).values("pk")
    deciding = rows.pending(now).values("pk")
    appealed = rows.filter(appeal__isnull=False, appeal__outcome="").values("pk")
    return rows.filter(Q(pk__in=running) | Q(pk__in=appealed) | Q(pk__in=deciding))


@transaction.atomic
def forget_limits(*, customer: Customer) -> bool:
    """Delete what house rules know of a customer who is erased; True if all of it is gone.

    Measures that still hold stay with their words until they are over (`holding`), and the daily
    job ends the erasure. Incidents lose every name; one that was reported to the police keeps its
    words for 24 months, as evidence, without the tie to the customer.
    """
    # Who decides about a measure at this moment goes first or comes after.
    Customer.objects.select_for_update().get(pk=customer.pk)
    held = set(holding(customer).values_list("pk", flat=True))
    make_past(measures=customer.measures.exclude(pk__in=held))
    customer.behaviours.filter(measures=None).delete()
    customer.crisis_care.all().delete()
    make_anonymous(incidents=customer.incidents.named().exclude(police=Police.REPORTED))
    customer.incidents.update(customer=None, case=None, conversation=None)
    if held:
        ErasureWaiting.objects.get_or_create(
            customer=customer, defaults={"asked_at": timezone.now()}
        )
    return not held


def _finish_erasures() -> int:
    return sum(_finished(row) for row in ErasureWaiting.objects.select_related("customer"))


@transaction.atomic
def _finished(row: ErasureWaiting) -> bool:
    if not forget_limits(customer=row.customer):
        return False
    customer = row.customer
    row.delete()
    # If he wrote again since: what is new is not what he asked to erase.
    with suppress(CustomerHasCases):
        remove_customer(customer=customer)
    return True
