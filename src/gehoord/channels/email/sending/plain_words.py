"""The agent's own words in a letter, without the signs of its formats and without quotations.

The coach reads these: a sign is no word, and what the customer wrote is nobody's fault here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

LONGEST = 1000
"""Characters between two signs that belong together; all of them on one line."""
QUOTED = re.compile(r"(?m)^[ ]{0,3}>[^\n]*")
PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
LINK = re.compile(r"(?<!!)\[(?P<words>[^\[\]\n]+)\]\([^()\s]{1,2000}\)")
MARKED = re.compile(
    r"(?<![\w*\\])(?P<sign>\*{1,3})(?=[^\s*])"
    rf"(?P<words>[^\n]{{1,{LONGEST}}}?)"
    r"(?<=[^\s*])(?P=sign)(?![\w*])"
)


@dataclass(frozen=True)
class Run:
    """Words with a format: they stand between two signs."""

    start: int
    words_start: int
    words_end: int
    end: int

    @property
    def signs(self) -> tuple[tuple[int, int], tuple[int, int]]:
        return (self.start, self.words_start), (self.words_end, self.end)


@dataclass(frozen=True)
class PlainWords:
    """A text as its reader will see it, and where each of its characters stands in `typed`."""

    typed: str

    @cached_property
    def text(self) -> str:
        """The words alone."""
        return self.typed if not self._hidden else "".join(self.typed[at] for at in self._places)

    def in_typed(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in `typed`."""
        if not self._hidden or start >= end:
            return start, end
        return self._places[start], self._places[end - 1] + 1

    def replacing(self, start: int, end: int, words: str) -> tuple[int, int, str | None]:
        """How `words` replace `text[start:end]`: the place in `typed`, and what to put there.

        Formats around words that stay are kept. Nothing is put there (None) if a picture, a
        quotation or the address of a link would be lost.
        """
        first, last = self.in_typed(start, end)
        if not self._hidden:
            return first, last, words
        if any(first < gone[0] < last for gone in self._gone):
            return first, last, None
        for run in self._runs:
            words, first, last = self._with_all_of(run, words, first, last)
        for run in sorted(self._runs, key=lambda run: run.end - run.start):
            if first <= run.start and run.end <= last:
                formatted = self._formatted(run, words)
                if formatted is None and self.typed[run.start] == "[":
                    return (*self.in_typed(start, end), None)
                words = formatted or words
        return first, last, words

    def _with_all_of(self, run: Run, words: str, first: int, last: int) -> tuple[str, int, int]:
        """A sign alone means nothing: a format that is cut is taken as a whole."""
        has_first = first <= run.start < last
        has_last = first < run.end <= last
        if has_last and not has_first:
            return self._plain(run.words_start, first) + words, run.start, last
        if has_first and not has_last:
            return words + self._plain(last, run.words_end), first, run.end
        return words, first, last

    def _plain(self, start: int, end: int) -> str:
        return "".join(self.typed[at] for at in range(start, end) if at not in self._hidden)

    def _formatted(self, run: Run, words: str) -> str | None:
        """The new words with the format of a run, if its words are still among them."""
        inside = self._plain(run.words_start, run.words_end)
        again = re.compile(rf"(?<!\w){re.escape(inside)}(?!\w)")
        if len(again.findall(words)) != 1:
            return None
        sign, close = (self.typed[slice(*each)] for each in run.signs)
        return again.sub(lambda found: f"{sign}{found[0]}{close}", words)

    @cached_property
    def _gone(self) -> list[tuple[int, int]]:
        """Quotations and pictures, of which no word is the agent's."""
        found = [each.span() for each in QUOTED.finditer(self.typed)]
        return found + [each.span() for each in PICTURE.finditer(self.typed)]

    @cached_property
    def _runs(self) -> list[Run]:
        return list(_runs_in(self.typed, 0, len(self.typed)))

    @cached_property
    def _hidden(self) -> frozenset[int]:
        spans = [*self._gone, *(sign for run in self._runs for sign in run.signs)]
        return frozenset(at for span in spans for at in range(*span))

    @cached_property
    def _places(self) -> list[int]:
        return [at for at in range(len(self.typed)) if at not in self._hidden]


def _runs_in(typed: str, start: int, end: int) -> Iterator[Run]:
    """The formats between two places, and those inside them."""
    at = start
    while at < end:
        found = [each for kind in (MARKED, LINK) if (each := kind.search(typed, at, end))]
        if not found:
            return
        first = min(found, key=lambda each: each.start())
        yield Run(first.start(), *first.span("words"), first.end())
        yield from _runs_in(typed, *first.span("words"))
        at = first.end()
