"""The separate problems and questions in a message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from gehoord.tone.facts.clauses import clauses, trimmed
from gehoord.tone.facts.words import Words, has_words, words_in
from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.model import Fact
from gehoord.tone.reading.scope import Page

MOST_PARTS = 20
Place = tuple[int, int]
# What is said between two pieces of one part may be this many sentences.
MOST_BETWEEN = 2
# Two words are about one thing if so many of their first letters are the same.
STEM = 5
PROBLEMS = ("problem", "fault", "history", "ultimatum", "complaint_route")
TROUBLES = ("promise", "times", "deadline", "duration")
_BARE_MARKER = regex.compile(r"\(?(?:\d{1,2}|[a-f])[.)]?")
_WORD = regex.compile(r"\p{L}{4,}")


@dataclass
class Unit:
    """A sentence, or half of one that says two things, and what it does."""

    start: int
    end: int
    text: str
    has_problem: bool = False
    asks: bool = False
    is_question: bool = False
    begins: bool = False
    is_item: bool = False


@dataclass
class Part:
    """A problem or question while sentences are being added to it."""

    start: int
    end: int
    stems: set[str]
    is_question: bool
    is_item: bool
    number: int

    def add(self, unit: Unit, number: int) -> None:
        self.end, self.number = unit.end, number
        self.stems |= _stems(unit.text)
        self.is_question = unit.is_question


def parts(page: Page, hits: list[Hit], facts: Sequence[Fact] = ()) -> list[Place]:
    """Each problem or question with the sentences that go on about it, in order.

    `facts` count in the normalised text, as `page` does. A language without facts.toml gets its
    sentences with a problem or question word.
    """
    if not has_words(page.pack.language):
        return _sentences(page, hits)
    words = words_in(page.pack.language)
    found: list[Part] = []
    for number, unit in enumerate(_units(page, words, hits, facts)):
        if not (unit.has_problem or unit.asks or unit.is_item):
            continue
        if found and _joins(found[-1], unit, number, words):
            found[-1].add(unit, number)
        elif len(found) == MOST_PARTS:
            break
        else:
            found.append(Part(unit.start, unit.end, _stems(unit.text), unit.is_question,
                              unit.is_item, number))  # fmt: skip
    return [(part.start, part.end) for part in found]


def _units(page: Page, words: Words, hits: list[Hit], facts: Sequence[Fact]) -> Iterator[Unit]:
    problems = sorted(
        [hit.start for hit in hits if hit.kind == "problem" or hit.signal in PROBLEMS]
        + [
            fact.start
            for fact in facts
            if fact.kind in TROUBLES and not _is_loyal(page, words, fact)
        ]
    )
    asked = sorted(fact.start for fact in facts if fact.kind == "request")
    marker = words.pattern("parts", "marker")
    is_item = False
    for start, end in page.sentences:
        for low, high in _halves(page, words, start, end, problems):
            text = page.text[low:high]
            if _BARE_MARKER.fullmatch(text):
                is_item = True
                continue
            unit = _unit(words, Unit(low, high, text), problems, asked)
            unit.is_item = is_item or (marker.match(text) is not None)
            is_item = False
            yield unit


def _is_loyal(page: Page, words: Words, fact: Fact) -> bool:
    """“Al 15 jaar klant” is nothing that goes wrong."""
    return words.right_after("parts", "loyal").match(page.text, fact.end) is not None


def _unit(words: Words, unit: Unit, problems: list[int], asked: list[int]) -> Unit:
    unit.asks = _any_in(asked, unit.start, unit.end)
    unit.is_question = unit.asks and unit.text.rstrip(" \"')").endswith("?")
    unit.begins = words.at_start("parts", "next").match(unit.text) is not None
    is_calm = words.pattern("parts", "calm").match(unit.text)
    unit.has_problem = _any_in(problems, unit.start, unit.end) or (
        words.pattern("parts", "trouble").search(unit.text) is not None
    )
    if is_calm and not unit.is_question:
        unit.has_problem = unit.asks = False
    return unit


def _any_in(places: list[int], start: int, end: int) -> bool:
    from bisect import bisect_left

    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _halves(page: Page, words: Words, start: int, end: int, problems: list[int]) -> Iterator[Place]:
    """The sentence, cut where after “en” a second subject has a problem of its own."""
    whole = trimmed(page.text, start, end, signs=" \n\"'")
    if whole is None:
        return
    low, high = whole
    subject = words.at_start("parts", "second")
    for first, last in clauses(page.text, words, (start, end)):
        if first <= low or not subject.match(page.text, first, last):
            continue
        halves = ((low, first), (first, high))
        if all(_is_trouble(page, words, *half, problems) for half in halves):
            before = trimmed(page.text, low, first, signs=" \n,;")
            if before:
                yield before
            low = first
    yield low, high


def _is_trouble(page: Page, words: Words, start: int, end: int, problems: list[int]) -> bool:
    return (
        _any_in(problems, start, end)
        or words.pattern("parts", "trouble").search(page.text, start, end) is not None
    )


def _joins(part: Part, unit: Unit, number: int, words: Words) -> bool:
    """Whether a sentence goes on about the part before it."""
    if unit.is_item or unit.begins or number - part.number > MOST_BETWEEN + 1:
        return False
    if words.pattern("parts", "next_inside").search(unit.text):
        return False
    shares = not part.stems.isdisjoint(_stems(unit.text))
    if unit.is_question and part.is_question:
        return shares or len(_WORD.findall(unit.text)) <= 1
    if words.at_start("parts", "goes_on").match(unit.text):
        return True
    if unit.asks:
        return shares or words.pattern("parts", "same_thing").search(unit.text) is not None
    is_contact = words.pattern("parts", "contact").search(unit.text) is not None
    return shares or is_contact or not words.at_start("parts", "determiners").match(unit.text)


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in _WORD.findall(text) if len(word) >= STEM}


def _sentences(page: Page, hits: list[Hit]) -> list[Place]:
    """Each sentence that names a problem or asks something; one that only goes on is joined."""
    named = {
        page.sentence_at(hit.start)
        for hit in hits
        if hit.kind == "problem" or hit.signal in ("problem", "fault")
    }
    found: list[Place] = []
    for start, end in page.sentences:
        asks = page.pack.pattern("question").search(page.text, start, end) is not None
        place = trimmed(page.text, start, end, signs=" \n\"'()")
        if place is None or not (asks or (start, end) in named):
            continue
        if found and page.pack.pattern("goes_on").match(page.text, place[0]):
            found[-1] = (found[-1][0], place[1])
        else:
            found.append(place)
        if len(found) == MOST_PARTS:
            break
    return found
