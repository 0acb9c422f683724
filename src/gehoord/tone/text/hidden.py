"""“K*t”, “l u l”, “kl00tzak”, “kkr”: words that people hide, and words they write as they talk."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import regex

from gehoord.tone.text.habits import SHORTEST_HIDDEN, Habits
from gehoord.tone.text.normal import Edit

_SPACED = regex.compile(r"(?<![\w'*@#$%&•])\w(?:([ .\-_*/])\w)(?:\1\w){1,24}+(?!\w)")
_MASKED = regex.compile(
    r"(?<![\w@./*])(?=[\p{L}\p{N}]{0,20}[*@$#!_%&•0-9])[a-z$@][\w*@$#!%&•]{1,24}"
    r"(?<=[\w*$#@•])(?![\w@])"
)
_MAY_HIDE = regex.compile(r"[*@$#%&•_0-9]|(?<=\p{L})!(?=\p{L})")
_ANY_LETTER = frozenset("*#_%&•")
_LOOKS_LIKE = {"@": "ao", "$": "s", "!": "il", "0": "o", "1": "il", "3": "e", "4": "a", "5": "s",
               "7": "t", "8": "b"}  # fmt: skip

# After these a word is not over: “da's”, “ni@voorbeeld.nl”.
_GO_ON = frozenset("'@_")

# Nobody hides more words than this; without a limit a made-up message could keep us busy.
MOST_MASKED = 200


def revealed(text: str, habits: Habits) -> list[Edit]:
    """Every hidden or otherwise written word with the one that is meant, in order."""
    edits = [*_spaced(text, habits), *_spelled(text, habits)]
    if _MAY_HIDE.search(text):
        edits += _masked(text, habits)
    return sorted(edits) if len(edits) > 1 else edits


def _spaced(text: str, habits: Habits) -> Iterator[Edit]:
    for found in _SPACED.finditer(text):
        joined = found[0][::2]
        if joined in habits.whole:
            yield found.start(), found.end(), habits.spellings.get(joined, joined)


def _masked(text: str, habits: Habits) -> Iterator[Edit]:
    for found in islice(_MASKED.finditer(text), MOST_MASKED):
        if word := unmasked(found[0], habits):
            yield found.start(), found.end(), word


def unmasked(token: str, habits: Habits) -> str:
    """The word meant by “k*t”, “kl00tzak” or “k*tbedrijf”, or nothing."""
    first = _LOOKS_LIKE.get(token[0], token[0])[0]
    for word in habits.by_first.get(first, ()):
        size = len(word)
        rest = token[size:]
        if len(token) >= size and _covers(token, word) and (not rest or rest.isalpha()):
            return word + rest
    return ""


def _covers(token: str, word: str) -> bool:
    """Whether a word stands at the start of a token: signs for letters, two letters to be seen."""
    seen = 0
    for mark, letter in zip(token, word, strict=False):
        if mark == letter:
            seen += 1
        elif mark not in _ANY_LETTER and letter not in _LOOKS_LIKE.get(mark, ""):
            return False
    return SHORTEST_HIDDEN - 1 <= seen < len(word)


def _spelled(text: str, habits: Habits) -> Iterator[Edit]:
    if habits.finder is None:
        return
    for number, start, end in habits.finder.find_matches_as_indexes(text):
        if _stands_alone(text, start, end):
            yield start, end, habits.meant[habits.keys[number]]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Not a piece of a word, an address or a time: “http://”, “12:30)”."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if text[start].isalnum() or text[start] == "'":
        is_word = text[end - 1].isalnum()
        return not (
            before.isalnum() or before == "_" or (is_word and (after.isalnum() or after in _GO_ON))
        )
    return not (before.isdigit() or after.isalnum() or after == "/")
