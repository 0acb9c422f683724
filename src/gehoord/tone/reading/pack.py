"""Everything the reader knows about one language, loaded once and only when it is needed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import regex

from gehoord.tone import lexicon, rulebook
from gehoord.tone.lexicon import Lexicon
from gehoord.tone.reading.matcher import Matcher
from gehoord.tone.reading.rules import ReadingRule
from gehoord.tone.text import Habits
from gehoord.tone.typos import Entries

# The languages that can be read: every folder with a language.toml, the one to assume first.
DEFAULT = "nl"
_FOLDERS = tuple(
    folder.name
    for folder in sorted(files("gehoord.tone.languages").iterdir(), key=lambda folder: folder.name)
    if folder.joinpath("language.toml").is_file()
)
LANGUAGES = (DEFAULT, *(name for name in _FOLDERS if name != DEFAULT))


@dataclass(frozen=True)
class Pack:
    """One language: its settings, word lists and rules."""

    language: str
    settings: dict[str, Any]
    lexicon: Lexicon
    rules: tuple[ReadingRule, ...]

    @cached_property
    def matcher(self) -> Matcher:
        """Built at the first message."""
        return Matcher(self.rules, self.lexicon.phrases)

    @cached_property
    def entries(self) -> Entries:
        """What the word lists say of each word, also of one with a slip in it."""
        return Entries(self.lexicon, self.common)

    @cached_property
    def masked(self) -> Habits:
        """How people write otherwise: words hidden with stars or spaces, and other spellings."""
        coarse = self.lexicon.labelled("profanity", "disease")
        others = self.lexicon.labelled("insult", "slur", "sexual", "threat")
        return Habits(
            tuple(dict.fromkeys((*coarse, *self.curses, *others))),
            self.settings.get("spellings", {}),
            self.settings.get("emoticons", {}),
            self.common,
        )

    @cached_property
    def common(self) -> frozenset[str]:
        """Ordinary words that a misspelt or stretched word must not be taken from."""
        path = files("gehoord.tone.languages") / self.language / "common.txt"
        return frozenset(path.read_text("utf-8").split()) if path.is_file() else frozenset()

    @cached_property
    def curses(self) -> tuple[str, ...]:
        """First halves of coarse compounds: kut-, klote-."""
        compounds = self.settings.get("compounds", {"open": (), "closed": ()})
        return (*compounds["open"], *compounds["closed"])

    def words(self, section: str, name: str) -> frozenset[str]:
        """A list of single words from language.toml."""
        return _words(self.language, section, name)

    def pattern(self, name: str) -> regex.Pattern[str]:
        """A regular expression from the section `patterns` of language.toml."""
        return _pattern(self.language, name)


@cache
def pack(language: str) -> Pack:
    """The pack of a language; the same object every time."""
    path = files("gehoord.tone.languages") / language / "language.toml"
    settings = tomllib.loads(path.read_text("utf-8"))
    rules = tuple(
        rule for kind in ("anger", "abuse") for rule in rulebook.load(language, kind, ReadingRule)
    )
    return Pack(language, settings, lexicon.load(language), rules)


@cache
def _words(language: str, section: str, name: str) -> frozenset[str]:
    return frozenset(pack(language).settings[section][name])


@cache
def _pattern(language: str, name: str) -> regex.Pattern[str]:
    return regex.compile(pack(language).settings["patterns"][name], regex.V1)


def explain(rule_id: str) -> str:
    """Why words were underlined, in one sentence for the agent; "" for an id nobody knows."""
    language = rule_id.partition(".")[0]
    if language not in LANGUAGES:
        return ""
    return _reasons(language).get(rule_id, "")


@cache
def _reasons(language: str) -> dict[str, str]:
    known = pack(language)
    groups = {f"{language}.lexicon.{name}": why for name, why in known.settings["groups"].items()}
    made = known.settings["compound_reasons"]
    compounds = {f"{language}.compound.{category}": why for category, why in made.items()}
    signs = {f"{language}.sign.{name}": why for name, why in known.settings["signs"].items()}
    guessed = known.settings["learned"]["why"]
    learned = {f"{language}.learned.{name}": why for name, why in guessed.items()}
    return groups | compounds | signs | learned | {rule.id: rule.why for rule in known.rules}
