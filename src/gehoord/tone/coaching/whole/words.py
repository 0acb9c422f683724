"""The words of one language with which a whole reply is held against the conversation."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import regex

from gehoord.tone.coaching.wording import DEFAULT, wording
from gehoord.tone.phrases import compile_phrases

# The standard library is faster at this one, and every draft is cut so.
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NEVER = regex.compile(r"(?!)")


@dataclass(frozen=True)
class WholeWords:
    """What `languages/<language>/coach/_whole.toml` says; what is not there is never found."""

    language: str
    said: Mapping[str, Any]

    def section(self, name: str) -> Mapping[str, Any]:
        """One table of the file, empty if the language has none."""
        found: Mapping[str, Any] = self.said.get(name, {})
        return found

    def text(self, section: str, name: str) -> str:
        """One text of the file, empty if the language has none."""
        found: str = self.section(section).get(name, "")
        return found

    def words(self, section: str, name: str) -> frozenset[str]:
        """A list of words that are compared as they are, in small letters."""
        key = (section, name, "words")
        if key not in self._made:
            self._made[key] = frozenset(self.text(section, name).split())
        found: frozenset[str] = self._made[key]
        return found

    def pattern(self, section: str, name: str) -> regex.Pattern[str]:
        """A regular expression as it stands there, shorthands spelled out, capitals or not."""
        return self._pattern(section, name, self.section(section).get(name))

    def _pattern(self, section: str, name: str, written: Any) -> regex.Pattern[str]:
        key = (section, name, "pattern")
        if key not in self._made:
            self._made[key] = self.compiled(written) if written else _NEVER
        found: regex.Pattern[str] = self._made[key]
        return found

    def need(self, name: str, what: str) -> regex.Pattern[str]:
        """The words with which a customer shows a need, or a reply meets it."""
        written = self.section("needs").get(name, {}).get(what)
        feelings = self.section("feelings").get("said", ())
        if written and "<feelings>" in written:
            written = [*(phrase for phrase in written if phrase != "<feelings>"), *feelings]
        return self._pattern(f"needs.{name}", what, written)

    def compiled(self, written: str | list[str]) -> regex.Pattern[str]:
        """A list of phrases as `phrases.py` has them, or one regular expression."""
        spelled_out = wording(self.language).spelled_out
        if isinstance(written, str):
            return regex.compile(spelled_out(written), regex.IGNORECASE)
        return compile_phrases(tuple(spelled_out(phrase) for phrase in written))

    @cached_property
    def _made(self) -> dict[object, Any]:
        return {}

    @cached_property
    def things(self) -> Mapping[str, int]:
        """Beginnings of words, and the number of the thing that they are about."""
        return {
            beginning: number
            for number, words in enumerate(self.section("points").get("things", ()))
            for beginning in words.split()
        }

    @cached_property
    def thing_lengths(self) -> tuple[int, ...]:
        """How many letters those beginnings have."""
        return tuple(sorted({len(beginning) for beginning in self.things}))

    def changes(self, name: str) -> tuple[tuple[regex.Pattern[str], str], ...]:
        """What can stand in the other form of address, each with how."""
        key = ("address", name, "changes")
        if key not in self._made:
            self._made[key] = tuple(
                (self.compiled([pattern]), new)
                for pattern, new in self.section("address").get(name, ())
            )
        found: tuple[tuple[regex.Pattern[str], str], ...] = self._made[key]
        return found

    def compiled_exactly(self, written: str) -> regex.Pattern[str]:
        """One regular expression for which capitals count."""
        return regex.compile(wording(self.language).spelled_out(written))


@cache
def whole_words(language: str = DEFAULT) -> WholeWords:
    """The words of a language; those of one without the file find nothing."""
    path = files("gehoord.tone.languages") / language / "coach" / "_whole.toml"
    return WholeWords(language, tomllib.loads(path.read_text("utf-8")) if path.is_file() else {})
