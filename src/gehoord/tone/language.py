"""Which language a message is written in, cheaply for the languages that customers here write."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNDETERMINED = "und"
DEFAULT = "nl"
# A long message shows its language at the start.
LONGEST = 1500
# Shorter text without a telling word says too little for any library.
FEWEST_LETTERS = 12
# Low Saxon, Limburgish and Luxembourgish are what a library makes of Dutch as it is spoken.
NEAR_DUTCH = frozenset({"af", "fy", "li", "nds", "lb", "vls", "zea"})
# What people in the Netherlands and Belgium write besides; Latin and the like are only mistakes.
LIKELY = (
    "nl", "en", "de", "fr", "es", "it", "pt", "pl", "tr", "ar", "ro", "uk", "ru", "bg", "af", "fy",
    "lb", "zh", "ja", "ko", "el", "hu", "cs", "sk", "sl", "hr", "sr", "sq", "mk", "lt", "lv", "et",
    "fi", "sv", "da", "no", "ku", "fa", "ps", "ur", "hi", "bn", "ta", "th", "vi", "id", "am", "he",
    "ka", "hy", "so", "sw",
)  # fmt: skip
# How much likelier (as a logarithm) the library must find another language, for text in letters
# that Dutch uses too.
MARGIN = 8.0

_WORD = regex.compile(r"\p{L}+(?:'\p{L}+)?")
_LETTERS = regex.compile(r"\p{L}")
_LATIN = regex.compile(r"\p{Latin}")
# Letters that no Dutch, English, German or French word has: “już”, “üç haftadır”.
_FOREIGN = regex.compile(r"[\p{Latin}--[a-zß-öø-ÿœ]]|[ãðõøþ]", regex.V1)
# Names, addresses and links say nothing about the language around them.
_NO_LANGUAGE = regex.compile(r"\S*(?:@|://|www\.)\S*")


def language_of(
    text: str, *, prev: str = "", knows: Callable[[str], bool] = lambda word: False
) -> str:
    """The ISO 639 code of the language of a message, "und" where nothing is to be read.

    Small words decide; only a message without any goes to a library, which is loaded then. Dutch
    mixed with English is Dutch. `knows` says whether a word is in the Dutch lexicon, for messages
    that only scold. Short doubtful text has the language of `prev`, the message before, or else is
    Dutch.
    """
    head = text[:LONGEST].lower().replace("’", "'")
    if "@" in head or "/" in head or "www." in head:
        head = _NO_LANGUAGE.sub(" ", head)
    words = _WORD.findall(head)
    if not words:
        return UNDETERMINED
    if sure := _by_words(frozenset(words)):
        return sure
    if sum(map(knows, words)) * 5 >= len(words):
        return DEFAULT
    return _by_letters(head, words) or _before(prev)


def _by_words(seen: frozenset[str]) -> str:
    """The language of most telling words, Dutch unless others have over twice as many; or ""."""
    lists, together = _telling()
    told = seen & together
    dutch = len(told & lists[DEFAULT])
    if dutch and dutch * 3 >= len(told):
        return DEFAULT if dutch > 1 or not _FOREIGN.search("".join(seen)) else ""
    if len(told) < 2:
        return ""
    votes = {name: len(told & words) for name, words in lists.items() if name != DEFAULT}
    best = max(votes, key=votes.__getitem__)
    return best if votes[best] >= max(2, dutch * 2 + 1) else ""


def _by_letters(head: str, words: list[str]) -> str:
    """What the library says, if it is sure of it; or ""."""
    letters = "".join(words)
    latin = len(_LATIN.findall(letters)) * 2 >= len(letters)
    is_short = len(letters) < FEWEST_LETTERS or len(words) < 3
    if latin and is_short and not _FOREIGN.search(letters):
        return ""
    ranked = _identifier().rank(head)
    likely, score = ranked[0]
    if latin and likely in NEAR_DUTCH:
        return DEFAULT
    dutch = next(value for name, value in ranked if name == DEFAULT)
    if latin and score - dutch <= MARGIN:
        return ""
    # English words stand in every Dutch order line; English without one small word is none.
    return "" if likely == "en" and not _telling()[0]["en"].intersection(words) else str(likely)


def _before(prev: str) -> str:
    """The language of the message before, as far as its small words show it."""
    words = frozenset(_WORD.findall(prev[:LONGEST].lower().replace("’", "'")))
    return (_by_words(words) if words else "") or DEFAULT


@cache
def _telling() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """For each language the words that no other in words.toml has, and all of them together."""
    path = files("gehoord.tone.languages") / "words.toml"
    lists = {
        name: frozenset(words.split())
        for name, words in tomllib.loads(path.read_text("utf-8")).items()
    }
    counts = Counter(word for words in lists.values() for word in words)
    together = frozenset(word for word, count in counts.items() if count == 1)
    return {name: words & together for name, words in lists.items()}, together


@cache
def _identifier() -> LanguageIdentifier:
    """The library, with its model that comes in the same package; about half a second to load."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(LIKELY)
    return identifier
