"""A draft reply, cut into the pieces the rules look at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import regex

from gehoord.tone.coaching.wording import DEFAULT, Wording, wording
from gehoord.tone.phrases import searchable

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
    def searchable(self) -> str:
        """The words of the draft in small letters, and its signs, to see what it may hold."""
        return searchable(self.lowered)

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

    def from_word(self, start: int, end: int) -> Span:
        """The same span from its first word on; empty if it has none."""
        start, end = self.trimmed(start, end)
        first = _WORD.search(self.text, start, end)
        return (first.start(), end) if first else (end, end)

    @cached_property
    def stretches(self) -> tuple[Span, ...]:
        """The greeting and each sentence, each up to where the next one begins."""
        starts = [start for start, _ in self.sentences if start]
        return tuple(pairwise((0, *starts, len(self.text))))

    def is_folded(self, place: int) -> bool:
        """Whether a stretch ends here without a closing mark: a new line cut it, or a greeting."""
        return self.text[:place].rstrip()[-1:] not in ENDINGS

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
