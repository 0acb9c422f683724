"""The words of one language with which the coach tells back what a customer went through."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import regex

from gehoord.tone.coaching.rule import Phrase
from gehoord.tone.coaching.wording import DEFAULT, wording
from gehoord.tone.phrases import compile_phrases

_NEVER = regex.compile(r"(?!)")
_SHORTHAND = regex.compile(r"(?<!\(\?P)<([a-z]+)>")


@dataclass(frozen=True)
class Happening:
    """One kind of thing that customers tell, as it stands in `_told.toml`.

    `main` is the clause that can stand alone, `behind` the one behind “that”. A happening that
    `lasts` stays true when the customer wrote it before our last reply; one that is not `ours` is
    nothing to apologise for. What it `holds` must stand in the words themselves. `says` are examples: a message and the clause behind “that”.
    """

    kind: str
    weight: int
    phrases: tuple[Phrase, ...]
    main: str
    behind: str
    is_ours: bool
    lasts: bool
    may_ask: bool
    unless: regex.Pattern[str]
    holds: regex.Pattern[str] | None
    says: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class ToldWords:
    """What `languages/<language>/coach/_told.toml` says; without it nothing is ever told."""

    language: str
    said: Mapping[str, Any]

    def table(self, name: str) -> Mapping[str, Any]:
        """One table of the file, empty if the language has none."""
        found: Mapping[str, Any] = self.said.get(name, {})
        return found

    def text(self, section: str, name: str) -> str:
        """One text of the file, empty if the language has none."""
        found: str = self.table(section).get(name, "")
        return found

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """Everything a customer may tell, in the order of the file."""
        return tuple(self._happening(each) for each in self.said.get("happening", ()))

    def _happening(self, said: Mapping[str, Any]) -> Happening:
        return Happening(
            kind=said["kind"],
            weight=said["weight"],
            phrases=tuple(Phrase(self.spelled_out(phrase)) for phrase in said["phrases"]),
            main=said["main"],
            behind=said["behind"],
            is_ours=said.get("is_ours", True),
            lasts=said.get("lasts", False),
            may_ask=said.get("may_ask", False),
            unless=self.compiled(said.get("unless", [])),
            holds=self.compiled(said["holds"]) if "holds" in said else None,
            says=tuple((text, clause) for text, clause in said["says"]),
            silent=tuple(said["silent"]),
        )

    def spelled_out(self, phrase: str) -> str:
        """The phrase with the shorthands of this file, then those of the coach, spelled out."""
        while phrase != (phrase := _SHORTHAND.sub(self._meaning, phrase)):
            pass
        return wording(self.language).spelled_out(phrase)

    def _meaning(self, shorthand: regex.Match[str]) -> str:
        found: str = self.table("shorthands").get(shorthand[1], shorthand[0])
        return found

    def compiled(self, phrases: list[str]) -> regex.Pattern[str]:
        """One pattern for a list of phrases; one that finds nothing for none."""
        return compile_phrases(tuple(map(self.spelled_out, phrases))) if phrases else _NEVER

    def pattern(self, section: str, name: str) -> regex.Pattern[str]:
        """The pattern of a list of phrases in a table."""
        key = (section, name)
        if key not in self._made:
            self._made[key] = self.compiled(self.table(section).get(name, []))
        found: regex.Pattern[str] = self._made[key]
        return found

    def regex(self, section: str, name: str) -> regex.Pattern[str]:
        """One regular expression as it stands in a table."""
        key = (section, name, "regex")
        if key not in self._made:
            written = self.text(section, name)
            self._made[key] = regex.compile(written, regex.IGNORECASE) if written else _NEVER
        found: regex.Pattern[str] = self._made[key]
        return found

    def words(self, section: str, name: str) -> frozenset[str]:
        """A list of words that are compared as they are, in small letters."""
        key = (section, name, "words")
        if key not in self._made:
            self._made[key] = frozenset(self.text(section, name).split())
        found: frozenset[str] = self._made[key]
        return found

    @cached_property
    def _made(self) -> dict[object, Any]:
        return {}


@cache
def told_words(language: str = DEFAULT) -> ToldWords:
    """The words of a language; those of one without the file find nothing."""
    path = files("gehoord.tone.languages") / language / "coach" / "_told.toml"
    return ToldWords(language, tomllib.loads(path.read_text("utf-8")) if path.is_file() else {})
