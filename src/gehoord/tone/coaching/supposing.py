"""Habits in other words than any rule has, where everything else is as the rule wants it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from gehoord.tone.coaching.checks import is_harmless
from gehoord.tone.coaching.draft import Span
from gehoord.tone.coaching.finding import Finding
from gehoord.tone.coaching.guess import ACKNOWLEDGES, Seen
from gehoord.tone.coaching.rewrite import WHOLE, for_sentence
from gehoord.tone.coaching.rule import CoachRule
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.style import Style

AT_FIRST = "start of draft"
OF_THE_WHOLE = ("count", "metric", "context")
"""What these rules look for no single sentence shows."""


def supposed(
    situation: Situation, style: Style, wanted: Mapping[str, CoachRule], said: Collection[str]
) -> Iterator[Finding]:
    """What a learned model sees of the `wanted` habits, by code, in this situation.

    A sentence whose likeliest habit was `said` already is not given its second likeliest.
    """
    seen = situation.seen
    if seen is None:
        return
    left = (it for code, it in wanted.items() if code not in said)
    heads = _heads([it for it in left if not it.when or situation.suits(it)])
    levels = {head: style.level_of(takers[-1]) for head, takers in heads.items()}
    levels |= {code: style.level_of(wanted[code]) for code in said}
    for head, sentence in seen.habits(levels):
        for rule in heads.get(head, ()):
            if _is_in_place(rule, seen, sentence) and _fits(rule, sentence, situation):
                level, rewrite = style.level_of(rule), _rewrite(rule, sentence, situation)
                start, end = seen.words(head, sentence) if rewrite is None else sentence
                yield Finding(rule.code, level, start, end, rule.advice, rewrite)
                break


def _rewrite(rule: CoachRule, sentence: Span, situation: Situation) -> str | None:
    """What would stand there; what belongs behind certain words needs those words."""
    if rule.kind == "absence" and (rule.sentence_rewrite or "").startswith(WHOLE):
        return None
    return for_sentence(rule, sentence, situation)


def _fits(rule: CoachRule, sentence: Span, situation: Situation) -> bool:
    return not is_harmless(rule, sentence, situation) and situation.bears_out(rule)


def _heads(suited: Sequence[CoachRule]) -> dict[str, list[CoachRule]]:
    """Whose each learned habit may be: of rules that take others' in their situation, then its own."""
    heads: dict[str, list[CoachRule]] = {}
    for rule in suited:
        for head in rule.seen_as:
            heads.setdefault(head, []).append(rule)
    for rule in suited:
        if rule.kind not in OF_THE_WHOLE:
            heads.setdefault(rule.code, []).append(rule)
    return heads


def _is_in_place(rule: CoachRule, seen: Seen, sentence: Span) -> bool:
    if rule.at == AT_FIRST:
        return sentence == seen.draft.sentences[0]
    if rule.kind == "order":
        before = seen.draft.sentence_at(sentence[0]) + 1
        told = rule.expect_pattern and rule.expect_pattern.search(seen.draft.text, 0, sentence[1])
        return not told and not seen.shows(ACKNOWLEDGES, within=before)
    return True
