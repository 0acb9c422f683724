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
        if not any(self._holds(sort, self.text) for sort in one.point.wants):
            return False
        others = [other.point for other in raised if other is not one]
        free = [span for span, words in self._inside() if not self._is_about_any(words, others)]
        text = self._body.draft.text
        return any(
            self._holds(sort, text[low:high]) for low, high in free for sort in one.point.wants
        )

    def _inside(self) -> Iterator[tuple[Span, tuple[str, ...]]]:
        yield from zip(self._body.sentences, self._body.words, strict=True)

    def _is_about_any(self, words: Sequence[str], points_: Sequence[Point]) -> bool:
        stems, things = stems_of(words, self._language), things_in(words, self._language)
        return any(
            not (point.stems.isdisjoint(stems) and point.things.isdisjoint(things))
            for point in points_
        )

    def _holds(self, sort: str, text: str) -> bool:
        return self._of.pattern("answers", sort).search(text) is not None

    @cached_property
    def numbers(self) -> int:
        """How many numbered or marked lines it has, if it is a list at all."""
        found = sum(1 for _ in self._of.pattern("answers", "numbered").finditer(self.text))
        return found if found > 1 else 0

    @cached_property
    def is_concrete(self) -> bool:
        """Whether it says anything that can be an answer."""
        return self._holds("concrete", self.text)

    def remedies(self, raised: Sequence[Raised]) -> int:
        """How many sentences put something right without a word of any point."""
        every = [one.point for one in raised]
        return sum(
            self._is_remedy(span) and not self._is_about_any(words, every)
            for span, words in self._inside()
        )

    def _is_remedy(self, span: Span) -> bool:
        remedy = self._of.pattern("answers", "remedy")
        return remedy.search(self._body.draft.text, *span) is not None
