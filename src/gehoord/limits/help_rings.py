"""Whom a call for help reaches, and when. Plain functions: nothing here reads a database."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from gehoord.limits.help_course import WAITING, HelpState


@dataclass(frozen=True)
class Ring:
    """A row of the table: after so long without help, these people are called too."""

    after: timedelta
    who: str
    states: tuple[HelpState, ...]
    """It is for calls in these states; to see a call is not yet to help."""


FIRST, NEXT, MANAGERS = "the first on duty", "the next on duty", "the managers"
RINGS: tuple[Ring, ...] = (
    Ring(timedelta(0), FIRST, (HelpState.ASKED,)),
    Ring(timedelta(seconds=60), NEXT, (HelpState.ASKED,)),
    Ring(timedelta(seconds=180), MANAGERS, WAITING),
)


@dataclass(frozen=True)
class Shift:
    """Somebody is there every week on a weekday (0 is Monday), by the clock on the wall.

    `until` not after `begins` means: until then on the day after.
    """

    agent: int
    weekday: int
    begins: time
    until: time

    def covers(self, local: datetime) -> bool:
        """Whether it lasts at a moment, in local time."""
        at, today = local.time(), local.weekday()
        is_own_day = today == self.weekday
        if self.begins < self.until:
            return is_own_day and self.begins <= at < self.until
        is_day_after = today == (self.weekday + 1) % 7
        return (is_own_day and at >= self.begins) or (is_day_after and at < self.until)


@dataclass(frozen=True)
class Switch:
    """Somebody says himself that he is on duty now, or is not, until a moment."""

    agent: int
    is_on: bool
    until: datetime


def on_duty(
    at: datetime, zone: tzinfo, *, shifts: Iterable[Shift], switches: Iterable[Switch]
) -> list[int]:
    """Who is on duty at a moment, in the order in which they are called.

    Who switched himself on comes first, then who has a shift, the one that began first before
    the others. What somebody says himself goes before the roster.
    """
    said = {each.agent: each for each in switches if at < each.until}
    local = at.astimezone(zone)
    covering = sorted(
        (each for each in shifts if each.covers(local)), key=lambda each: (each.begins, each.agent)
    )
    own = sorted(agent for agent, switch in said.items() if switch.is_on)
    rostered = [each.agent for each in covering if each.agent not in said]
    return list(dict.fromkeys([*own, *rostered]))


def next_shift(at: datetime, zone: tzinfo, shifts: Iterable[Shift]) -> datetime | None:
    """When the first shift after a moment begins; None without a roster."""
    today, begins = at.astimezone(zone).date(), []
    for shift in shifts:
        ahead = (shift.weekday - today.weekday()) % 7
        days = (today + timedelta(days=ahead + week) for week in (0, 7))
        begins += [datetime.combine(day, shift.begins, tzinfo=zone) for day in days]
    return min((each for each in begins if each > at), default=None)


@dataclass(frozen=True)
class People:
    """Who could be called, besides who asks: numbers of agents."""

    on_duty: tuple[int, ...] = ()
    leads: frozenset[int] = frozenset()
    """Leads of the team."""
    managers: frozenset[int] = frozenset()
    asker: int | None = None

    @property
    def all(self) -> frozenset[int]:
        everybody = frozenset(self.on_duty) | self.leads | self.managers
        return frozenset(each for each in everybody if each != self.asker)


def reached(ring: int, people: People, *, called: AbstractSet[int] = frozenset()) -> frozenset[int]:
    """Who hears of a call in a ring, besides who was called already.

    Without a roster all leads of the team come first. A ring that would reach nobody reaches
    whoever is left: a call never ends in silence while there is somebody to hear it.
    """
    left = people.all - called
    duty = [agent for agent in people.on_duty if agent in left]
    wanted: dict[str, frozenset[int]] = {
        FIRST: frozenset(duty[:1]) or people.leads & left,
        NEXT: frozenset(duty[:1]) or people.leads & left,
        MANAGERS: people.managers & left,
    }
    return wanted[RINGS[ring].who] or people.managers & left or left


def next_ring(ring: int, asked_at: datetime) -> datetime | None:
    """The moment of the ring after one, or None after the last."""
    following = ring + 1
    return asked_at + RINGS[following].after if following < len(RINGS) else None
