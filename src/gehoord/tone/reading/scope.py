"""Which words count: not those of somebody else, not the denied, more after “heel”."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import regex

from gehoord.tone.phrases import searchable
from gehoord.tone.reading.pack import Pack
from gehoord.tone.reading.quotation import others_words, titles, without
from gehoord.tone.text import Normal

LONGEST_SENTENCE = 600
_ENDS = regex.compile(r"(?<![.!?])[.!?]++(?=[\s\")]|$)[\s\")]*|\n+")
_TOKEN = regex.compile(r"\w+(?:'\w+)?")


class Token(NamedTuple):
    """A word with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """The normalised message as the parts of the reader share it."""

    text: str
    raw: str
    sentences: list[tuple[int, int]]
    tokens: list[Token]
    pack: Pack

    @cached_property
    def searchable(self) -> str:
        """The words of the message, and its signs, to see which phrases it may hold."""
        return searchable(self.text)

    def sentence_at(self, start: int) -> tuple[int, int]:
        """The sentence around a place."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.sentences[middle][0] <= start else (low, middle - 1)
        return self.sentences[low]

    def before(self, start: int, words: int) -> list[str]:
        """At most so many words right before a place, nearest first, within the clause."""
        low = max(self.sentence_at(start)[0], start - 80)
        clause = regex.split(r"[,;:()]| maar | want ", self.text[low:start])[-1]
        return clause.split()[::-1][:words]

    def after(self, end: int, words: int) -> list[str]:
        """At most so many words right after a place, within the clause."""
        high = min(self.sentence_at(end - 1)[1], end + 80)
        clause = regex.split(r"[,;:()]| maar | want ", self.text[end:high])[0]
        return _TOKEN.findall(clause)[:words]


def page(text: str, raw: str, pack: Pack, *, normal: Normal | None = None) -> Page:
    """Cut a normalised message into sentences and words, other people's words blanked.

    With `normal` they are blanked in `raw` too, in which capitals are counted.
    """
    places = others_words(text, pack) + titles(text, raw, pack, normal)
    if places:
        text = without(text, places)
        raw = without(raw, [normal.raw_span(*place) for place in places]) if normal else raw
    tokens = [Token(found[0], *found.span()) for found in _TOKEN.finditer(text)]
    return Page(text, raw, sentences(text), tokens, pack)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence starts and ends; one without an end is cut at a space."""
    found = []
    start = 0
    for end in [*(stop.end() for stop in _ENDS.finditer(text)), len(text)]:
        while end - start > LONGEST_SENTENCE:
            cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE) + 1
            cut = cut or start + LONGEST_SENTENCE
            found.append((start, cut))
            start = cut
        if end > start:
            found.append((start, end))
        start = end
    return found or [(0, 0)]
