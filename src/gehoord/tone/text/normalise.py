"""The steps from a message as it was typed to one that rules can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from gehoord.tone.text.characters import plain
from gehoord.tone.text.habits import Habits, habits
from gehoord.tone.text.hidden import revealed
from gehoord.tone.text.normal import Edit, Normal, edited
from gehoord.tone.text.stretched import Known, accented, stretched

_SPACES = regex.compile(r"(?<![ \t])(?:[ \t]{2,}+(?:\n\s*+)?|[ \t]\n\s*+|\t)|\n\s*+")

# A word found may be half of another: “k*t bedrijf”.
MOST_ROUNDS = 4


def normalise(
    raw: str, *, known: Known = lambda word: False, masked: Iterable[str] | Habits = ()
) -> Normal:
    """The message in lower case, without invisible signs, stretched and hidden letters undone.

    `known` says whether a word is in the lexicon (to choose between “nee” and “ne” for “neeee”);
    `masked` are the words that people write as “k*t” or “l u l”, or all habits of the language.
    Linear in the length of `raw`.
    """
    ways = habits(masked)
    normal = plain(raw)
    normal = edited(normal, list(_spaces(normal.text)))
    normal = edited(normal, list(stretched(normal.text, known, ways.common)))
    if not normal.text.isascii():
        normal = edited(normal, list(accented(normal.text, known, ways.whole)))
    for _ in range(MOST_ROUNDS):
        edits = revealed(normal.text, ways)
        if not edits:
            break
        normal = edited(normal, edits)
    return normal


def _spaces(text: str) -> Iterator[Edit]:
    for found in _SPACES.finditer(text):
        if found[0] != "\n":
            yield found.start(), found.end(), "\n" if "\n" in found[0] else " "
