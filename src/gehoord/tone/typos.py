"""Words of the lexicon as people mistype them: “shandalig”, “klotozak”, “teleurgestled”."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from gehoord.tone.lexicon import Entry, Lexicon

SHORTEST = 6
# Words that insult are recognised when a letter shorter, but only with letters swapped or doubled:
# “hoeren” stands one letter from “horen” and “heren”.
SHORTEST_ABUSE = 5
# From these lengths an insult with a letter too few, any word with another letter in it, and a
# word with two slips leave no doubt.
LONG_ABUSE = 8
LONG_ENOUGH = 7
LONG = 11
LONGEST = 30
ABUSE = frozenset({"insult", "insult_if", "mild", "slur", "sexual", "disease", "threat"})
# A word that was guessed counts a little less than one that was read.
GUESSED = 0.95
# How many words are remembered; a made-up message cannot fill the memory.
MOST_REMEMBERED = 20_000


class Entries(dict[str, tuple[Entry, ...]]):
    """What the lexicon says of each word met, also where it is mistyped; looked up once a word.

    `common` are the ordinary words that look like a word of the lexicon and are not meant as one.
    """

    def __init__(self, lexicon: Lexicon, common: frozenset[str]) -> None:
        super().__init__()
        self._lexicon = lexicon
        self._common = common
        self._by_shape: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word, entries in sorted((lexicon.words | lexicon.stems).items()):
            if len(word) >= (SHORTEST_ABUSE if _is_abuse(entries) else SHORTEST) and word.isalpha():
                self._by_shape[word[0], len(word)].append(word)

    def __missing__(self, token: str) -> tuple[Entry, ...]:
        entries = self._lexicon.of(token) or self._near(token)
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        if len(token) <= LONGEST:
            self[token] = entries
        return entries

    def _near(self, token: str) -> tuple[Entry, ...]:
        """The entries of the word that this one is a slip of, if any; the first letter is right."""
        size = len(token)
        if not SHORTEST_ABUSE <= size <= LONGEST or token in self._common or not token.isalpha():
            return ()
        for slips in range(1, 3 if size >= LONG else 2):
            for length in range(size - slips, size + slips + 1):
                words = self._by_shape.get((token[0], length), ())
                for word, _, _ in process.extract_iter(
                    token, words, scorer=OSA.distance, score_cutoff=slips
                ):
                    entries = self._lexicon.of(word)
                    if _may_be(token, word, slips, is_abuse=_is_abuse(entries)):
                        return tuple(map(_guessed, entries))
        return ()


def _may_be(token: str, word: str, slips: int, *, is_abuse: bool) -> bool:
    """Whether a slip is one that leaves no doubt about the word."""
    if _undoubled(token) == _undoubled(word) or sorted(token) == sorted(word):
        return slips == 1
    if is_abuse:
        return slips == 1 and len(word) >= LONG_ABUSE and len(token) < len(word)
    if slips == 2:
        return len(word) >= LONG
    return len(token) != len(word) or len(word) >= LONG_ENOUGH


def _undoubled(word: str) -> str:
    return "".join(
        letter for letter, before in zip(word, " " + word, strict=False) if letter != before
    )


def _is_abuse(entries: tuple[Entry, ...]) -> bool:
    return any(entry.label in ABUSE for entry in entries)


def _guessed(entry: Entry) -> Entry:
    return replace(entry, weight=round(entry.weight * GUESSED, 3))
