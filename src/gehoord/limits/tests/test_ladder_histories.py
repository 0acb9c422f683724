"""The invariants of the ladder (domain model 3.4) over random histories.

Said here in other words than the guards say them, from what was kept.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest

from gehoord.accounts.models import Role
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import History, Kind, Measure, State
from gehoord.limits.tests.histories import STAFF, Story

HISTORIES = 10_000
BATCHES = 20
STEPS_EACH = 60
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONGEST = {
    Kind.WARNING: 24 * HOUR,
    Kind.COOL_OFF: 24 * HOUR,
    # Calendar days may be an hour longer, when summer time ends in between.
    Kind.FLAG: 90 * DAY + HOUR,
    Kind.ARRANGEMENT: 184 * DAY + HOUR,
    Kind.BLOCK: 366 * DAY + HOUR,
}
ROLES = {each.number: each.roles for each in STAFF}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_histories_hold_every_invariant(batch: int) -> None:
    for number in range(HISTORIES // BATCHES):
        seed = batch * HISTORIES + number
        story = Story(Random(seed))
        story.go_on(STEPS_EACH)
        for name, now, before, measure in story.done:
            assert measure is not None
            told = f"history {seed}: {name} at {now.at:%d-%m %H:%M} by {now.actor.number}"
            assert_has_a_person(measure, told)
            assert_fits(measure, before, now.at, told)
        assert_story_ends(story, seed)


def assert_has_a_person(measure: Measure, told: str) -> None:
    assert measure.proposed_by in ROLES, told
    assert measure.approvals or measure.state != State.ACTIVE, told


def assert_fits(measure: Measure, before: History, at: datetime, told: str) -> None:
    grounds = before.behaviour(measure.grounds)
    assert grounds, told
    assert all(each.level >= Level.PERSONAL for each in grounds), told
    assert all("".join(each.quotes).strip() for each in grounds), told
    if measure.begins_at is None:
        return
    assert measure.ends_at is not None, told
    assert measure.ends_at - measure.begins_at <= LONGEST[measure.kind], told
    assert measure.told_at == measure.begins_at, told
    CHECKS[measure.kind](measure, before, told)


def cool_off(measure: Measure, before: History, told: str) -> None:
    assert measure.begins_at is not None
    grounds = before.behaviour(measure.grounds)
    warned_at = [
        each.told_at
        for each in before.measures
        if each.kind == Kind.WARNING and each.told_at and each.told_at <= measure.begins_at
    ]
    is_serious = any(each.level >= Level.SERIOUS for each in grounds)
    is_repeated = any(said.said_at > warned for said in grounds for warned in warned_at)
    assert is_serious or is_repeated, told


def nothing_more(measure: Measure, before: History, told: str) -> None:
    """A warning is given by one person, in three parts; the guards' own tests say which."""


def decided(measure: Measure, before: History, told: str) -> None:
    grounds = before.behaviour(measure.grounds)
    insulted = {agent for each in grounds for agent in each.at_agents}
    by = [each.by for each in measure.approvals]
    assert measure.reason.strip(), told
    assert len(set(by)) == len(by), told
    assert len({measure.proposed_by, *by}) > 1, told
    assert insulted.isdisjoint(by), told
    assert all(ROLES[each] & {Role.LEAD, Role.MANAGER, Role.COMPLAINTS} for each in by), told


def by_two(measure: Measure, before: History, told: str) -> None:
    decided(measure, before, told)
    assert len(measure.approvals) == 2, told
    assert measure.heard_at or measure.hear_by, told
    assert any(Role.MANAGER in ROLES[each.by] for each in measure.approvals), told


def stop(measure: Measure, before: History, told: str) -> None:
    by_two(measure, before, told)
    assert measure.less_severe.strip(), told
    assert measure.duties_checked, told
    assert measure.privacy_told, told


CHECKS = {
    Kind.WARNING: nothing_more,
    Kind.COOL_OFF: cool_off,
    Kind.FLAG: decided,
    Kind.ARRANGEMENT: by_two,
    Kind.BLOCK: stop,
}


def assert_story_ends(story: Story, seed: int) -> None:
    history = story.history
    far = story.at + 800 * DAY
    assert not history.in_force(far), f"history {seed}: something never ends"
    for measure in history.measures:
        if measure.state in (State.WITHDRAWN, State.LIFTED, State.REFUSED):
            assert not measure.is_in_force(story.at), f"history {seed}"
    if history.is_in_care(story.at):
        assert not history.in_force(story.at), f"history {seed}: limits while in crisis"


def test_random_histories_reach_every_kind_of_measure() -> None:
    """Otherwise the invariants would hold of nothing."""
    reached: Counter[tuple[Kind, State]] = Counter()
    for seed in range(1_000):
        story = Story(Random(seed))
        story.go_on(STEPS_EACH)
        reached.update((each.kind, each.state) for each in story.history.measures)
    few = {kind: reached[kind, State.ACTIVE] for kind in Kind if reached[kind, State.ACTIVE] < 20}
    assert not few
    assert sum(reached[kind, State.WITHDRAWN] for kind in Kind)
