"""The customer's name in a reply: spelt as they spell it, neither never nor all the time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex
from rapidfuzz.distance import OSA

from gehoord.tone.coaching.draft import REMEMBERED, Draft, Span, earlier
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.whole.body import body_of_reply
from gehoord.tone.coaching.whole.names import (
    Name,
    Use,
    bare,
    behind_titles,
    name_of,
    plain,
    signed,
    uses,
)
from gehoord.tone.coaching.whole.words import whole_words

Hit = tuple[Span, str | None]

TURNS_WITHOUT = 4
MOST_IN_REPLY = 2
MOST_IN_CONVERSATION = 3
SHORTEST_COMPARED = 4
_TOKEN = regex.compile(r"[\p{L}’'-]+")
_LEFT_OUT = regex.compile(r"(?P<before>[\w’'-]+),\s*$")


def name_unused(situation: Situation) -> Iterator[Hit]:
    """A reply without the customer's name in a conversation that never had it."""
    draft = situation.draft
    name = _known(situation)
    if len(situation.thread) < TURNS_WITHOUT or not name.tokens or not draft.sentences:
        return
    if next(uses(draft, name, len(draft.text)), None) or _has_greeting_with_name(draft):
        return
    if not any(_uses_before(situation, name)):
        span = draft.sentences[0]
        yield span, _named(situation, name, span)


def _named(situation: Situation, name: Name, span: Span) -> str | None:
    """The sentence with the name before it, where we know how to call the customer."""
    address = f"{name.title} {name.family}" if name.title and name.surname else ""
    if not situation.is_formal and name.first:
        address = name.first.split()[0]
    words = situation.draft.text[slice(*span)]
    first = words.split()[0]
    if not address or first.lower() not in whole_words(situation.draft.language).words(
        "names", "small"
    ):
        return None
    return f"{address[:1].upper()}{address[1:]}, {words[0].lower()}{words[1:]}"


def name_too_often(situation: Situation) -> Iterator[Hit]:
    """The third time that the name stands in one reply."""
    found = _used(situation)
    if len(found) > MOST_IN_REPLY:
        yield _without(situation.draft, found[MOST_IN_REPLY].span)


def name_too_often_in_conversation(situation: Situation) -> Iterator[Hit]:
    """The fourth time that an agent uses the name, greetings apart."""
    found = _used(situation)
    inside = [use for use in found if not use.is_greeting]
    if not inside or len(found) > MOST_IN_REPLY:
        return
    if sum(_uses_before(situation, _known(situation))) + len(inside) > MOST_IN_CONVERSATION:
        yield _without(situation.draft, inside[-1].span)


def name_in_reproach(situation: Situation) -> Iterator[Hit]:
    """The customer's name with a dressing-down behind it in the same sentence."""
    draft = situation.draft
    reproach = whole_words(draft.language).pattern("names", "reproach")
    for use in _used(situation):
        start, end = use.span
        last = draft.sentences[draft.sentence_at(start)][1] if draft.sentences else end
        if use.is_greeting or start < draft.body_start:
            continue
        if found := reproach.match(draft.text, end, max(end, last)):
            yield (start, found.end()), None
            return


def _used(situation: Situation) -> list[Use]:
    draft = situation.draft
    if "name" not in situation.noted:
        name = _known(situation)
        situation.noted["name"] = list(uses(draft, name, body_of_reply(situation).end))
    found: list[Use] = situation.noted["name"]
    return found


def _without(draft: Draft, span: Span) -> Hit:
    """The sentence goes on without “, mevrouw De Wit”, where a comma sets it apart."""
    start, end = span
    before = _LEFT_OUT.search(draft.text, max(0, start - 40), start)
    if before and draft.text[end : end + 1] in ("", ".", "?", "!", ","):
        return (before.start("before"), end), before["before"]
    return span, None


def _uses_before(situation: Situation, name: Name) -> Iterator[int]:
    """How often each of our earlier messages has the name, greetings apart."""
    for turn in situation.thread:
        if turn.by == "agent":
            yield _times(turn.text, name, situation.draft.language)


@lru_cache(REMEMBERED)
def _times(text: str, name: Name, language: str) -> int:
    """How often a message that was sent has the name, its greeting apart."""
    sent = earlier(text, language)
    return sum(not use.is_greeting for use in uses(sent, name, len(text)))


