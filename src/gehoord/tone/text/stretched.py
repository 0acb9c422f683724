"""“Neeeee” and “héél”: letters that are only there for emphasis."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

import regex

from gehoord.tone.text.normal import Edit

Known = Callable[[str], bool]

_STRETCHED = regex.compile(r"(\p{L})\1{2,}")
_BEFORE = regex.compile(r"\w{0,24}$")
_AFTER = regex.compile(r"\w{0,24}")
_ACCENTED = regex.compile(r"[à-åè-ïò-öù-ü]")
_WORD = regex.compile(r"[\p{L}\p{N}]{1,40}")
REACH = 24
# So many stretched words are looked up; in the rest of a made-up message two letters become of more.
MOST_LOOKED_UP = 500


def stretched(text: str, known: Known, common: frozenset[str]) -> Iterator[Edit]:
    """One or two letters for every three or more, whichever makes a word."""
    for number, found in enumerate(_STRETCHED.finditer(text)):
        letter = found[1]
        if number >= MOST_LOOKED_UP:
            yield found.start(), found.end(), letter * 2
            continue
        before = _BEFORE.search(text[max(0, found.start() - REACH) : found.start()])
        after = _AFTER.match(text, pos=found.end())
        head, tail = before[0] if before else "", after[0] if after else ""
        count = _count(letter, head, tail, known, common)
        yield found.start(), found.end(), letter * count


def _count(letter: str, head: str, tail: str, known: Known, common: frozenset[str]) -> int:
    """How often the letter stands in the word that is meant."""
    options = [
        (count, _STRETCHED.sub(others, head) + letter * count + _STRETCHED.sub(others, tail))
        for others in (r"\1", r"\1\1")
        for count in (1, 2)
    ]
    for is_word in (known, common.__contains__):
        for count, word in options:
            if is_word(word):
                return count
    return 2 if letter in "aeo" else 1


def accented(text: str, known: Known, hidden: frozenset[str]) -> Iterator[Edit]:
    """“Dít kán niet” and “kút”: accents of emphasis off; those that belong to a word stay."""
    if not _ACCENTED.search(text):
        return
    for found in _WORD.finditer(text):
        word = found[0]
        if word.isascii() or known(word):
            continue
        bare = _bare(word, "áíóú")
        folded = _bare(word, None)
        if folded in hidden or (bare != folded and known(folded)):
            bare = folded
        if bare != word and len(bare) == len(word):
            yield found.start(), found.end(), bare


def _bare(word: str, only: str | None) -> str:
    return "".join(
        unicodedata.normalize("NFD", letter)[0] if only is None or letter in only else letter
        for letter in word
    )
