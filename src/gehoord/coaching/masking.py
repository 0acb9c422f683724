"""Take out of a message what says who somebody is, before it may teach the reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

EMAIL = "[e-mail]"
LINK = "[link]"
ACCOUNT = "[rekening]"
NUMBER = "[nummer]"
POSTCODE = "[postcode]"
NAME = "[naam]"

_LOCAL = r"[^\s@<>()\[\],;:\"]"
PATTERNS = (
    # Tried once for each run of signs, not from each sign: "www.www.www." must cost no minutes.
    (re.compile(rf"(?<!{_LOCAL}){_LOCAL}++@[\w-]+(?:\.[\w-]+)+"), EMAIL),
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), LINK),
    # An account number as people write it: NL91 ABNA 0417 1643 00, with or without spaces or dots.
    (
        re.compile(r"\b[A-Z]{2}\d{2}[ .-]?(?:[A-Z]{4}[ .-]?)?\d(?:[ .-]?\d){7,}", re.IGNORECASE),
        ACCOUNT,
    ),
    # A telephone, customer or order number: seven digits or more, however they are grouped.
    (re.compile(r"(?<![\w+])(?:\+|\(?0)?\(?\d(?:[ ()./-]{0,3}\d){6,}(?!\w)"), NUMBER),
    (re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}(?: ?\d+[a-z]?)?\b"), POSTCODE),
)
WORD = re.compile(r"[^\W\d_]+")
SHORTEST_NAME = 2
PARTICLES = frozenset(
    ("van", "de", "der", "den", "het", "ten", "ter", "te", "in", "op", "aan", "bij", "la", "le",
     "el", "al", "von", "zu", "da", "do", "dos", "di", "du")
)  # fmt: skip
"""Small words in names that stand in every sentence too."""


def masked(text: str, *, names: Iterable[str]) -> str:
    """The text without addresses, links, long numbers and the names given, in small letters too."""
    for pattern, instead in PATTERNS:
        text = pattern.sub(instead, text)
    hidden = words_of_names(names)
    return WORD.sub(lambda word: NAME if is_name(word[0], hidden) else word[0], text)


def words_of_names(names: Iterable[str]) -> frozenset[str]:
    """The words of names that may stand for somebody, for `is_name`."""
    return frozenset(
        folded
        for name in names
        for word in WORD.findall(name)
        if (folded := _folded(word)) not in PARTICLES and len(folded) >= SHORTEST_NAME
    )


def is_name(word: str, hidden: frozenset[str]) -> bool:
    """Whether a word of a text is one of those names, however it is written."""
    folded = _folded(word)
    # "Mariekes pakket": the s of possession belongs to no other word.
    return folded in hidden or (folded.endswith("s") and folded[:-1] in hidden)


def _folded(word: str) -> str:
    """Small letters without accents: Yıldız and yildiz are one name."""
    plain = unicodedata.normalize("NFKD", word.replace("ı", "i"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
