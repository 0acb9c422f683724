"""The words with which the coach looks at a draft in one language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import regex

DEFAULT = "nl"
_NEVER = r"(?!)"
_SHORTHAND = regex.compile(r"(?<!\(\?P)<([a-z]+)>")


@dataclass(frozen=True)
class Wording:
    """What `languages/<language>/coach/_words.toml` says, as patterns where it holds patterns."""

    language: str
    said: Mapping[str, Any]

    @cached_property
    def abbreviation(self) -> regex.Pattern[str]:
        """A full stop that ends no sentence, at the end of the text searched."""
        return self._pattern("abbreviations")

    @cached_property
    def quoted(self) -> regex.Pattern[str]:
        """Words of somebody else: between quotation marks, behind > or after “u schreef:”."""
        return regex.compile(
            r"""[„“][^”“„]{1,600}[”“]|"[^"]{1,600}"|«[^»]{1,600}»|‘[^’‘\n]{3,300}’(?!\w)
            |(?<!\w)'(?!s\s)[^'\n]{3,300}'(?!\w)|(?m:^[ \t]*>.*$)|"""
            + self._source("says"),
            regex.VERBOSE | regex.IGNORECASE,
        )

    @cached_property
    def greeting(self) -> regex.Pattern[str]:
        """The line with which a reply begins, up to and with what closes it."""
        return self._pattern("greeting", r"\s*(?:{}(?:[,!.]+|\n|$)\s*)")

    @cached_property
    def salutation(self) -> regex.Pattern[str]:
        """The greeting, with the group `naam` for who is greeted."""
        return self._pattern("salutation", r"^\s*{}")

    @cached_property
    def stiff_greeting(self) -> regex.Pattern[str]:
        """A greeting that goes with u, in group 1."""
        return self._pattern("stiff_greeting", r"\s*({})\b")

    @cached_property
    def loose_greeting(self) -> regex.Pattern[str]:
        """A greeting that goes with je, in group 1."""
        return self._pattern("loose_greeting", r"\s*({})\b")

    @property
    def plain_greeting(self) -> str:
        """A greeting that goes with both."""
        found: str = self.said.get("draft", {}).get("plain_greeting", "")
        return found

    @cached_property
    def title(self) -> regex.Pattern[str]:
        """What may stand before a name: meneer, mevrouw."""
        return self._pattern("title", "^{}")

    @cached_property
    def formal(self) -> regex.Pattern[str]:
        """Every polite word for the customer."""
        return self._pattern("formal")

    @cached_property
    def informal(self) -> regex.Pattern[str]:
        """Every familiar word for the customer."""
        return self._pattern("informal")

    @cached_property
    def we(self) -> regex.Pattern[str]:
        """The company speaking."""
        return self._pattern("we")

    @cached_property
    def i(self) -> regex.Pattern[str]:
        """A person speaking."""
        return self._pattern("i")

    @cached_property
    def common(self) -> frozenset[str]:
        """Longer words that everybody uses: saying them again shows nothing."""
        return frozenset(self.said.get("draft", {}).get("common", "").split())

    def address(self, name: str) -> regex.Pattern[str]:
        """Places where one word can be changed `to_formal` or `to_informal`."""
        source = self.said.get("address", {}).get(name, _NEVER)
        return regex.compile(source, regex.IGNORECASE)

    def forms(self, name: str) -> tuple[str, str]:
        """The subject and the possessive of the `formal` or `informal` form."""
        who, whose = self.said.get("address", {}).get(name, ("you", "your"))
        return who, whose

    def stage(self, name: str) -> str:
        """The stage in the glossary's English, whichever way it was given."""
        found: str = self.said.get("stages", {}).get(name, name)
        return found

    def spelled_out(self, phrase: str) -> str:
        """The phrase with every `<shorthand>` replaced by what it stands for."""
        while phrase != (phrase := _SHORTHAND.sub(self._meaning, phrase)):
            pass
        return phrase

    def _meaning(self, shorthand: regex.Match[str]) -> str:
        found: str = self.said.get("shorthands", {}).get(shorthand[1], shorthand[0])
        return found

    def _source(self, name: str) -> str:
        source: str = self.said.get("draft", {}).get(name) or _NEVER
        return source

    def _pattern(self, name: str, around: str = "{}") -> regex.Pattern[str]:
        source = around.replace("{}", f"(?:{self._source(name)})")
        return regex.compile(source, regex.IGNORECASE)


@cache
def wording(language: str = DEFAULT) -> Wording:
    """The words of a language that has a coach."""
    path = files("gehoord.tone.languages") / language / "coach" / "_words.toml"
    return Wording(language, tomllib.loads(path.read_text("utf-8")))


@cache
def languages() -> frozenset[str]:
    """The languages that have a coach."""
    folder = files("gehoord.tone.languages")
    return frozenset(
        each.name for each in folder.iterdir() if (each / "coach" / "_words.toml").is_file()
    )
