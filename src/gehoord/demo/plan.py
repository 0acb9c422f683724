"""Decide which cases the demonstration has: who wrote what, when, and how far it got.

The same seed and moment give the same plan. Nothing is stored here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import cycle, pairwise
from random import Random

from gehoord.demo.cast import Cast, Company, Person
from gehoord.demo.stories import Story, Turn, Who
from gehoord.demo.wording import words_for


class Ending(StrEnum):
    """Where a case stands when the demonstration begins."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ON_HOLD = "on_hold"
    SOLVED = "solved"


SHARES = {
    Ending.WAITING: 0.27,
    Ending.ANSWERED: 0.21,
    Ending.ON_HOLD: 0.08,
    Ending.SOLVED: 0.44,
}
ENDED_AGO = {  # the shortest and the longest time since the last word, in minutes
    Ending.WAITING: (1, 60 * 40),
    Ending.ANSWERED: (3, 60 * 24 * 5),
    Ending.ON_HOLD: (60 * 5, 60 * 24 * 9),
    Ending.SOLVED: (60 * 2, 60 * 24 * 22),
}
BEFORE_US = (4.0, 55.0)
BEFORE_CUSTOMER = (1.0, 14.0)
NEW = 0.45
LONGEST = timedelta(days=29)


@dataclass(frozen=True)
class Line:
    """One thing that happens in a case, with its words filled in."""

    turn: Turn
    words: str
    at: datetime


@dataclass(frozen=True)
class CasePlan:
    """One case of the demonstration, from first to last line."""

    story: Story
    person: Person
    company: Company
    lines: tuple[Line, ...]
    ending: Ending
    title: str = ""


def plan_cases(
    *, cast: Cast, stories: tuple[Story, ...], seed: int, now: datetime, count: int
) -> list[CasePlan]:
    """Make up `count` cases, oldest first."""
    rng = Random(seed)  # noqa: S311 - a play, not a secret
    used: dict[str, int] = {}
    wanted = iter(_endings(count, rng))
    plans: list[CasePlan] = []
    for company, share in zip(cast.companies, _halves(count), strict=True):
        people = [person for person in cast.people if person.company == company.key]
        rng.shuffle(people)
        told = _in_turn([story for story in stories if story.company == company.key], rng)
        for person, _ in zip(cycle(people), range(share), strict=False):
            story, ending = _fitting(told, next(wanted), used)
            used[story.key] = used.get(story.key, 0) + 1
            plan = CasePlan(story, person, company, (), ending)
            plans.append(_with_lines(plan, use=used[story.key] - 1, rng=rng, now=now))
    return sorted(plans, key=lambda plan: plan.lines[0].at)


def _endings(count: int, rng: Random) -> list[Ending]:
    endings = [end for end, share in SHARES.items() for _ in range(round(share * count))]
    endings += [Ending.SOLVED] * (count - len(endings))
    rng.shuffle(endings)
    return endings[:count]


def _halves(count: int) -> tuple[int, int]:
    more = round(count * 0.56)
    return more, count - more


def _in_turn(stories: list[Story], rng: Random) -> Iterator[Story]:
    """Every story once, then every story that may be used again, and so on."""
    for turn in range(max(story.times for story in stories)):
        again = [story for story in stories if story.times > turn]
        rng.shuffle(again)
        yield from again
    yield from cycle([story for story in stories if story.times > 1])


def _fitting(told: Iterator[Story], ending: Ending, used: dict[str, int]) -> tuple[Story, Ending]:
    story = next(told)
    if story.stops and ending not in story.stops:
        ending = Ending(story.stops[used.get(story.key, 0) % len(story.stops)])
    return story, ending


def _with_lines(plan: CasePlan, *, use: int, rng: Random, now: datetime) -> CasePlan:
    turns = _turns_until(plan.story.turns, plan.ending, rng)
    waits = [_wait(before, turn, rng) for before, turn in pairwise(turns)]
    ended = now - _ago(plan.ending, LONGEST - sum(waits, timedelta()), rng)
    moments = [ended - sum(waits[number:], timedelta()) for number in range(len(turns))]
    fill_in = words_for(
        plan.person, plan.story.things or plan.company.things, at=moments[0], rng=rng
    )
    lines = []
    for turn, at in zip(turns, moments, strict=True):
        # The customers' words go round, so that two cases of one story begin differently.
        ours = turn.who is not Who.CUSTOMER
        way = rng.choice(turn.words) if ours else turn.words[use % len(turn.words)]
        lines.append(Line(turn, way.format_map(fill_in), at))
    return replace(plan, lines=tuple(lines), title=plan.story.title.format_map(fill_in))


def _turns_until(turns: tuple[Turn, ...], ending: Ending, rng: Random) -> tuple[Turn, ...]:
    """The turns up to a place where a case with this ending may stand."""
    if ending is Ending.SOLVED:
        return tuple(turn for turn in turns if turn.who is not Who.DRAFT)
    last = Who.CUSTOMER if ending is Ending.WAITING else Who.AGENT
    places = [
        number
        for number, turn in enumerate(turns, start=1)
        if turn.who is last and (number == len(turns) or turns[number].who is not last)
    ]
    # A complaint that changes teams is shown where it went: that team would be empty otherwise.
    moved = next((number for number, turn in enumerate(turns) if turn.who is Who.TEAM), 0)
    places = [number for number in places if number > moved]
    if ending is Ending.WAITING and len(places) > 1:
        places = places[:-1]  # the last word of a customer is often only thanks
    # Half of who waits has no answer yet; the others wait somewhere on the way.
    is_new = ending is Ending.WAITING and rng.random() < NEW
    until = places[0] if is_new else rng.choice(places)
    while until < len(turns) and turns[until].who in (Who.NOTE, Who.DRAFT):
        until += 1
    kept = turns[:until]
    # A draft is what somebody is writing now: only at the very end of a case.
    return tuple(turn for turn in kept[:-1] if turn.who is not Who.DRAFT) + kept[-1:]


def _wait(before: Turn, turn: Turn, rng: Random) -> timedelta:
    if turn.wait is not None:
        return turn.wait * rng.uniform(0.9, 1.15)
    if turn.who in (Who.PART, Who.TEAM, Who.DRAFT):
        return timedelta(seconds=rng.uniform(20, 90))
    if turn.who is before.who is Who.CUSTOMER:
        return timedelta(seconds=rng.uniform(15, 80))
    shortest, longest = BEFORE_CUSTOMER if turn.who is Who.CUSTOMER else BEFORE_US
    return timedelta(minutes=_uneven(shortest, longest, rng))


def _ago(ending: Ending, most: timedelta, rng: Random) -> timedelta:
    shortest, longest = ENDED_AGO[ending]
    until = max(shortest + 1.0, min(longest, most.total_seconds() / 60))
    # Solved cases lie evenly over the month; who waits mostly waits since today.
    if ending is Ending.SOLVED:
        return timedelta(minutes=rng.uniform(shortest, until))
    return timedelta(minutes=_uneven(shortest, until, rng))


def _uneven(shortest: float, longest: float, rng: Random) -> float:
    """Often short, seldom long, as waiting is."""
    return math.exp(rng.uniform(math.log(shortest), math.log(longest)))
