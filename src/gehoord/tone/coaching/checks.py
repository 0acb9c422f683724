"""How each kind of rule looks at a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.metrics import METRICS
from gehoord.tone.coaching.rewrite import ENDS, WHOLE, for_sentence, reworded
from gehoord.tone.coaching.rule import CoachRule, Match
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.sought import Sought
from gehoord.tone.coaching.whole import CONTEXT
from gehoord.tone.coaching.whole.body import message_end

Hit = tuple[Span, str | None]


def hits(
    rule: CoachRule, situation: Situation, matches: Sequence[Match] | None = None
) -> Iterator[Hit]:
    """Every place where the rule finds its habit, with the rewrite for that place.

    `matches` are the words that its phrases stand for, from `Sought`; sought here if not given.
    """
    if matches is None:
        matches = Sought([rule]).in_draft(situation.draft).get(rule.id, ())
    if (rule.finders and not matches) or not situation.suits(rule):
        return
    for span, rewrite in _KINDS[rule.kind](rule, situation, matches):
        if rule.when and not situation.bears_out(rule):
            return
        if rule.also_in_quotes or not situation.draft.is_quoted(span):
            yield span, rewrite


def _phrase(rule: CoachRule, situation: Situation, matches: Sequence[Match]) -> Iterator[Hit]:
    for match in _apart(rule, situation, matches):
        yield reworded(rule, match, situation)


def _count(rule: CoachRule, situation: Situation, matches: Sequence[Match]) -> Iterator[Hit]:
    """The one that is too many; the earlier ones are fine."""
    found = [
        match
        for match in _apart(rule, situation, matches)
        if not situation.draft.is_quoted((match.start, match.end))
    ]
    if len(found) >= rule.at_least:
        yield reworded(rule, found[rule.at_least - 1], situation)


def _absence(rule: CoachRule, situation: Situation, matches: Sequence[Match]) -> Iterator[Hit]:
    draft = situation.draft
    trigger = next(_apart(rule, situation, matches), None) if rule.finders else None
    if not draft.sentences or (rule.finders and trigger is None):
        return
    last = min(rule.within or len(draft.sentences), len(draft.sentences)) - 1
    if _is_shown(rule, situation, last) or _is_said(rule, draft, last):
        return
    if trigger:
        yield reworded(rule, trigger, situation)
    else:
        yield _whole(rule, _place(rule, draft), situation)


def _place(rule: CoachRule, draft: Draft) -> Span:
    """Where what is missing belongs: before the first sentence, or behind the last if it says so."""
    first = draft.sentences[0]
    if not (rule.rewrite or "").startswith(WHOLE):
        return first
    end = message_end(draft)
    closed = (span for span in reversed(draft.sentences) if draft.text[span[1] - 1] in ENDS)
    return next((span for span in closed if span[1] <= end and draft.words(span)), first)


def _is_said(rule: CoachRule, draft: Draft, last: int) -> bool:
    """Whether what should be there is, in words that the rule lists."""
    expected = rule.expect_pattern
    return bool(expected and expected.search(draft.text, 0, draft.sentences[last][1]))


def _is_shown(rule: CoachRule, situation: Situation, last: int) -> bool:
    """Whether what should be there is, in words that no list has."""
    seen, sentences = situation.seen, situation.draft.sentences
    echo = situation.echo((sentences[0][0], sentences[last][1])) if rule.least_echo else 0
    if seen and seen.knows(rule.shown_as):
        return seen.shows(rule.shown_as, within=last + 1, echo=echo)
    return bool(rule.least_echo) and echo >= rule.least_echo


def _order(rule: CoachRule, situation: Situation, matches: Sequence[Match]) -> Iterator[Hit]:
    match = next(_apart(rule, situation, matches), None)
    if match and rule.expect_pattern:
        _, end = situation.draft.sentences[situation.draft.sentence_at(match.start)]
        if not rule.expect_pattern.search(situation.draft.text, 0, end):
            yield reworded(rule, match, situation)


def _metric(rule: CoachRule, situation: Situation, _matches: Sequence[Match]) -> Iterator[Hit]:
    for span in METRICS[rule.check](situation.draft, rule.most):
        yield _whole(rule, span, situation)


def _context(rule: CoachRule, situation: Situation, _matches: Sequence[Match]) -> Iterator[Hit]:
    for span, rewrite in CONTEXT[rule.check](situation):
        yield (span, rewrite) if rewrite is not None else _whole(rule, span, situation)


_KINDS: dict[str, Callable[[CoachRule, Situation, Sequence[Match]], Iterator[Hit]]] = {
    "phrase": _phrase,
    "count": _count,
    "absence": _absence,
    "order": _order,
    "metric": _metric,
    "context": _context,
}


def _apart(rule: CoachRule, situation: Situation, matches: Sequence[Match]) -> Iterator[Match]:
    """The matches that count, from left to right, no two on the same words."""
    end = 0
    for match in matches:
        if match.start < end or not _is_in_place(rule, match, situation):
            continue
        if not is_harmless(rule, (match.start, match.end), situation):
            end = match.end
            yield match


def _is_in_place(rule: CoachRule, match: Match, situation: Situation) -> bool:
    if not rule.at:
        return True
    draft = situation.draft
    start, end = match.start, match.end
    first, last = draft.sentences[draft.sentence_at(start)]
    if rule.at == "start of draft":
        return start == draft.sentences[0][0]
    if rule.at == "start of sentence":
        return start == first
    return start == first and not draft.words((end, last))


def is_harmless(rule: CoachRule, span: Span, situation: Situation) -> bool:
    """Whether the words around make a place where the habit seems to stand a fine one."""
    draft = situation.draft
    index = draft.sentence_at(span[0])
    seen = situation.seen if rule.unless_shown else None
    if seen and seen.shows(rule.unless_shown, within=index + 1):
        return True
    if rule.unless_heard and situation.has_heard(draft.text[slice(*span)]):
        return True
    if rule.unless_pattern is None:
        return False
    if rule.unless_in == "draft":
        return bool(rule.unless_pattern.search(draft.text))
    start, end = draft.sentences[index]
    if rule.unless_in == "next sentence":
        end = draft.sentences[min(index + 1, len(draft.sentences) - 1)][1]
    return bool(rule.unless_pattern.search(draft.text, start, max(end, span[1])))


def _whole(rule: CoachRule, span: Span, situation: Situation) -> Hit:
    return span, for_sentence(rule, span, situation)
