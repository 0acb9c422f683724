"""Numbers as people write them: “1.250,50”, “twintig”, “vijftienhonderd”, “een paar”."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import regex

from gehoord.tone.facts.words import Words

WINDOW = 60
_PLAIN = str.maketrans("ëéï", "eei")
_BEFORE = regex.compile(
    r"(?<![\p{L}\d])(?:(?P<figures>\d[\d.,]*)(?:,-+|,=)?(?P<k>k?)"
    r"(?: (?P<scale>\p{L}+))?|(?P<words>[\p{L}']+(?: [\p{L}']+){0,2}))[ -]?$"
)
_SEPARATED = regex.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+")
LONGEST_WORD = 40


class Amount(NamedTuple):
    """How many, and where the words begin. `value` is None for “een paar”."""

    value: Decimal | None
    start: int


def figures(written: str) -> Decimal | None:
    """What “1.250,50”, “129.95” or “1,250.00” stand for; None if it is no number."""
    written = written.rstrip(".,")
    whole, mark, rest = "", "", ""
    at = max(written.rfind("."), written.rfind(","))
    if at >= 0:
        whole, mark, rest = written[:at], written[at], written[at + 1 :]
    # “1.250” and “1.250.000” are whole; “1.250,50” and “1,250.50” are not.
    if not mark or (len(rest) == 3 and not _other(mark, whole)):
        whole, rest = written, ""
    if not _SEPARATED.fullmatch(whole) or not (rest.isdigit() or not rest):
        return None
    return Decimal("".join(sign for sign in whole if sign.isdigit()) + "." + (rest or "0"))


def _other(mark: str, whole: str) -> bool:
    return ("," if mark == "." else ".") in whole


@dataclass(frozen=True)
class Numerals:
    """The number words of a language."""

    settings: dict[str, Any]

    def number(self, word: str) -> int | None:
        """0 to 999,999 for “nul” to “negenhonderdnegenennegentigduizend…”, else None."""
        if len(word) > LONGEST_WORD:
            return None
        word = word.translate(_PLAIN)
        before, thousand, after = word.partition(self.settings["thousand"])
        if not thousand:
            return self._under_thousand(word)
        high = self._under_thousand(before) if before else 1
        low = self._under_thousand(self._without_and(after)) if after else 0
        return None if high is None or low is None or not high else high * 1000 + low

    def _under_thousand(self, word: str) -> int | None:
        before, hundred, after = word.partition(self.settings["hundred"])
        if not hundred:
            return self._under_hundred(word)
        high = self._under_hundred(before) if before else 1
        low = self._under_hundred(self._without_and(after)) if after else 0
        return None if high is None or low is None or not high else high * 100 + low

    def _under_hundred(self, word: str) -> int | None:
        small: dict[str, int] = self.settings["small"]
        if word in small:
            return small[word]
        for tens, value in small.items():
            if value >= 20 and word.endswith(self.settings["and"] + tens):
                ones = small.get(word[: -len(tens) - len(self.settings["and"])], 0)
                return value + ones if 0 < ones < 10 else None
        return None

    def _without_and(self, word: str) -> str:
        small = self.settings["small"]
        rest = word.removeprefix(self.settings["and"])
        return rest if rest != word and (rest in small or self._under_hundred(rest)) else word

    def before(self, text: str, end: int) -> Amount | None:
        """How many stands right before a place: “drie weken”, “129,95 euro”, “een paar dagen”."""
        low = max(0, end - WINDOW)
        match = _BEFORE.search(text, low, end)
        if match is None or (match.start() == low and low and text[low - 1].isalnum()):
            return None
        if match["figures"]:
            return self._scaled(match)
        return self._written(match["words"], end - (text[end - 1] in " -"))

    def _scaled(self, match: regex.Match[str]) -> Amount | None:
        value = figures(match["figures"])
        factor = 1
        if match["scale"]:
            factor = self.settings["scales"].get(match["scale"], 0)
        if value is None or not factor:
            return None
        return Amount(value * factor * (1000 if match["k"] else 1), match.start())

    def _written(self, words: str, end: int) -> Amount | None:
        tokens = words.split(" ")
        for count in range(len(tokens)):
            run = tokens[count:]
            value: float | None = self.number("".join(run))
            if value is None and len(run) <= 2:
                value = self._half(run)
            if value is not None:
                return self._unless_vague(Decimal(str(value)), tokens, count, end)
        if tokens[-1] in self.settings["vague"]:
            return Amount(None, end - len(tokens[-1]))
        return None

    def _half(self, run: list[str]) -> float | None:
        if len(run) == 2 and self.settings["small"].get(run[0]) != 1:
            return None
        half: float | None = self.settings["halves"].get(run[-1])
        return half

    def _unless_vague(self, value: Decimal, tokens: list[str], at: int, end: int) -> Amount:
        start = end - len(" ".join(tokens[at:]))
        is_vague = any(token in self.settings["vague"] for token in tokens[:at])
        return Amount(None if is_vague else value, start)


def numerals(words: Words) -> Numerals:
    """The number words of the language."""
    return Numerals(words.settings["numbers"])


def short(value: Decimal) -> str:
    """A number without zeros that say nothing: “3”, “1.5”."""
    return f"{value.normalize():f}"
