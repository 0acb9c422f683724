"""The sheet on which the finders write: the message, its marks, and what is claimed already."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import regex

from gehoord.tone.facts.words import Marks, Place, Words
from gehoord.tone.reading.model import Fact
from gehoord.tone.reading.scope import Page
from gehoord.tone.text import Normal

# Nobody names more of one kind; a made-up message could otherwise keep us busy.
MOST_OF_A_KIND = 60
# How far back and on a finder looks from a word.
WINDOW = 60


@dataclass
class Sheet:
    """One message while its facts are sought. Places count in the normalised text."""

    page: Page
    normal: Normal
    words: Words
    marks: Marks
    found: list[Fact] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    taken: bytearray = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.page.text
        self.taken = bytearray(len(self.text))

    def add(self, kind: str, start: int, end: int, value: str) -> bool:
        """Write down a fact; not beyond the most of its kind."""
        if start >= end or self.counts[kind] >= MOST_OF_A_KIND:
            return False
        self.counts[kind] += 1
        self.found.append(Fact(kind, start, end, value))
        return True

    def claim(self, kind: str, start: int, end: int, value: str) -> None:
        """Write down a fact of which the letters can be nothing else."""
        if self.is_free(start, end) and self.add(kind, start, end, value):
            self.take(start, end)

    def take(self, start: int, end: int) -> None:
        """Let nothing else be found in these letters."""
        self.taken[start:end] = b"\x01" * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        """Whether no other finder claimed one of these letters."""
        return self.taken.find(1, start, end) < 0

    def raw(self, start: int, end: int) -> str:
        """The letters as they were typed."""
        first, last = self.normal.raw_span(start, end)
        return self.page.raw[first:last]

    def before(self, start: int) -> str:
        """The letters before a place, within the sentence and the window."""
        return self.text[max(self.page.sentence_at(start)[0], start - WINDOW) : start]

    def sentence(self, start: int) -> str:
        """The sentence around a place."""
        return self.text[slice(*self.page.sentence_at(start))]

    def find_before(self, name: tuple[str, str], start: int) -> int:
        """Where a pattern that ends right before a place begins; -1 if it does not."""
        window = self.before(start)
        match = self.words.right_before(*name).search(window)
        return start - len(window) + match.start() if match else -1

    def after(self, name: tuple[str, str], end: int) -> regex.Match[str] | None:
        """The match of a pattern right behind a place."""
        return self.words.right_after(*name).match(self.text, end, end + WINDOW)

    def near(self, group: str, start: int, end: int) -> list[Place]:
        """The marks of a group between two places."""
        return [place for place in self.marks[group] if start <= place[0] and place[1] <= end]
