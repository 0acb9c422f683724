"""The words of one language with which a reply claims something, from claims.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import regex

Pattern = regex.Pattern[str]
LANGUAGES = ("nl", "en")
_FIGURES = r"\d+(?:[.,]\d+)*"
_WEB = (
    r"(?:https?://|www\.)[^\s«»]+"
    r"|(?<![\w.@-])(?:[\p{L}\d][\p{L}\d-]+\.)+(?-i:\p{Ll}{2,24})(?:/[^\s«»]*)?(?![\w])"
)
_MAIL = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"


@dataclass(frozen=True)
class Wording:
    """Settings of one language, compiled on first use."""

    settings: dict[str, Any]

    @cached_property
    def finders(self) -> tuple[tuple[str, Pattern], ...]:
        """What kind of claim each pattern finds; the first that fits a place counts."""
        the = self.settings
        between = rf"(?:\s?{the['between']}\s?{self._number})?"
        return (
            ("mail", _compiled(_MAIL)),
            ("web", _compiled(_WEB)),
            ("amount", self._amounts),
            ("time", _compiled(self._times(between))),
            ("term", self._terms(between)),
            ("date", _compiled(self._dates)),
            ("number", _compiled(self._counts)),
        )

    @cached_property
    def blanks(self) -> dict[str, str]:
        """The word in a blank, by the kind of claim or the name of a placeholder."""
        blanks: dict[str, str] = self.settings["blanks"]
        return blanks

    @cached_property
    def preamble(self) -> Pattern:
        """A first line in which a model talks about its answer."""
        return _compiled(self.settings["preamble"]["line"])

    @cached_property
    def values(self) -> dict[str, int]:
        """Numbers and their order, written out."""
        ordinals: dict[str, int] = self.settings["ordinals"]
        return self._numbers | ordinals

    @cached_property
    def _numbers(self) -> dict[str, int]:
        numbers: dict[str, int] = self.settings["numbers"]
        ones = {word: 1 for word in self.settings["ones"] if len(word) > 2}  # not “a”
        ones |= {word: value for word, value in numbers.items() if value < 10}
        tens = {word: value for word, value in numbers.items() if value in range(20, 100)}
        return numbers | {
            joined.format(one=one, ten=ten): ones[one] + tens[ten]
            for joined in self.settings["joined"]
            for one in ones
            for ten in tens
        }

    @cached_property
    def months(self) -> Pattern:
        """Every way to write a month."""
        return _compiled(rf"\b(?P<month>{_any(self.settings['months'])})\b\.?")

    # ── Patterns ─────────────────────────────────────────────────────────────────────────
    @property
    def _number(self) -> str:
        return rf"(?:{_FIGURES}|(?:{_any(self._numbers)})(?!\w))"

    @property
    def _amounts(self) -> Pattern:
        sign = r"(?:€|\$|£|(?<!\w)(?:eur|usd|gbp))"
        unit = _any(self.settings["currency"] + self.settings["percent"])
        tail = r"(?:,-{1,2})?"
        return _compiled(
            rf"(?<sign>{sign})\s?(?<n>{self._number}){tail}"
            rf"|(?<!\w)(?<n>{self._number}){tail}\s?(?<sign>€|{unit})(?!\w)"
        )

    def _times(self, between: str) -> str:
        the, number = self.settings, self._number
        clock = _any(the["clock"])
        return (
            rf"(?<!\w){the['halfway']} {number}(?!\w)"
            rf"|(?<![\w.,:])(?:[01]?\d|2[0-4])[:.][0-5]\d(?:\s?{the['hours']}(?!\w))?(?![\d.,:]\d)"
            rf"|(?<!\w)(?:{clock}) \K{number}{between}\s?{the['hours']}(?!\w)"
            rf"|(?<![\w.,])\d{{1,2}}\s?{the['hours_alone']}(?!\w)"
        )

    def _terms(self, between: str) -> Pattern:
        the = self.settings
        half = rf"(?:(?:{_any(the['ones'])}) )?(?:{_any(the['halves'])})"
        return _compiled(
            rf"(?<!\w)(?:(?<promises>{_any(the['promising'])})\s)?"
            rf"(?<words>(?:{self._number}{between}|{half}|(?<one>{_any(the['ones'])}))"
            rf"\s?(?<unit>{_any(the['units'])}))(?!\w)"
        )

    @property
    def _dates(self) -> str:
        the = self.settings
        day = rf"(?:{_any(the['days'])})s?(?:{the['parts_of_day']})?"
        month, ordinal = _any(the["months"]), the["ordinal"]
        named = (
            rf"\d{{1,2}}{ordinal}?(?: (?:van|of))? (?:{month})(?:,? \d{{4}})?"
            rf"|(?:{month}) \d{{1,2}}{ordinal}?(?:,? \d{{4}})?"
            r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d{2}-\d{2}"
            r"|(?:[0-2]?\d|3[01])[/-](?:0?[1-9]|1[0-2])(?![\d/-])"
        )
        relative = "|".join(the["relative"])
        relative = relative.replace("<day>", f"(?:{_any(the['days'])})")
        relative = relative.replace("<month>", f"(?:{month})")
        return (
            rf"(?<![\w/-])(?<!{the['prefix']} )(?:(?:{day},? )?(?:{named})"
            rf"|{day}|{relative}|{_any(the['lone_months'])})(?!\w)"
        )

    @property
    def _counts(self) -> str:
        the = self.settings
        return (
            rf"(?<![\w«])(?:[\p{{L}}\d-]*\d[\p{{L}}\d-]*(?:[.,]\d+)*"
            rf"|(?:{_any(self._numbers)})(?:{the['multiplied']})?"
            rf"|{_any(the['ordinals'])})(?!\w)"
        )


@cache
def wording(language: str) -> Wording:
    """The words of a language; of one that is not known the first."""
    return Wording(_settings()[language if language in LANGUAGES else LANGUAGES[0]])


@cache
def _settings() -> dict[str, Any]:
    return tomllib.loads(
        files("gehoord.coaching.drafting").joinpath("claims.toml").read_text("utf-8")
    )


def _any(words: Any) -> str:
    """Words of a list, or the keys of a table, the longest first; none of them is a pattern."""
    return "|".join(regex.escape(word) for word in sorted(words, key=len, reverse=True))


def _compiled(pattern: str) -> Pattern:
    return regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE)
