"""Which findings an agent sees first: too many marks are worse than none."""

from __future__ import annotations

from collections.abc import Iterable

from gehoord.tone.coaching.finding import LEVELS, Finding
from gehoord.tone.coaching.rule import habit_of

_BEFORE_ALL = ("VST-06", "VST-07", "VST-08")
_OF_THE_HOUSE = "HUIS"


def best_first(findings: Iterable[Finding], most: int) -> list[Finding]:
    """At most this many findings, the most harmful words first, never two on the same words.

    Boundaries and safety come first, then what makes a customer start all over, then harmful
    apologies, blame and impatience, then empathy, then a solution too early, then the rest. A
    rule of the house itself goes before ours about the same words.
    """
    chosen: list[Finding] = []
    for finding in sorted(findings, key=_rank):
        if len(chosen) >= most:
            break
        if not any(finding.start < it.end and it.start < finding.end for it in chosen):
            chosen.append(finding)
    return chosen


def _rank(finding: Finding) -> tuple[int, int, bool, int, int]:
    level, is_ours = LEVELS.index(finding.level), habit_of(finding.rule) != _OF_THE_HOUSE
    return _group(finding), level, is_ours, finding.start, finding.start - finding.end


def _group(finding: Finding) -> int:
    habit = habit_of(finding.rule)
    if habit == "GRZ":
        return 0
    if finding.rule.endswith(_BEFORE_ALL):
        return 1
    if habit in ("EXC", "VRW", "NEE", _OF_THE_HOUSE) and finding.level == "stop":
        return 2
    # A tip never takes the place of something that does harm.
    return 5 if finding.level == "tip" else {_OF_THE_HOUSE: 3, "EMP": 3, "OPL": 4}.get(habit, 5)
