"""The ladder as people read it: each measure, who decides it, how long it lasts in this house."""

from __future__ import annotations

from dataclasses import dataclass

from gehoord.accounts.models import Agent
from gehoord.limits.ladder.course import DECIDED
from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.rungs import LADDER, Chosen, seats_of
from gehoord.limits.models import HouseRules
from gehoord.limits.wording.lengths import decider_words, length_words, seat_words


@dataclass(frozen=True)
class ShownRung:
    """One row of the ladder in words."""

    kind: Kind
    code: str
    seats: list[str]
    """One line per seat: who may sit there."""
    decides: str
    """All seats in one phrase."""
    length: str
    review: str


def rung_of(kind: Kind, rules: HouseRules) -> ShownRung:
    """One measure in words, as this house has it."""
    rung = LADDER[kind]
    return ShownRung(
        kind=kind,
        code=rung.code,
        seats=seat_words(rung, chosen=rules.deciders),
        decides=decider_words(rung, chosen=rules.deciders),
        length=length_words(rules.length_of(kind)),
        review=length_words(rung.review_every) if rung.review_every else "",
    )


def ladder(rules: HouseRules) -> list[ShownRung]:
    """All measures, the lightest first."""
    return [rung_of(kind, rules) for kind in LADDER]


def empty_seats(chosen: Chosen) -> list[str]:
    """Measures that cannot be decided now, because too few people have the roles for it."""
    people = [agent.roles for agent in Agent.objects.active()]
    found = []
    for kind in DECIDED:
        seats = seats_of(kind, chosen)
        either = sum(any(roles & seat for seat in seats) for roles in people)
        if either < len(seats) or not all(any(roles & seat for roles in people) for seat in seats):
            found.append(str(kind.label))
    return found
