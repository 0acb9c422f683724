"""Which findings an agent sees first: too many marks are worse than none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.finding import LEVELS, Finding
from gehoord.tone.coaching.rule import habit_of

_BEFORE_ALL = ("VST-06", "VST-07", "VST-08")
_OF_THE_HOUSE = "HUIS"
# An apology that blames is softened too; what it does worst is what is said of it.
_EXACT = ("EXC-04",)


FEWEST_LEFT = 2
"""One word left over in a sentence is no place to say what is missing in it."""

Candidate = tuple[Finding, Sequence[tuple[Span, str | None]]]
"""A finding, and the other places where the same may be said, with the rewrite for each."""


def best_first(candidates: Iterable[Candidate], draft: Draft, most: int) -> list[Finding]:
    """At most this many findings, the most harmful words first, never two on the same words.

    Boundaries and safety come first, then what makes a customer start all over, then harmful
    apologies, blame and impatience, then empathy, then a solution too early, then the rest. A
    rule of the house itself goes before ours about the same words. What is only missing gives way
    to words that harm: it is said in another place if there is one, or of what is left there.
    """
    chosen: list[Finding] = []
    waiting: list[Candidate] = []
    for finding, elsewhere in sorted(candidates, key=lambda it: _rank(it[0])):
        if len(chosen) + len(waiting) >= most:
            break
        if elsewhere:
            waiting.append((finding, elsewhere))
        elif _is_free((finding.start, finding.end), chosen):
            chosen.append(finding)
    for finding, elsewhere in waiting:
        own = (finding.start, finding.end), finding.rewrite
        places = ((span, rewrite) for span, rewrite in (own, *elsewhere) if _is_free(span, chosen))
        left = ((span, None) for span in _left(own[0], chosen, draft))
        for (start, end), rewrite in chain(places, left):
            chosen.append(replace(finding, start=start, end=end, rewrite=rewrite))
            break
    return sorted(chosen, key=_rank)


def _left(span: Span, chosen: Iterable[Finding], draft: Draft) -> list[Span]:
    """The longest piece of these words that nothing was said of, unless hardly anything is left."""
    pieces, start = [], span[0]
    for it in sorted(chosen, key=lambda finding: finding.start):
        pieces.append(draft.from_word(start, max(start, min(it.start, span[1]))))
        start = max(start, it.end)
    pieces.append(draft.from_word(start, max(start, span[1])))
    longest = max(pieces, key=lambda piece: piece[1] - piece[0])
    return [longest] if len(draft.words(longest)) >= FEWEST_LEFT else []


def _is_free(span: Span, chosen: Iterable[Finding]) -> bool:
    return not any(span[0] < it.end and it.start < span[1] for it in chosen)


def _rank(finding: Finding) -> tuple[int, int, bool, int, int]:
    level, is_ours = LEVELS.index(finding.level), habit_of(finding.rule) != _OF_THE_HOUSE
    start = finding.start - (1 if finding.rule.endswith(_EXACT) else 0)
    return _group(finding), level, is_ours, start, finding.start - finding.end


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
