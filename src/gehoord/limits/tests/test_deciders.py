"""Whom a house lets decide: narrower than the ladder, never wider, and never a seat less."""

from __future__ import annotations

from random import Random

import pytest
from django.core.exceptions import ValidationError

from gehoord.accounts.models import Role
from gehoord.limits.actions import change_house_rules
from gehoord.limits.ladder.course import AT_ONCE
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.ladder.rungs import LADDER, Chosen, seats_of
from gehoord.limits.tests.histories import STAFF, Story
from gehoord.limits.tests.test_ladder_histories import (
    ROLES,
    assert_fits,
    assert_has_a_person,
    assert_story_ends,
)
from tests.factories import make_agent

HISTORIES = 1_000
BATCHES = 10
WORDS = [*Role, "software", ""]


def some_deciders(chance: Random) -> Chosen:
    """What a house might choose, sense and nonsense."""
    return {
        kind: [
            chance.sample(WORDS, chance.randrange(len(WORDS)))
            for _seat in range(max(0, len(LADDER[kind].seats) + chance.choice((0, 0, 0, -1, 1))))
        ]
        for kind in Kind
        if chance.random() < 0.8
    }


def test_whatever_a_house_chooses_every_seat_stays_and_nobody_else_comes_in():
    for seed in range(2_000):
        chosen = some_deciders(Random(seed))
        for kind, rung in LADDER.items():
            seats = seats_of(kind, chosen)
            assert len(seats) == len(rung.seats)
            assert all(seat and seat <= full for seat, full in zip(seats, rung.seats, strict=True))


def test_an_agent_may_always_protect_himself():
    chosen = {kind: [[Role.MANAGER]] for kind in AT_ONCE}
    assert all(seats_of(kind, chosen) == LADDER[kind].seats for kind in AT_ONCE)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_narrower_deciders_hold_every_invariant(batch: int) -> None:
    for number in range(HISTORIES // BATCHES):
        seed = batch * HISTORIES + number
        story = Story(Random(seed), deciders=some_deciders(Random(seed)))
        story.go_on(60)
        for name, now, before, measure in story.done:
            assert measure is not None
            told = f"history {seed}: {name} by {now.actor.number}"
            assert_has_a_person(measure, told)
            assert_fits(measure, before, now.at, told)
            for approval in measure.approvals if measure.kind not in AT_ONCE else ():
                seat = seats_of(measure.kind, story.deciders)[approval.seat]
                assert ROLES[approval.by] & seat, told
        assert_story_ends(story, seed)


def test_narrower_deciders_still_come_to_a_contact_stop():
    """Otherwise the invariants would hold of nothing."""
    chosen = {Kind.BLOCK: [[Role.MANAGER], [Role.COMPLAINTS]]}
    by = set()
    for seed in range(600):
        story = Story(Random(seed), deciders=chosen)
        story.go_on(60)
        for each in story.history.measures:
            if each.kind == Kind.BLOCK and each.state == State.ACTIVE:
                by |= {approval.by for approval in each.approvals if approval.seat == 1}
    assert by == {each.number for each in STAFF if Role.COMPLAINTS in each.roles}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "deciders",
    [
        {"block": [["manager"], ["agent"]]},
        {"block": [["manager", "lead"], ["complaints"]]},
        {"block": [["manager"]]},
        {"block": [["manager"], []]},
        {"block": [["manager"], ["complaints"], ["manager"]]},
        {"cool_off": [["manager"]]},
        {"ban": [["manager"]]},
    ],
)
def test_wider_or_fewer_deciders_are_refused(deciders):
    with pytest.raises(ValidationError):
        change_house_rules(changes={"deciders": deciders}, by=make_agent(roles=[Role.ADMIN]))
