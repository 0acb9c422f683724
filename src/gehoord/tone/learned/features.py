"""What the learned reader sees of a message: words, pieces of words, kinds of words in a row."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import regex

# Words, runs of signs that colour a sentence, and pictures.
_PIECES = regex.compile(r"\w+(?:'\w+)*|[!?]+|\.{2,}|[.,:;]|\p{So}|€", regex.V1)
SHORTEST, LONGEST = 3, 5
LONGEST_WORD = 24
# Words remembered with their kind or weight; a message with more new words only costs time.
MOST_REMEMBERED = 20_000

Piece = tuple[str, int, int]


class Kinds:
    """The kinds of words of one language, from its `classes.toml`."""

    def __init__(self, kinds: dict[str, list[str]]) -> None:
        self._words: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        for kind, words in kinds.items():
            for word in words:
                table = self._stems if word.endswith("*") else self._words
                table.setdefault(word.rstrip("*"), kind)
        self._lengths = sorted({len(stem) for stem in self._stems}, reverse=True)
        self._told: dict[str, str] = {}

    def of(self, word: str) -> str:
        """The kind of a word, the longest stem deciding; "#" for digits, "" for none."""
        kind = self._told.get(word)
        if kind is None:
            kind = self._look_up(word)
            if len(self._told) < MOST_REMEMBERED:
                self._told[word] = kind
        return kind

    def _look_up(self, word: str) -> str:
        if kind := self._words.get(word):
            return kind
        if word.isdigit():
            return "#"
        if not word[0].isalnum():
            return word[:2]
        for length in self._lengths:
            if length <= len(word) and (kind := self._stems.get(word[:length])):
                return kind
        return ""


@cache
def kinds(language: str) -> Kinds:
    """The kinds of words of a language; the same object every time."""
    path = files("gehoord.tone.languages") / language / "classes.toml"
    return Kinds(tomllib.loads(path.read_text("utf-8")))


def pieces(text: str) -> list[Piece]:
    """The words and signs of a normalised text with their places."""
    return [(found[0], found.start(), found.end()) for found in _PIECES.finditer(text)]


def of_word(word: str, known: Kinds) -> Iterator[str]:
    """The features of one word by itself: the word, its kind and its pieces."""
    if word.isdigit():
        yield "w:#"
        return
    yield "w:" + word
    if kind := known.of(word):
        yield "k:" + kind
    if word[0].isalpha() and len(word) <= LONGEST_WORD:
        framed = f"<{word}>"
        for size in range(SHORTEST, min(LONGEST, len(framed) - 1) + 1):
            for start in range(len(framed) - size + 1):
                yield framed[start : start + size]


def between(words: Sequence[str], known: Kinds) -> Iterator[tuple[str, int, int]]:
    """The features of words in a row, with the numbers of the first and the last word.

    Pairs of words, and pairs of kinds with the words without a kind between them skipped.
    """
    one = kind = ""
    first = 0
    for at, word in enumerate(words):
        if at:
            yield f"{one} {word}", at - 1, at
        if here := known.of(word):
            if kind:
                yield f"k:{kind} {here}", first, at
            kind, first = here, at
        one = word


def of_message(words: Sequence[str], known: Kinds) -> set[str]:
    """Every feature of a message: what training sees. What is said twice counts once."""
    found = {feature for word in set(words) for feature in of_word(word, known)}
    return found.union(feature for feature, _, _ in between(words, known))
