"""Between the rows of the database and the records of the ladder: the only place that knows both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent
from gehoord.contacts.models import Customer
from gehoord.limits import models
from gehoord.limits.apart import keep_apart_as_long_as
from gehoord.limits.care import care_until
from gehoord.limits.ladder import records
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.steps import NotAllowed, Now

SAME = (
    "kind", "state", "reason", "proposed_at", "begins_at", "ends_at", "heard_at", "hear_by",
    "told_at", "is_extended", "review_at", "less_severe", "duties_checked", "privacy_told",
    "ended_at",
)  # fmt: skip
"""Fields that are called the same in a row and in a record."""


def calendar() -> ZoneInfo:
    """Where the organisation's calendar hangs."""
    return ZoneInfo(settings.TIME_ZONE)


def now_by(agent: Agent, *, at: datetime | None = None) -> Now:
    """This person, at this moment, by the calendar of the organisation and with its deciders."""
    actor = records.Actor(agent.pk, agent.roles)
    deciders = models.HouseRules.current().deciders
    return Now(actor, at or timezone.now(), calendar(), deciders)


def history_of(customer: Customer) -> records.History:
    """Everything the ladder looks at of a customer."""
    behaviours = customer.behaviours.prefetch_related("at_agents")
    measures = customer.measures.prefetch_related("grounds", "approvals")
    return records.History(
        behaviours=tuple(map(_behaviour, behaviours)),
        measures=tuple(map(_measure, measures)),
        care_until=care_until(customer),
    )


def _behaviour(row: models.Behaviour) -> records.Behaviour:
    return records.Behaviour(
        number=row.pk,
        level=Level(row.level),
        conversation=row.conversation_id or 0,
        said_at=row.said_at,
        quotes=tuple(row.quotes),
        confirmed_by=row.confirmed_by_id or 0,
        confirmed_at=row.confirmed_at,
        at_agents=frozenset(agent.pk for agent in row.at_agents.all()),
    )


def _measure(row: models.Measure) -> records.Measure:
    return records.Measure(
        number=row.pk,
        grounds=tuple(ground.pk for ground in row.grounds.all()),
        proposed_by=row.proposed_by_id,
        conversation=row.conversation_id or 0,
        approvals=tuple(
            records.Approval(each.by_id, each.seat, each.at) for each in row.approvals.all()
        ),
        renews=row.renews_id,
        breaches=tuple(datetime.fromisoformat(each) for each in row.breaches),
        **{name: getattr(row, name) for name in SAME},
    )


def keep(customer: Customer, measure: records.Measure, **also: object) -> models.Measure:
    """Keep a measure as the ladder says it is now; `also` are columns the ladder does not know."""
    values = {name: getattr(measure, name) for name in SAME} | also
    values["breaches"] = [each.isoformat() for each in measure.breaches]
    if not measure.number:
        row = models.Measure.objects.create(
            customer=customer,
            proposed_by_id=measure.proposed_by,
            renews_id=measure.renews,
            conversation_id=measure.conversation or None,
            **values,
        )
        row.grounds.set(measure.grounds)
    else:
        row = customer.measures.get(pk=measure.number)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
    known = set(row.approvals.values_list("seat", flat=True))
    for approval in measure.approvals:
        if approval.seat not in known:
            row.approvals.create(by_id=approval.by, seat=approval.seat, at=approval.at)
    keep_apart_as_long_as(row)
    return row


MERGED = _("A colleague said just now that this customer is somebody we know. Open the page again.")


def locked(customer: Customer) -> Customer:
    """The customer as he is now; nobody else takes a step on his ladder until the end.

    Raises NotAllowed if he was merged with another meanwhile.
    """
    found = Customer.objects.select_for_update().filter(pk=customer.pk).first()
    if found is None:
        raise NotAllowed(MERGED)
    return found


def locked_with(measure: models.Measure) -> Customer:
    """Whoever the measure is about now, as `locked` gives him: a merge may change that."""
    measure.refresh_from_db(fields=["customer"])
    return locked(measure.customer)


Step = Callable[[records.History, Now], records.Measure]


def take(step: Step, *, customer: Customer, by: Agent, **also: object) -> models.Measure:
    """Take one step on a customer's ladder, one person at a time; call it in a transaction.

    Raises NotAllowed or NotPossibleNow; then nothing is kept.
    """
    # Two deciders at once: the second one sees what the first one did.
    customer = locked(customer)
    measure = step(history_of(customer), now_by(by))
    return keep(customer, measure, **also)
