"""Which of the customer's points a draft says nothing about; in doubt it has answered them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from gehoord.tone.coaching.draft import REMEMBERED, Draft, Span, earlier
from gehoord.tone.coaching.finding import Turn
from gehoord.tone.coaching.turns import Heard, language_for, open_turns
from gehoord.tone.coaching.whole.body import Body
from gehoord.tone.coaching.whole.points import (
    Point,
    points,
    stems_of,
    things_in,
)
from gehoord.tone.coaching.whole.words import WholeWords, whole_words

CONVERSATIONS = 256
MOST_WORDS_HOLDING = 40
MOST_WORDS_AGREEING = 6
MOST_RUNS = 4
SHORTEST_INSIDE = 3


@dataclass(frozen=True)
class Part:
    """A problem or question of the customer, for whoever has to answer it.

    `text` stands at `start` to `end` of message number `turn` of the thread, counted from 0.
    """

    start: int
    end: int
    text: str
    turn: int = 0


@dataclass(frozen=True)
class Raised:
    """A point with the message it stands in."""

    point: Point
    heard: Heard


def unanswered(draft: str, thread: Sequence[Turn], *, lang: str = "") -> tuple[Part, ...]:
    """What the customer brought up since our last reply and the draft says nothing about.

    An answer counts by a word for the same thing, by its number in a list, or by its sort (a day
    where the customer asked when). What stands in our own messages after it counts too. In doubt
    a part is answered.
    """
    language = language_for(draft, thread, lang)
    return tuple(
        Part(raised.point.start, raised.point.end, raised.point.text, raised.heard.number)
        for raised in left_open(Draft(draft, language), thread)
    )


@lru_cache(CONVERSATIONS)
def raised_in(thread: tuple[Turn, ...], language: str) -> tuple[Raised, ...]:
    """Every point in the customer's messages that our messages after it do not go into.

    A short message of ours that names none of the points before it only holds the line.
    """
    found: tuple[Raised, ...] = ()
    for number in range(MOST_RUNS):
        heard, ours = open_turns(thread)
        raised = _raised(thread, heard, language)
        if number and not (raised and holds_the_line(ours, raised, language)):
            break
        found = (*raised, *found)
        if not heard or not heard[0].number or _says_much(heard, raised):
            break
        thread = thread[: heard[0].number]
    return found


def _says_much(heard: Sequence[Heard], raised: Sequence[Raised]) -> bool:
    """Whether the customer starts something of their own here, without a point we can find."""
    return not raised and sum(len(one.text.split()) for one in heard) > MOST_WORDS_AGREEING


def _raised(thread: Sequence[Turn], heard: Sequence[Heard], language: str) -> tuple[Raised, ...]:
    return tuple(
        Raised(point, one)
        for one in heard
        for point in points(one.text, thread[one.number - 1].text if one.number else "", language)
    )


def holds_the_line(ours: Sequence[str], raised: Sequence[Raised], language: str) -> bool:
    """Whether these messages of ours say no more than that an answer will come."""
    sent = [_sent(text, language) for text in ours]
    return all(
        answer.length <= MOST_WORDS_HOLDING and not any(answer.names(one.point) for one in raised)
        for answer in sent
    )


@lru_cache(REMEMBERED)
def _sent(text: str, language: str) -> Answer:
    return Answer(Body(earlier(text, language)))


def left_open(draft: Draft, thread: Sequence[Turn]) -> tuple[Raised, ...]:
    """The points that the draft, and our messages just before it, say nothing about."""
    raised = raised_in(tuple(thread), draft.language)
    if not raised:
        return ()
    _, after = open_turns(thread)
    return still_open(
        raised, [Answer(Body(draft)), *(_sent(text, draft.language) for text in after)]
    )


def still_open(raised: tuple[Raised, ...], answers: Sequence[Answer]) -> tuple[Raised, ...]:
    """The points that none of these messages says anything about."""
    left = [
        (number, one)
        for number, one in enumerate(raised)
        if not any(answer.names(one.point) or answer.suits(one, raised) for answer in answers)
    ]
    if not left or (len(raised) == 1 and any(answer.is_concrete for answer in answers)):
        return ()
    numbers = max(answer.numbers for answer in answers)
    remedies = sum(answer.remedies(raised) for answer in answers)
    return tuple(one for number, one in _without(left, remedies) if number >= numbers)


def _without(left: list[tuple[int, Raised]], remedies: int) -> Iterator[tuple[int, Raised]]:
    """Without as many problems as there are remedies that say not what they are for."""
    for number, one in left:
        if remedies and not one.point.wants:
            remedies -= 1
        else:
            yield number, one


class Answer:
    """The body of a reply, as an answer to points."""

    def __init__(self, body: Body) -> None:
        self._language = body.draft.language
        self._body = body

    @property
    def length(self) -> int:
        """How many words it has."""
        return sum(map(len, self._body.words))

    @property
    def _of(self) -> WholeWords:
        return whole_words(self._language)

    @cached_property
    def text(self) -> str:
        """The words of the body as they stand there."""
        draft = self._body.draft
        return draft.text[draft.body_start : self._body.end]

    @cached_property
    def _lowered(self) -> str:
        draft = self._body.draft
        return draft.lowered[draft.body_start : self._body.end]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The first letters of its telling words."""
        return stems_of(self._body.all_words, self._language)

    @cached_property
    def things(self) -> frozenset[int]:
        """The numbers of the things it is about."""
        return things_in(self._body.all_words, self._language)

    def names(self, point: Point) -> bool:
        """Whether it has a word of the point, another for the same, or a longer or shorter one."""
        return (
            not self.stems.isdisjoint(point.stems)
            or not self.things.isdisjoint(point.things)
            or self._body.holds_any(point.tails)
            or any(len(stem) > SHORTEST_INSIDE and stem in self._lowered for stem in point.stems)
        )

    def suits(self, one: Raised, raised: Sequence[Raised]) -> bool:
        """Whether it holds the sort of answer that a question wants, not about something else."""
        wanted = [sort for sort in one.point.wants if self._holds(sort, self.text)]
        if not wanted:
            return False
        text = self._body.draft.text
        others = [other.point for other in raised if other is not one]
        return any(
            self._holds(sort, text[low:high])
            for low, high in self._apart_from(others)
            for sort in wanted
        )

    @cached_property
    def _told(self) -> tuple[tuple[Span, frozenset[str], frozenset[int]], ...]:
        """Each sentence with the stems of its telling words and the things it is about."""
        return tuple(
            (span, stems_of(words, self._language), things_in(words, self._language))
            for span, words in zip(self._body.sentences, self._body.words, strict=True)
        )

    def _apart_from(self, others: Sequence[Point]) -> list[Span]:
        """The sentences that have no word of any of these points."""
        stems = frozenset(stem for point in others for stem in point.stems)
        things = frozenset(thing for point in others for thing in point.things)
        return [
            span
            for span, own, about in self._told
            if own.isdisjoint(stems) and about.isdisjoint(things)
        ]

    def _holds(self, sort: str, text: str) -> bool:
        return self._of.pattern("answers", sort).search(text) is not None

    @cached_property
    def numbers(self) -> int:
        """How many numbered or marked lines it has, if it is a list at all."""
        if not any(sign in self._lowered for sign in self._of.section("answers").get("list", ())):
            return 0
        found = sum(1 for _ in self._of.pattern("answers", "numbered").finditer(self.text))
        return found if found > 1 else 0

    @cached_property
    def is_concrete(self) -> bool:
        """Whether it says anything that can be an answer."""
        return self._holds("concrete", self.text)

    def remedies(self, raised: Sequence[Raised]) -> int:
        """How many sentences put something right without a word of any point."""
        remedy = tuple(self._of.words("answers", "remedy"))
        free = set(self._apart_from([one.point for one in raised]))
        return sum(
            span in free and any(word.startswith(remedy) for word in words)
            for span, words in zip(self._body.sentences, self._body.words, strict=True)
        )
