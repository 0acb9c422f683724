"""The rungs of the ladder: for each measure who decides, how long at most, and what must hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from gehoord.accounts.models import ANSWERS_CUSTOMERS, Role
from gehoord.limits.ladder.course import DECIDED
from gehoord.limits.ladder.guards import (
    Guard,
    calm_since_warning,
    crisis_comes_first,
    customer_heard,
    danger_or_broken_arrangement,
    facts_quoted,
    less_severe_weighed,
    mark_grounds,
    new_facts_if_renewed,
    nobody_decides_for_himself,
    not_in_force_already,
    often_or_danger,
    personal_just_now,
    privacy_officer_told,
    reason_given,
    repeated_or_serious,
    told_in_three_parts,
    two_pairs_of_eyes,
)
from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.spans import Span

Seats = tuple[frozenset[Role], ...]
"""One set of roles per seat: a person with one of them may sit there."""
Chosen = Mapping[str, Sequence[Collection[str]]]
"""For a kind of measure, the roles that a house lets fill each seat."""


@dataclass(frozen=True)
class Rung:
    """One row of the table of measures."""

    kind: Kind
    code: str
    seats: Seats
    """Who decides: one person per seat, each with one of these roles."""
    length: Span
    """How long it lasts unless somebody says shorter."""
    longest: Span
    begin: tuple[Guard, ...]
    """What must hold to begin it, or to propose it."""
    decide: tuple[Guard, ...] = ()
    """What must hold for each decision about it."""
    review_every: Span | None = None


ANSWERS = frozenset(ANSWERS_CUSTOMERS)
LEAD = frozenset({Role.LEAD})
MANAGER = frozenset({Role.MANAGER})
SECOND = frozenset({Role.COMPLAINTS, Role.MANAGER})
WITH_FACTS = (crisis_comes_first, facts_quoted, reason_given, not_in_force_already)
BY_OTHERS = (crisis_comes_first, nobody_decides_for_himself, two_pairs_of_eyes)

LADDER: dict[Kind, Rung] = {
    rung.kind: rung
    for rung in (
        Rung(
            Kind.WARNING,
            "M1",
            seats=(ANSWERS,),
            length=Span(hours=24),
            longest=Span(hours=24),
            begin=(crisis_comes_first, personal_just_now, calm_since_warning, told_in_three_parts),
        ),
        Rung(
            Kind.COOL_OFF,
            "M2",
            seats=(ANSWERS,),
            length=Span(hours=2),
            longest=Span(hours=24),
            begin=(crisis_comes_first, repeated_or_serious, not_in_force_already),
        ),
        Rung(
            Kind.FLAG,
            "M3",
            seats=(LEAD,),
            length=Span(days=90),
            longest=Span(days=90),
            begin=(*WITH_FACTS, mark_grounds, new_facts_if_renewed),
            decide=BY_OTHERS,
        ),
        Rung(
            Kind.ARRANGEMENT,
            "M4",
            seats=(LEAD, MANAGER),
            length=Span(months=6),
            longest=Span(months=6),
            begin=(*WITH_FACTS, often_or_danger, new_facts_if_renewed),
            decide=(*BY_OTHERS, customer_heard),
            review_every=Span(months=3),
        ),
        Rung(
            Kind.BLOCK,
            "M5",
            seats=(MANAGER, SECOND),
            length=Span(months=12),
            longest=Span(months=12),
            begin=(
                *WITH_FACTS,
                danger_or_broken_arrangement,
                less_severe_weighed,
                new_facts_if_renewed,
            ),
            decide=(*BY_OTHERS, customer_heard, privacy_officer_told),
            review_every=Span(months=6),
        ),
    )
}


def seats_of(kind: Kind, chosen: Chosen) -> Seats:
    """Who decides about a measure in a house: of the roles in each seat those that it chose.

    Never another role and never a seat less. A seat in which nobody would be left stays as it is,
    and so does what an agent does himself: he may always protect himself.
    """
    seats, wanted = LADDER[kind].seats, chosen.get(kind, ())
    if kind not in DECIDED or len(wanted) != len(seats):
        return seats
    both = zip(seats, wanted, strict=True)
    return tuple(
        frozenset(role for role in seat if role in set(roles)) or seat for seat, roles in both
    )
