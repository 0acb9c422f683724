"""A draft reply, cut into the pieces the rules look at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from gehoord.tone.coaching.wording import DEFAULT, Wording, wording

Span = tuple[int, int]

_END = regex.compile(r"[.!?…]+[\"”’')]*(?=\s|$)|\n+")
ENDINGS = frozenset(".!?…")
_WORD = regex.compile(r"[\w’'-]+")
_MAY_QUOTE = regex.compile(r"[„“\"«‘'>:]")


@dataclass(frozen=True)
class Draft:
    """The words of one reply; every span is (start, end) in `text`."""

    text: str
    language: str = DEFAULT

    @property
    def words_of(self) -> Wording:
        """The words of the draft's language."""
        return wording(self.language)

    @cached_property
    def lowered(self) -> str:
        """The draft in small letters, each in its own place."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        # İ becomes two letters.
        return "".join(letter.lower()[0] for letter in self.text)

    @cached_property
    def body_start(self) -> int:
        """Where the reply begins behind `Beste mevrouw De Wit,`."""
        greeting = self.words_of.greeting.match(self.text)
        return greeting.end() if greeting and greeting.end() < len(self.text) else 0

    @cached_property
    def quotes(self) -> tuple[Span, ...]:
        """What was quoted from somebody else."""
        if not _MAY_QUOTE.search(self.text):
            return ()
        return tuple(match.span() for match in self.words_of.quoted.finditer(self.text))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Every sentence of the body, without the white space around it."""
        found = []
        start = self.body_start
        for end in _END.finditer(self.text, self.body_start):
            if end[0] == "." and self.words_of.abbreviation.search(self.text, start, end.end()):
                continue
            found.append(self.trimmed(start, end.end()))
            start = end.end()
        found.append(self.trimmed(start, len(self.text)))
        return tuple(span for span in found if span[0] < span[1])

    def trimmed(self, start: int, end: int) -> Span:
        """The same span without white space at its ends."""
        words = self.text[start:end]
        return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())

    @cached_property
    def _stretches(self) -> list[int]:
        """Where the greeting and each sentence begin, and where the draft ends."""
        starts = [start for start, _ in self.sentences]
        return [0, *(start for start in starts if start), len(self.text)]

    def stretch_at(self, place: int) -> int:
        """The number of the greeting or sentence at a place, for `around`."""
        return min(bisect_right(self._stretches, place), len(self._stretches) - 1) - 1

    def around(self, stretches: Collection[int], *, crosses: bool) -> list[Span]:
        """These sentences, joined where they meet.

        With `crosses` each with the one before and the one behind it; without, only with those
        that a new line cuts from it: a long line may be folded in the middle of a sentence.
        """
        found = list[Span]()
        for number in sorted(stretches):
            start, end = self._wide(number) if crosses else self._folded(number)
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return found

    def _wide(self, number: int) -> Span:
        starts = self._stretches
        return starts[max(number - 1, 0)], starts[min(number + 2, len(starts) - 1)]

    def _folded(self, number: int) -> Span:
        """A sentence with what stands on the line before and behind it without a full stop."""
        starts = self._stretches
        first, last = number, number + 1
        if first and self._is_fold(starts[first]):
            first -= 1
        if last < len(starts) - 1 and self._is_fold(starts[last]):
            last += 1
        return starts[first], starts[last]

    def _is_fold(self, place: int) -> bool:
        before = self.text[:place].rstrip()[-1:]
        return before not in ENDINGS

    def sentence_at(self, place: int) -> int:
        """Which sentence holds this place; the first one for a place in the greeting."""
        for index, (_, end) in enumerate(self.sentences):
            if place < end:
                return index
        return max(len(self.sentences) - 1, 0)

    def words(self, span: Span) -> list[str]:
        """The words between two places."""
        return _WORD.findall(self.text, span[0], span[1])

    def is_quoted(self, span: Span) -> bool:
        """Whether any of it stands in a quotation."""
        return any(start < span[1] and span[0] < end for start, end in self.quotes)

    @cached_property
    def formal(self) -> tuple[Span, ...]:
        """Every u and uw that is the agent's own."""
        return self._unquoted(self.words_of.formal)

    @cached_property
    def informal(self) -> tuple[Span, ...]:
        """Every je, jij and jouw that is the agent's own."""
        return self._unquoted(self.words_of.informal)

    def _unquoted(self, pattern: regex.Pattern[str]) -> tuple[Span, ...]:
        spans = (match.span() for match in pattern.finditer(self.text))
        return tuple(span for span in spans if not self.is_quoted(span))


REMEMBERED = 1024
"""How many earlier messages one process remembers what it saw in."""


@lru_cache(REMEMBERED)
def earlier(text: str, language: str) -> Draft:
    """A message that was sent before: it stays the same while a reply to it is typed."""
    return Draft(text, language)