def _known(situation: Situation) -> Name:
    return name_of(situation.customer.name, situation.draft.language)


def _signatures(situation: Situation) -> Iterator[Name]:
    """How the customer signs, the last time first."""
    for turn in reversed(situation.thread):
        if turn.by == "customer" and (found := signed(turn.text, situation.draft.language)):
            yield found.name


def name_misspelt(situation: Situation) -> Iterator[Hit]:
    """A name in a greeting or behind a title that is nearly the customer's own."""
    own = [*_signatures(situation), _known(situation)]
    if not any(name.tokens for name in own):
        return
    draft = situation.draft
    for start, end in _called(draft, body_of_reply(situation).end):
        for token in _TOKEN.finditer(draft.text, start, end):
            if token[0][0].isupper() and (better := _better(token[0], own)):
                yield token.span(), better
        yield from _particles(draft, (start, end), own)


def _called(draft: Draft, end: int) -> Iterator[Span]:
    """Where somebody is called by name: in the greeting and behind a title."""
    greeting = _greeting(draft)
    if greeting:
        yield greeting.span("naam")
    start = greeting.end() if greeting else 0
    hints = whole_words(draft.language).words("names", "title_hints")
    if any(draft.lowered.find(hint, start, end) >= 0 for hint in hints):
        for match in behind_titles(draft.language).finditer(draft.text, start, end):
            yield match.span("naam")


def _greeting(draft: Draft) -> regex.Match[str] | None:
    start = len(draft.text) - len(draft.text.lstrip())
    return whole_words(draft.language).pattern("names", "greeting").match(draft.text, start)


def _better(token: str, own: list[Name]) -> str | None:
    """The customer's spelling, if this is a slip of it."""
    for name in own:
        halves = [half for word in name.tokens for half in (word, *word.split("-"))]
        if not halves:
            continue
        if plain(token) in map(plain, halves):
            return None
        near = min(halves, key=lambda half: OSA.distance(plain(half), plain(token)))
        if _is_slip(token, near):
            return _as_written(near, token)
    return None


def _is_slip(token: str, near: str) -> bool:
    if bare(token) == bare(near):
        return True
    if min(len(token), len(near)) < SHORTEST_COMPARED:
        return False
    return OSA.distance(plain(near), plain(token)) <= (1 if len(near) < 6 else 2)


def _as_written(right: str, written: str) -> str:
    """The right spelling, in capitals where the slip was written in capitals."""
    return right.upper() if written.isupper() and len(written) > 1 else right


def _particles(draft: Draft, span: Span, own: list[Name]) -> Iterator[Hit]:
    """“Van de Schoot” for a customer who is “van der Schoot”."""
    called = name_of(draft.text[slice(*span)], draft.language)
    same = [name for name in own if name.surname and plain(name.surname) == plain(called.surname)]
    if not same or not called.particles or not same[0].particles:
        return
    if any(plain(name.particles) == plain(called.particles) for name in same):
        return
    wrong = f"{called.particles} {called.surname}"
    at = draft.text.find(wrong, *span)
    if at >= 0:
        yield (at, at + len(wrong)), same[0].family


def first_name_unasked(situation: Situation) -> Iterator[Hit]:
    """A first name in the greeting of a customer who signs with family name or title."""
    reserved = next((name for name in _signatures(situation) if name.tokens), Name())
    if not reserved.is_reserved:
        return
    draft = situation.draft
    greeting = _greeting(draft)
    if not greeting:
        return
    called = name_of(greeting["naam"], draft.language)
    if called.title or called.surname or not called.first or " " in called.first:
        return
    if not called.first[0].isupper() or plain(called.first) in map(plain, reserved.tokens):
        return
    known = _known(situation)
    if known.first and plain(known.first.split()[0]) != plain(called.first):
        return
    polite = whole_words(draft.language).text("names", "polite")
    better = f"{polite} {reserved.title} {reserved.family}" if reserved.title else None
    yield (greeting.start(), greeting.end("naam")), better


def _has_greeting_with_name(draft: Draft) -> bool:
    greeting = _greeting(draft)
    return greeting is not None and any(
        token[:1].isupper() for token in _TOKEN.findall(greeting["naam"])
    )
