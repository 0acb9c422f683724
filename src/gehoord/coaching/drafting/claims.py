"""What a draft claims: amounts, days, times, terms, numbers and addresses, as far as they are sure.

A model says what sounds right. What stands neither in the conversation nor in the known facts
becomes a blank, whatever the model was told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import regex

from gehoord.coaching.drafting.masks import PLACEHOLDER
from gehoord.coaching.drafting.wording import Wording
from gehoord.tone.coaching import BLANK

Key = tuple[object, ...]
_NUMBERED = regex.compile(r"^[ \t]*\d{1,2}[.)](?=[ \t])", regex.MULTILINE)
_FIGURES = regex.compile(r"\d+(?:[.,]\d+)*")
_WORD = regex.compile(r"[\p{L}\d-]+")
_NUMBER_OR_WORD = regex.compile(r"\d+(?:[.,]\d+)*|\p{L}+")
_CENTS = regex.compile(r"[.,]\d{2}$")
_ORDINAL = regex.compile(r"(?<=\d)(?:e|de|ste|st|nd|rd|th)\b|\b(?:van|of)\s", regex.IGNORECASE)
_CURRENCIES = {"€": "eur", "euro": "eur", "$": "usd", "dollar": "usd", "£": "gbp", "pond": "gbp",
               "pound": "gbp", "procent": "%", "percent": "%", "per cent": "%"}  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """Words that say something that is true or not; `keys` compare them with what is known."""

    kind: str
    start: int
    end: int
    keys: frozenset[Key]


@dataclass
class Known:
    """What the conversation and the facts hold, to compare a draft with."""

    wordings: tuple[Wording, ...]
    keys: defaultdict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))
    numbers: set[Key] = field(default_factory=set)

    @classmethod
    def of(cls, texts: Iterable[str], wordings: tuple[Wording, ...]) -> Known:
        """Everything that these texts claim."""
        known = cls(wordings)
        for text in texts:
            for claim in claims(text, wordings):
                known.keys[claim.kind] |= claim.keys
                if claim.kind == "term":  # what was promised may also be spoken of
                    known.keys["term"] |= {("lasted", *key[1:]) for key in claim.keys}
            for wording in wordings:
                known.numbers |= {_value(word[0], wording) for word in _WORD.finditer(text)}
                known.numbers |= {_value(word[0], wording) for word in _FIGURES.finditer(text)}
        return known

    def has(self, claim: Claim) -> bool:
        """Whether a claim of a draft stands there too."""
        if claim.keys & self.keys[claim.kind]:
            return True
        if claim.kind == "amount":  # customers leave the sign out: “129,95 betaald”
            return any(key[:1] in self.numbers and _has_cents(key[0]) for key in claim.keys)
        return claim.kind == "number" and bool(claim.keys & self.numbers)


def claims(text: str, wordings: tuple[Wording, ...]) -> list[Claim]:
    """The claims in a text, in reading order; placeholders, blanks and list numbers are none."""
    taken = [
        found.span() for pattern in (PLACEHOLDER, BLANK, _NUMBERED)
        for found in pattern.finditer(text)
    ]  # fmt: skip
    found = []
    for claim in _found(text, wordings):
        if not any(claim.start < end and start < claim.end for start, end in taken):
            taken.append((claim.start, claim.end))
            found.append(claim)
    return sorted(found, key=lambda claim: claim.start)


def sure(text: str, known: Known) -> str:
    """The text with a blank for every claim that is not known."""
    pieces, at = [], 0
    blanks = known.wordings[0].blanks
    for claim in claims(text, known.wordings):
        if not known.has(claim):
            pieces += [text[at : claim.start], f"[{blanks[claim.kind]}]"]
            at = claim.end
    return "".join([*pieces, text[at:]])


# ── Finding ──────────────────────────────────────────────────────────────────────────────────


def _found(text: str, wordings: tuple[Wording, ...]) -> Iterator[Claim]:
    finders = [
        (kind, pattern, wording) for wording in wordings for kind, pattern in wording.finders
    ]
    # By kind over all languages: an address is not the number in it.
    order = [kind for kind, _ in wordings[0].finders]
    for kind, pattern, wording in sorted(finders, key=lambda finder: order.index(finder[0])):
        for found in pattern.finditer(text):
            if claim := _claim(kind, found, wording):
                yield claim


def _claim(kind: str, found: regex.Match[str], wording: Wording) -> Claim | None:
    start, end = found.span()
    if kind == "term":
        if found["one"] and not found["promises"]:
            return None  # “een dag” says nothing, “binnen een dag” does
        start = found.start("words")
    elif kind in ("web", "mail"):
        end = start + len(found[0].rstrip(".,;:!?)'\"”’"))
    return Claim(kind, start, end, frozenset(_keys(kind, found, wording)))


# ── Comparing ────────────────────────────────────────────────────────────────────────────────


def _keys(kind: str, found: regex.Match[str], wording: Wording) -> Iterator[Key]:
    words = " ".join(found[0].casefold().split())
    match kind:
        case "amount":
            unit = found["sign"].casefold().rstrip("s").rstrip("'")
            yield (*_value(found["n"], wording), _CURRENCIES.get(unit, unit))
        case "term":
            yield from _term_keys(found, wording)
        case "time":
            yield (_clock(words, wording),)
        case "date":
            day = wording.months.sub(lambda month: _month(month, wording), words)
            yield (_ORDINAL.sub("", day),)
        case "number":
            yield _value(words, wording)
        case _:
            yield (words.rstrip(".,;:!?)'\"”’").removeprefix("https://").removeprefix("http://"),)


def _term_keys(found: regex.Match[str], wording: Wording) -> Iterator[Key]:
    """A term that is promised is another claim than one that passed."""
    unit = wording.settings["units"][found["unit"].casefold()]
    written = found["words"][: -len(found["unit"])]
    between = regex.compile(wording.settings["between"])
    numbers = tuple(
        _value(word[0], wording)
        for word in _NUMBER_OR_WORD.finditer(written)
        if not between.fullmatch(word[0].casefold())
    )
    yield ("promised" if found["promises"] else "lasted", numbers, unit)


def _clock(words: str, wording: Wording) -> str:
    """A time as everybody would write it the same: `15.00 uur` and `15:00` are one."""
    for word in wording.settings["clock"]:
        words = words.removeprefix(f"{word} ")
    words = regex.sub(rf"\s?{wording.settings['hours']}$", "", words)
    words = _WORD.sub(lambda word: str(wording.values.get(word[0], word[0])), words)
    return regex.sub(r"\b0(?=\d)|[:.]00\b", "", words.replace(".", ":"))


def _has_cents(value: object) -> bool:
    return isinstance(value, Decimal) and value != value.to_integral_value()


def _month(month: regex.Match[str], wording: Wording) -> str:
    months: dict[str, str] = wording.settings["months"]
    return months[month["month"].casefold()]


def _value(written: str, wording: Wording) -> Key:
    """The number that is meant, or else what is written."""
    word = written.casefold()
    if word in wording.values:
        return (Decimal(wording.values[word]),)
    word = regex.sub(rf"(?<=\d){wording.settings['ordinal']}$", "", word)
    if not _FIGURES.fullmatch(word):
        return (word,)
    cents = _CENTS.search(word)
    whole = regex.sub(r"[.,]", "", word[: cents.start()] if cents else word)
    try:
        return (Decimal(f"{whole}.{cents[0][1:] if cents else 0}").normalize(),)
    except InvalidOperation:
        return (word,)
