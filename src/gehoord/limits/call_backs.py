"""What a customer is promised when a conversation is ended without ground: by when, and from when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from gehoord.accounts.models import Agent, Team
from gehoord.limits.call_back_course import WITHIN
from gehoord.limits.duty import people_for, roster_of
from gehoord.limits.help_rings import next_shift
from gehoord.limits.keeping import calendar
from gehoord.limits.ladder.spans import SATURDAY

MORNING = time(9)


@dataclass(frozen=True)
class CallBackPromise:
    """`by` is when somebody has contacted the customer. `begins_at` is None if that is soon.

    Otherwise nobody is there now, and it is the first moment at which somebody is.
    """

    by: datetime
    begins_at: datetime | None = None


def promise_for(
    team: Team | None, *, ender: Agent, opens_at: datetime | None = None, at: datetime | None = None
) -> CallBackPromise:
    """What can be promised now to a customer of a team, by whoever ends the conversation.

    `opens_at` is given while the channel is closed: then nobody is expected there before it.
    """
    now = at or timezone.now()
    moments = [each for each in (opens_at, _somebody_from(team, ender, now)) if each is not None]
    if not moments:
        return CallBackPromise(now + WITHIN)
    return CallBackPromise(max(moments) + WITHIN, max(moments))


def next_morning(now: datetime) -> datetime:
    """When an office opens next, as far as anybody told."""
    day = now.astimezone(calendar()).date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=calendar())


def _somebody_from(team: Team | None, ender: Agent, now: datetime) -> datetime | None:
    """From when a colleague can be called; None if that is now."""
    people = people_for(team, asker=ender, at=now)
    teams = [team.pk] if team else []
    roster = roster_of(teams)
    is_there = frozenset(people.on_duty) - {ender.pk} if roster else people.all
    if is_there:
        return None
    return next_shift(now, calendar(), roster) or next_morning(now)
