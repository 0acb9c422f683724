"""The level software proposes: for every kind of behaviour, at whomever it is aimed."""

from __future__ import annotations

import pytest

from gehoord.coaching.models import Abuse, Target
from gehoord.limits.ladder.levels import COUNTS, Level, proposed_level

THINGS = [Target.NONE, Target.SITUATION, Target.PRODUCT, Target.COMPANY]


@pytest.mark.parametrize("abuse", Abuse)
def test_a_threat_against_oneself_is_no_level_at_all(abuse):
    assert proposed_level(abuse=abuse, target=Target.SELF, is_crisis=False) is None


@pytest.mark.parametrize("target", Target)
@pytest.mark.parametrize("abuse", Abuse)
def test_in_a_crisis_nothing_is_proposed(abuse, target):
    assert proposed_level(abuse=abuse, target=target, is_crisis=True) is None


@pytest.mark.parametrize("target", THINGS)
@pytest.mark.parametrize("abuse", [Abuse.NONE, Abuse.PROFANITY, Abuse.INSULT])
def test_anger_at_a_thing_never_counts(abuse, target):
    assert proposed_level(abuse=abuse, target=target, is_crisis=False) < COUNTS


@pytest.mark.parametrize("target", [Target.AGENT, Target.THIRD_PARTY])
@pytest.mark.parametrize(
    ("abuse", "level"),
    [
        (Abuse.PROFANITY, Level.COARSE),
        (Abuse.INSULT, Level.PERSONAL),
        (Abuse.INTIMIDATION, Level.SERIOUS),
        (Abuse.THREAT_EXPLICIT, Level.DANGER),
    ],
)
def test_what_is_aimed_at_a_person_is_proposed_as_far_as_it_goes(abuse, target, level):
    assert proposed_level(abuse=abuse, target=target, is_crisis=False) == level
