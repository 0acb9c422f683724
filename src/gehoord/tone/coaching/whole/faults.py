"""Apologies over a whole conversation: one where it is owed, and not another for a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from gehoord.tone.coaching.draft import REMEMBERED, Draft, Span, earlier
from gehoord.tone.coaching.rewrite import filled
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.whole.body import before_quotes
from gehoord.tone.coaching.whole.words import whole_words

Hit = tuple[Span, str | None]

OVER = frozenset(("close", "follow_up", "done", "receive"))
LAST_TURNS = 6
"""A fault that was owned longer ago is not what this reply is about."""
ENOUGH = 2
"""After so many messages with an apology another one only counts beside a step."""


def apology_owed(situation: Situation) -> Iterator[Hit]:
    """A reply without an apology while the case or an earlier message says the fault is ours."""
    draft = situation.draft
    if _may_owe(situation) and _is_confirmed(situation) and not _fault(draft):
        span = before_quotes(draft, _remedy(draft))
        words = whole_words(draft.language)
        yield span, filled(words.text("faults", "apologise"), span, None, situation)


def fault_without_apology(situation: Situation) -> Iterator[Hit]:
    """A reply that owns a fault and does not say sorry for it."""
    draft = situation.draft
    if _may_owe(situation) and (here := _fault(draft)):
        span = draft.sentences[draft.sentence_at(here[0])]
        words = whole_words(draft.language)
        yield span, filled(words.text("faults", "confess"), span, None, situation)


def _may_owe(situation: Situation) -> bool:
    """Whether this is a reply in which an apology has its place, and nobody has made one."""
    draft = situation.draft
    if not draft.sentences or situation.stage_name in OVER or situation.text_kind != "reply":
        return False
    sent = (_sent(turn.text, draft.language) for turn in situation.thread if turn.by == "agent")
    return not _apologises(draft) and not any(apologises for _, apologises in sent)


def _is_confirmed(situation: Situation) -> bool:
    words = whole_words(situation.draft.language)
    for name in words.words("faults", "names"):
        if situation.facts.get(name, "").strip().lower() in words.words("faults", "yes"):
            return True
    return any(
        _sent(turn.text, words.language)[0]
        if turn.by == "agent"
        else _says_admitted(turn.text, words.language)
        for turn in situation.thread[-LAST_TURNS:]
    )


@lru_cache(REMEMBERED)
def _says_admitted(text: str, language: str) -> bool:
    """Whether a customer says that one of us owned the fault."""
    return whole_words(language).pattern("faults", "admitted").search(text) is not None


@lru_cache(REMEMBERED)
def _sent(text: str, language: str) -> tuple[bool, bool]:
    """Whether a message of ours owns a fault, and whether it apologises."""
    message = earlier(text, language)
    return _fault(message) is not None, _apologises(message)


def _fault(message: Draft) -> Span | None:
    """Words that own a fault, and not in a question."""
    words = whole_words(message.language)
    for match in words.pattern("faults", "ours").finditer(message.text):
        start, end = message.sentences[message.sentence_at(match.start("hit"))]
        asks = message.text[start:end].endswith("?")
        denies = words.pattern("faults", "not_ours").search(message.text, start, end)
        if not asks and not denies and not message.is_quoted(match.span("hit")):
            return match.span("hit")
    return None


def _apologies(message: Draft) -> regex.Match[str] | None:
    return whole_words(message.language).pattern("faults", "apology").search(message.text)


def _apologises(message: Draft) -> bool:
    return _apologies(message) is not None


def _remedy(draft: Draft) -> Span:
    """The sentence that says what happens now: the apology belongs before it."""
    remedy = whole_words(draft.language).pattern("faults", "remedy")
    return next(
        (span for span in draft.sentences if remedy.search(draft.text, *span)), draft.sentences[0]
    )


def sorry_again(situation: Situation) -> Iterator[Hit]:
    """Another apology after two, in a reply in which nothing is done."""
    draft = situation.draft
    if len(situation.thread) <= ENOUGH:
        return
    before = sum(
        _sent(turn.text, draft.language)[1] for turn in situation.thread if turn.by == "agent"
    )
    if before < ENOUGH:
        return
    found = _apologies(draft)
    step = whole_words(draft.language).pattern("faults", "step")
    if found and not draft.is_quoted(found.span()) and not step.search(draft.text):
        yield found.span(), None
