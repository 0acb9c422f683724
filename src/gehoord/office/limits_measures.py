"""Measures against abuse as deciders see them: what waits for whom. Never counted per agent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from gehoord.accounts.models import Agent, Role
from gehoord.cases.models import Case
from gehoord.contacts.models import Customer
from gehoord.limits.keeping import history_of
from gehoord.limits.ladder.guards import MARK_DAYS
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.ladder.reminding import Term
from gehoord.limits.models import Appeal, Behaviour, Measure, MeasureQuerySet
from gehoord.limits.reminding import Running, running_out
from gehoord.office.entrance import DECIDERS

SEES_ALL = (Role.MANAGER, Role.COMPLAINTS)
DECIDED = (Kind.FLAG, Kind.ARRANGEMENT, Kind.BLOCK)


def measures_for(agent: Agent) -> MeasureQuerySet:
    """The measures a decider may see."""
    if agent.has_role(*SEES_ALL):
        return Measure.objects.all()
    if not agent.has_role(Role.LEAD):
        return Measure.objects.none()
    of_teams = Customer.objects.filter(cases__team__in=agent.team_ids).values("pk")
    own = Q(case__team__in=agent.team_ids) | Q(case=None, customer__in=of_teams)
    return Measure.objects.filter(own | Q(proposed_by=agent)).distinct()


def appeals_for(agent: Agent) -> QuerySet[Appeal]:
    """Appeals that are to be decided, the one with the least time first."""
    theirs = Q(measure__in=measures_for(agent).values("pk")) | Q(assigned_to=agent)
    return Appeal.objects.filter(theirs).distinct()


@dataclass(frozen=True)
class Waiting:
    """What a decider's list holds."""

    pressing: list[Running]
    """Terms that come to their end: reviews, hearings after an urgent decision, appeals."""
    proposals: list[Measure]
    to_hear: list[Measure]
    appeals: list[Appeal]
    in_force: list[Measure]

    @property
    def number(self) -> int:
        measures = [*self.proposals, *self.to_hear]
        return len(self.pressing) + len(measures) + len(self.appeals)


def waiting_for(agent: Agent, *, at: datetime | None = None) -> Waiting:
    """Everything a decider has to look at, the most pressing first."""
    now = at or timezone.now()
    rows = measures_for(agent).select_related("customer", "case")
    appeals = appeals_for(agent).select_related("measure__customer", "assigned_to")
    undecided = appeals.filter(outcome="").order_by("decide_by", "pk")
    pressing = running_out(rows, undecided, at=now)
    shown = {(each.term, each.measure.pk) for each in pressing}
    return Waiting(
        pressing=pressing,
        proposals=list(rows.pending(now).order_by("proposed_at", "pk")),
        to_hear=[each for each in _to_hear(rows, now) if (Term.HEAR, each.pk) not in shown],
        appeals=[row for row in undecided if (Term.APPEAL, row.measure_id) not in shown],
        in_force=list(rows.in_force(now).filter(kind__in=DECIDED).order_by("ends_at", "pk")),
    )


@dataclass(frozen=True)
class Stopped:
    """A conversation that was stopped, while its cooling-off period runs."""

    measure: Measure
    times: int
    """How many conversations with this customer were stopped in the days that count for a mark."""


def stopped_now(agent: Agent) -> list[Stopped]:
    """The cooling-off periods in the cases this agent may see, the one that ends first before others."""
    now = timezone.now()
    rows = measures_for(agent).in_force(now).filter(kind=Kind.COOL_OFF)
    rows = rows.filter(case__in=Case.objects.visible_to(agent)).select_related("customer")
    return [Stopped(row, _ended(row.customer, now)) for row in rows.order_by("ends_at", "pk")]


def _ended(customer: Customer, now: datetime) -> int:
    return len(history_of(customer).begun(Kind.COOL_OFF, since=now - MARK_DAYS, until=now))


def _to_hear(rows: MeasureQuerySet, now: datetime) -> MeasureQuerySet:
    """Decided before the customer was heard: he is heard in time, or it stops by itself."""
    urgent = rows.filter(state=State.ACTIVE, heard_at=None, hear_by__gt=now)
    return urgent.order_by("hear_by", "pk")


def number_waiting(agent: Agent) -> int:
    """How many things wait for a decision; for the menu."""
    if not agent.has_role(*DECIDERS):
        return 0
    return waiting_for(agent).number


def behaviours_of(customer: Customer) -> list[Behaviour]:
    """What was confirmed of a customer, the latest first: what a proposal may rest on."""
    rows = customer.behaviours.select_related("conversation", "confirmed_by")
    return list(rows.prefetch_related("at_agents").order_by("-said_at", "-pk"))
