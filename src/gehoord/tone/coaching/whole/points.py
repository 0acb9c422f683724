"""What a customer brings up in one message: each problem, question or line of a list."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import regex

from gehoord.tone.coaching.draft import REMEMBERED, Draft, Span, earlier
from gehoord.tone.coaching.turns import reading_of
from gehoord.tone.coaching.whole.names import signed
from gehoord.tone.coaching.whole.words import WORD, WholeWords, whole_words

STEM = 5
"""Two words are about one thing if so many of their first letters are the same."""
FEWEST_LETTERS = 3
SHORTEST_TAIL = 4
MOST_POINTS = 20
WORDS_REMEMBERED = 16_384
FEWEST_IN_ONE = 3
_STOP = regex.compile(r"[.!?](?=\s|$)|\n\n")


@dataclass(frozen=True)
class Point:
    """One thing that wants an answer: `text[start:end]` of the message.

    `stems` are the first letters of its telling words, `tails` their last ones (“tafel” of
    “eettafel”), `things` the numbers of what they are about. `wants` are the sorts of answer that
    a question asks for: time, amount, yes.
    """

    start: int
    end: int
    text: str
    stems: frozenset[str]
    tails: frozenset[str]
    things: frozenset[int]
    wants: frozenset[str]
    asks: bool
    is_item: bool


@lru_cache(REMEMBERED)
def points(text: str, before: str, language: str) -> tuple[Point, ...]:
    """What a message brings up, in order, each with what only it is about.

    `before` is the message before it. Words that several points share tell none of them apart.
    """
    words = whole_words(language)
    message = earlier(text, language)
    reading = reading_of(text, before, language)
    if any(one.label == "crisis" and ".learned." not in one.rule for one in reading.evidence):
        # Nobody who speaks of dying is answered point by point.
        return ()
    end = len(body_of(text, language))
    items = [*_items(message, words, end)] or [*_in_one_sentence(text, words, end)]
    spans = items or [
        span
        for part in reading.parts
        if part.start < end
        for span in _questions(message, (part.start, min(part.end, end)))
    ]
    found: list[Point] = []
    for start, last in spans[:MOST_POINTS]:
        point = _point(text, message.trimmed(start, last), words, is_item=bool(items))
        if point.stems or point.things or (point.is_item and point.text):
            found.append(point)
        elif found:
            found[-1] = _longer(found[-1], point, text)
    return tuple(_told_apart(found))


def body_of(text: str, language: str) -> str:
    """A customer's message without the goodbye and the name at its end."""
    goodbye = signed(text, language)
    return text[: goodbye.start] if goodbye else text


def stems_of(words: Iterable[str], language: str) -> frozenset[str]:
    """The first letters of the telling words among these, which are in small letters."""
    return frozenset(stem for word in words if (stem := about(word, language)[0]))


def things_in(words: Iterable[str], language: str) -> frozenset[int]:
    """The numbers of the things that these words are about."""
    return frozenset(thing for word in words for thing in about(word, language)[1])


@lru_cache(WORDS_REMEMBERED)
def about(word: str, language: str) -> tuple[str, tuple[int, ...]]:
    """What a word tells: its first letters, and the numbers of the things it is about."""
    known = whole_words(language)
    if len(word) < FEWEST_LETTERS or word in known.words("points", "empty"):
        return "", ()
    beginnings = (word[:length] for length in known.thing_lengths)
    return word[:STEM], tuple({known.things[each] for each in beginnings if each in known.things})


def words_in(text: str) -> list[str]:
    """The words of a text in small letters."""
    return WORD.findall(text.lower())


def _items(message: Draft, words: WholeWords, end: int) -> Iterator[Span]:
    """The lines of a list, whether it has numbers or says “ten eerste”."""
    text = message.text
    found = list(words.pattern("points", "marker").finditer(text, message.body_start, end))
    found = _counted(found)
    if len(found) < 2:
        return
    if found[0]["number"] is None and (first := _first_item(message, found[0].start())):
        yield first
    for number, match in enumerate(found):
        last = found[number + 1].start() if number + 1 < len(found) else end
        paragraph = text.find("\n\n", match.end(), last)
        yield match.start(), paragraph if paragraph > 0 else last


def _in_one_sentence(text: str, words: WholeWords, end: int) -> Iterator[Span]:
    """“Mijn punten: de kleur is fout, de poot is los en het karton ligt er nog.”"""
    announced = words.pattern("points", "announce").search(text, 0, end)
    if not announced:
        return
    start = announced.end()
    last = next((stop.start() for stop in _STOP.finditer(text, start, end)), end)
    cuts = [cut.span() for cut in words.pattern("points", "cut").finditer(text, start, last)]
    edges = [(start, start), *cuts, (last, last)]
    pieces = [(low, high) for (_, low), (high, _) in pairwise(edges) if low < high]
    if len(pieces) >= FEWEST_IN_ONE:
        yield from pieces


def _questions(message: Draft, part: Span) -> Iterator[Span]:
    """Each question in a part by itself, with what stands before the first of them."""
    start, last = part
    for _, end in message.sentences:
        if start < end < last and message.text[end - 1] == "?":
            yield start, end
            start = end
    yield start, last


def _counted(found: list[regex.Match[str]]) -> list[regex.Match[str]]:
    """Without numbers that do not count up from one: “op 3. mei” is none."""
    wanted = 1
    kept = []
    for match in found:
        if match["number"] is None:
            kept.append(match)
        elif int(match["number"]) == wanted:
            kept.append(match)
            wanted += 1
    return kept


def _first_item(message: Draft, marker: int) -> Span | None:
    """What stands before “ten tweede” or “daarnaast”: the last sentence before it."""
    starts = [start for start, _ in message.sentences]
    at = bisect_right(starts, marker - 1) - 1
    first = whole_words(message.language).pattern("points", "first")
    if at < 0 or first.match(message.text, marker):
        return None
    return message.sentences[at][0], marker


def _point(text: str, span: Span, words: WholeWords, *, is_item: bool) -> Point:
    said = text[slice(*span)]
    marker = words.pattern("points", "marker").match(said)
    found = words_in(said[marker.end() :] if marker else said)
    empty = words.words("points", "empty")
    telling = [word for word in found if len(word) >= FEWEST_LETTERS and word not in empty]
    wants = frozenset(
        sort
        for sort in ("time", "amount", "yes")
        if words.pattern("points", f"wants_{sort}").search(said)
    )
    return Point(
        *span,
        text=said,
        stems=stems_of(found, words.language),
        tails=frozenset(_tails(telling)),
        things=things_in(found, words.language),
        wants=wants,
        asks="?" in said or bool(wants),
        is_item=is_item,
    )


def _tails(telling: list[str]) -> Iterator[str]:
    for word in telling:
        for at in range(1, len(word) - SHORTEST_TAIL + 1):
            yield word[at:]


def _longer(point: Point, more: Point, text: str) -> Point:
    return replace(
        point,
        end=more.end,
        text=text[point.start : more.end],
        asks=point.asks or more.asks,
        wants=point.wants | more.wants,
    )


def _told_apart(found: list[Point]) -> Iterator[Point]:
    stems = Counter(stem for point in found for stem in point.stems)
    things = Counter(thing for point in found for thing in point.things)
    for point in found:
        own = frozenset(stem for stem in point.stems if stems[stem] == 1)
        own_things = frozenset(thing for thing in point.things if things[thing] == 1)
        if own or own_things:
            yield replace(point, stems=own, things=own_things)
        else:
            yield point
