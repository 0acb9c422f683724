"""Read a draft with all rules and keep the best advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from gehoord.tone.coaching.checks import hits
from gehoord.tone.coaching.draft import Draft
from gehoord.tone.coaching.finding import Customer, Finding, Turn
from gehoord.tone.coaching.order import best_first
from gehoord.tone.coaching.rule import CoachRule
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.rulebook import load


def coach(
    draft: str,
    *,
    channel: str = "",
    customer: Customer | None = None,
    stage: str = "",
    thread: Sequence[Turn] = (),
    facts: Mapping[str, str] | None = None,
    without: frozenset[str] = frozenset(),
    most: int = 3,
) -> list[Finding]:
    """What an agent may want to change in a draft before sending it, best first.

    `thread` is the conversation so far, oldest first; `facts` what is already known about the
    case, by name; `without` the rules this house has switched off. Offsets are indexes into
    `draft`. It only advises: nothing is changed and nothing is kept.
    """
    situation = Situation(
        draft=Draft(draft),
        channel=channel,
        customer=customer or Customer(),
        stage=stage,
        thread=tuple(thread),
        facts=facts or {},
    )
    found = (
        Finding(rule.code, rule.level, start, end, rule.advice, rewrite)
        for rule in rules()
        if rule.code not in without
        for (start, end), rewrite in hits(rule, situation)
    )
    return best_first(found, most)


def coach_rule_why(rule_id: str) -> str:
    """Why a rule is there, for an agent who asks. Raises KeyError if there is no such rule."""
    for rule in rules():
        if rule_id in (rule.id, rule.code):
            return rule.why
    raise KeyError(rule_id)


@cache
def rules() -> tuple[CoachRule, ...]:
    """Every coach rule, read once."""
    return load("nl", "coach", CoachRule)
