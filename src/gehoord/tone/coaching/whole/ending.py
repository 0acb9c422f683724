"""The end of a reply: is it solved, and are the steps clear."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.whole.body import Body, before_quotes, body_of_reply
from gehoord.tone.coaching.whole.words import whole_words

Hit = tuple[Span, str | None]

MANY_STEPS = 3
LAST_SENTENCES = 5
"""The goodbye, the name and the signature are among these."""
_WORD = regex.compile(r"[\p{L}’'-]+")
_MARKER = regex.compile(r"\(?(?:\d{1,2}[.)]|[-*•·])\s*")


def end_unchecked(situation: Situation) -> Iterator[Hit]:
    """A case that is closed without asking whether it is solved."""
    draft = situation.draft
    words = whole_words(draft.language)
    last = draft.sentences[-LAST_SENTENCES:]
    goodbye = last and words.pattern("ending", "goodbye").search(draft.text, last[0][0])
    closes = situation.stage_name in ("close", "verify")
    if not draft.sentences or not (goodbye or closes):
        return
    done = words.pattern("ending", "done").search(draft.text)
    if not done or words.pattern("ending", "check").search(draft.text) or _asks(draft):
        return
    if words.pattern("ending", "solved").search(situation.last_heard):
        return
    place = goodbye.start() if goodbye else done.start()
    yield before_quotes(draft, draft.sentences[draft.sentence_at(place)]), None


def _asks(draft: Draft) -> bool:
    """Whether there is a question about this case, and not only about anything else."""
    other = whole_words(draft.language).pattern("ending", "else")
    return any(
        draft.text[end - 1] == "?" and not other.search(draft.text, start, end)
        for start, end in draft.sentences
    )


def steps_unchecked(situation: Situation) -> Iterator[Hit]:
    """Three steps or more for the customer, and no word on whether they are clear."""
    draft = situation.draft
    body = body_of_reply(situation)
    words = whole_words(draft.language)
    verbs = _verbs(draft.language)
    likely = sum(word in verbs for inside in body.words for word in inside)
    if likely < MANY_STEPS and not body.holds_any(words.words("steps", "orders")):
        return
    found = _steps(body)
    if len(found) >= MANY_STEPS:
        check = words.pattern("steps", "check")
        if not check.search(draft.text, found[-1][0]):
            last = draft.sentences[draft.sentence_at(found[-1][0])]
            yield before_quotes(draft, last), None


def _steps(body: Body) -> list[Span]:
    """Verbs with which the customer is told what to do, at most one “you have to …” a sentence."""
    draft = body.draft
    told = whole_words(draft.language).pattern("steps", "told")
    found: list[Span] = []
    for start, last in body.sentences:
        if draft.text[last - 1] == "?":
            continue
        inside = _steps_in(draft, _past_marker(draft, start, last), last)
        if not inside and (said := told.search(draft.text, start, last)):
            inside = [said.span()]
        found += inside
    return found


def _steps_in(draft: Draft, start: int, last: int) -> list[Span]:
    words = whole_words(draft.language)
    customer, us = words.words("steps", "customer"), words.words("steps", "us")
    verbs = _verbs(draft.language)
    tokens = list(_WORD.finditer(draft.lowered, start, last))
    said = ["", *(token[0] for token in tokens), ""]
    found: list[Span] = []
    for at, token in enumerate(tokens):
        beside = {said[at], said[at + 2]}
        if token[0] not in verbs or not beside.isdisjoint(us):
            continue
        is_next = said[at] in words.words("steps", "and") or draft.text[token.start() - 2] == ","
        if (
            not beside.isdisjoint(customer)
            or words.words("steps", "leads").issuperset(said[1 : at + 1])
            or (found and is_next)
        ):
            found.append(token.span())
    return found


def _past_marker(draft: Draft, start: int, last: int) -> int:
    marker = _MARKER.match(draft.text, start, last)
    return marker.end() if marker else start


@cache
def _verbs(language: str) -> frozenset[str]:
    """The verbs of steps, as an order has them and as the customer does them."""
    words = whole_words(language)
    ending = words.text("steps", "ending")
    return frozenset(verb + more for verb in words.words("steps", "verbs") for more in {"", ending})
