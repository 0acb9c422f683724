"""A second look at a measure, asked for by the customer and given by somebody uninvolved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gehoord.accounts.models import Role
from gehoord.limits.ladder.course import Move, after
from gehoord.limits.ladder.records import Actor, History, Measure
from gehoord.limits.ladder.spans import Span, end_of_day, working_days_after
from gehoord.limits.ladder.steps import NotAllowed, Now, needs

TERM = Span(days=42)
"""Six weeks to appeal, from the notice."""
DECIDE_WITHIN = 10
"""Working days in which an appeal is decided."""
DECIDES = frozenset({Role.COMPLAINTS, Role.LEAD, Role.MANAGER})
INVOLVED = _("You had a part in this. Somebody uninvolved decides about an appeal.")
NOT_YOURS = _("Somebody else has this appeal.")
DECIDED = _("This appeal was decided already.")
TOO_LATE = _("The time to appeal is over.")
WHY = _("Write down why: the customer reads it.")
NOT_SHORTER = _("Choose an end after its begin and before the one it has now.")


class Outcome(models.TextChoices):
    """How an appeal ends. `Upheld`: the customer was right, and the measure is withdrawn."""

    OPEN = "", pgettext_lazy("appeal", "not decided")
    UPHELD = "upheld", pgettext_lazy("appeal", "upheld: the measure is withdrawn")
    REDUCED = "reduced", pgettext_lazy("appeal", "reduced: the measure ends sooner")
    DISMISSED = "dismissed", pgettext_lazy("appeal", "dismissed: the measure stays")


@dataclass(frozen=True)
class Appeal:
    """One appeal against one measure."""

    measure: int
    filed_at: datetime
    decide_by: datetime
    assigned_to: int | None = None
    outcome: Outcome = Outcome.OPEN
    decided_at: datetime | None = None


def term_ends(since: datetime, zone: tzinfo) -> datetime:
    """When the six weeks from a moment on are over: their last day counts whole."""
    return end_of_day(TERM.after(since, zone).astimezone(zone).date(), zone)


def file(history: History, *, number: int, at: datetime, zone: tzinfo) -> Appeal:
    """Take in the appeal of a customer; `zone` gives the calendar.

    Raises NotAllowed after the term.
    """
    measure = history.measure(number)
    if measure.told_at is None or at >= term_ends(measure.told_at, zone):
        raise NotAllowed(TOO_LATE)
    return Appeal(number, at, working_days_after(at, DECIDE_WITHIN, zone))


def involved(history: History, measure: Measure) -> frozenset[int]:
    """Everybody who had a part in a measure: it happened to them, or they decided about it."""
    grounds = history.behaviour(measure.grounds)
    return frozenset(
        {
            measure.proposed_by,
            *(each.by for each in measure.approvals),
            *(each.confirmed_by for each in grounds),
            *(agent for each in grounds for agent in each.at_agents),
        }
    )


def assign(history: History, appeal: Appeal, *, to: Actor) -> Appeal:
    """Give an appeal to somebody who had no part in the measure.

    Raises NotAllowed.
    """
    needs(to, DECIDES)
    if appeal.outcome:
        raise NotAllowed(DECIDED)
    if to.number in involved(history, history.measure(appeal.measure)):
        raise NotAllowed(INVOLVED)
    return replace(appeal, assigned_to=to.number)


def decide(
    history: History,
    appeal: Appeal,
    now: Now,
    *,
    outcome: Outcome,
    reason: str,
    ends_at: datetime | None = None,
) -> tuple[Appeal, Measure]:
    """Decide about an appeal, with a reason the customer reads.

    `ends_at` is the new end of a measure that is reduced. Raises NotAllowed or NotPossibleNow.
    """
    if appeal.outcome:
        raise NotAllowed(DECIDED)
    if appeal.assigned_to != now.actor.number:
        raise NotAllowed(NOT_YOURS)
    measure = history.measure(appeal.measure)
    needs(now.actor, DECIDES)
    if now.actor.number in involved(history, measure):
        raise NotAllowed(INVOLVED)
    if not reason.strip() or not outcome:
        raise NotAllowed(WHY)
    decided = replace(appeal, outcome=outcome, decided_at=now.at)
    if outcome == Outcome.UPHELD:
        state = after(measure.kind, measure.state, Move.WITHDRAW)
        return decided, replace(measure, state=state, ended_at=now.at)
    if outcome == Outcome.REDUCED:
        after(measure.kind, measure.state, Move.SHORTEN)
        if not _is_sooner(ends_at, measure):
            raise NotAllowed(NOT_SHORTER)
        return decided, replace(measure, ends_at=ends_at)
    return decided, measure


def _is_sooner(ends_at: datetime | None, measure: Measure) -> bool:
    begins_at, was = measure.begins_at, measure.ends_at
    return (
        ends_at is not None
        and begins_at is not None
        and was is not None
        and begins_at < ends_at < was
    )
