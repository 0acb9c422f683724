"""Personal data goes out as placeholders such as «TELEFOON-1», and comes back in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import regex

from gehoord import tone
from gehoord.coaching.masking import PARTICLES, is_name, words_of_names
from gehoord.tone.readers.masking import PATTERNS
from gehoord.tone.reading.pack import pack

CUSTOMER = "KLANT"
AGENT = "MEDEWERKER"
NUMBER = "NUMMER"
PHONE = "TELEFOON"
LABELS = {
    "[e-mail]": "MAIL",
    "[link]": "LINK",
    "[rekening]": "REKENING",
    "[postcode]": "POSTCODE",
    "[nummer]": NUMBER,
    "[naam]": "NAAM",
}
"""What the masks of the other readers are called here."""
FACTS = {
    "email": "MAIL",
    "iban": "REKENING",
    "phone": PHONE,
    "postcode": "POSTCODE",
    "licence_plate": "KENTEKEN",
}
"""Facts that the engine finds in a message and that lead to a person; numbers come on top."""
FIRST = ("[e-mail]", "[link]")
PLACEHOLDER = regex.compile(r"«[^«»]*»")

_BORN = regex.compile(
    r"(?i)\b(?:geboren|geboortedatum|geb\.?|born|date of birth|birthday)\b[^\d\n.]{0,20}\K"
    r"\d{1,2}[\s./-]{1,3}(?:\d{1,2}|\p{L}{3,9})[\s./-]{1,3}\d{2,4}"
)
# Parts of a name have an end: a text of letters and hyphens must cost no minutes.
_STREET = regex.compile(
    r"\b(?:\p{Lu}[\p{L}'’.-]{0,40}[ \t]+(?:(?:van|de|der|den|het|ten|ter|'t)[ \t]+){0,2}){0,3}"
    r"(?i:\p{L}[\p{L}'’.-]{0,40})?"
    r"(?i:straat|laan|weg|plein|gracht|kade|dijk|singel|hof|pad|steeg|dreef"
    r"|markt|street|road|lane|avenue)[ \t]+\d{1,5}(?:[ \t]?[a-zA-Z]\b|[-/]\d{1,4})?(?!\w)"
)
_PATTERNS = (
    *((LABELS[name], regex.compile(pattern)) for name, pattern in PATTERNS if name != "[naam]"),
    ("GEBOORTEDATUM", _BORN),
    ("ADRES", _STREET),
)
_NAMED = tuple(regex.compile(pattern) for name, pattern in PATTERNS if name == "[naam]")
_EARLY = tuple(pattern for pattern in _PATTERNS if pattern[0] in {LABELS[name] for name in FIRST})
_LATE = tuple(pattern for pattern in _PATTERNS if pattern not in _EARLY)
# What has five figures and says nothing of who somebody is: a day, an amount.
_HARMLESS = regex.compile(
    r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?"
    r"|\d+[.,]\d{2}"
)
_PHONE = regex.compile(r"[+(]?0[\d ()./-]{8,}|\+[\d ()./-]{8,}")
_WORD = regex.compile(r"[^\W\d_]+")
_LOOSE = regex.compile(r"(?:«|<<|‹|<)\s*([\p{L}]+(?:-\d{1,3})?)\s*(?:»|>>|›|>)")


@dataclass(frozen=True)
class People:
    """Whose names are known here: the customer's, that of who answers, and other colleagues'."""

    customer: str = ""
    agent: str = ""
    colleagues: tuple[str, ...] = ()


class Masks:
    """What was taken out of one conversation, for one question to a model."""

    def __init__(self, people: People) -> None:
        self._kept: dict[str, str] = {}
        self._given: dict[tuple[str, str], str] = {}
        self._theirs = words_of_names([people.customer])
        self._ours = words_of_names([people.agent, *people.colleagues])
        self.customer = self._stands_for(CUSTOMER, people.customer) if people.customer else ""
        self.agent = self._stands_for(AGENT, people.agent) if people.agent else ""

    @property
    def sent(self) -> frozenset[str]:
        """The placeholders that stand for something, without their signs."""
        return frozenset(self._kept)

    def hide(self, text: str) -> str:
        """The text with what says who somebody is replaced by placeholders, the same every time.

        Placeholders that the writer made up are no placeholders any more.
        """
        text = text.replace("«", '"').replace("»", '"')
        text = self._without(text, _EARLY)
        text = self._without_facts(text)
        text = self._without(text, _LATE)
        text = self._without_names(text)
        for pattern in _NAMED:
            text = pattern.sub(lambda found: self._instead("NAAM", found[0]), text)
        return text

    def recognised(self, text: str) -> str:
        """The model's answer with sent placeholders in our own signs, however it wrote them."""

        def own(found: regex.Match[str]) -> str:
            name = found[1].upper()
            return f"«{name}»" if name in self._kept or found[0][0] == "«" else found[0]

        return _LOOSE.sub(own, text)

    def put_back(self, text: str, *, blanks: Mapping[str, str]) -> str:
        """The text with what was hidden in its place; made-up placeholders become visible blanks.

        `blanks` gives the word for a blank by the name of a placeholder, `""` for any other.
        """

        def real(found: regex.Match[str]) -> str:
            name = found[0][1:-1].strip().upper()
            kind = name.partition("-")[0]
            return self._kept.get(name) or f"[{blanks.get(kind) or blanks['']}]"

        return PLACEHOLDER.sub(real, text).replace("«", "").replace("»", "")

    # ── Hiding ───────────────────────────────────────────────────────────────────────────
    def _without(self, text: str, patterns: Iterable[tuple[str, regex.Pattern[str]]]) -> str:
        for label, pattern in patterns:
            spans = [(*found.span(), label) for found in pattern.finditer(text)]
            text = self._replaced(text, spans)
        return text

    def _without_facts(self, text: str) -> str:
        spans = [
            (fact.start, fact.end, FACTS.get(fact.kind, NUMBER))
            for fact in tone.read(text, lang="nl").facts
            if fact.kind in FACTS or fact.kind.endswith("_number")
        ]
        return self._replaced(text, spans)

    def _without_names(self, text: str) -> str:
        return self._replaced(text, list(_runs(text, self._whose)))

    def _whose(self, word: str) -> str:
        if is_name(word, self._theirs):
            return CUSTOMER
        if not is_name(word, self._ours):
            return ""
        # A colleague called Wil is no reason to hide what a customer “wil”.
        return AGENT if word[:1].isupper() or word not in _ordinary() else ""

    def _replaced(self, text: str, spans: Iterable[tuple[int, int, str]]) -> str:
        hidden = [found.span() for found in PLACEHOLDER.finditer(text)]
        pieces, at = [], 0
        for start, end, label in sorted(spans):
            is_ours = any(start < last and first < end for first, last in hidden)
            if start < at or is_ours or (label == NUMBER and _HARMLESS.fullmatch(text[start:end])):
                continue
            pieces += [text[at:start], self._instead(label, text[start:end])]
            at = end
        return "".join([*pieces, text[at:]])

    def _instead(self, label: str, value: str) -> str:
        if label == NUMBER and _PHONE.fullmatch(value.strip()):
            label = PHONE
        return self._stands_for(label, value)

    def _stands_for(self, label: str, value: str) -> str:
        key = (label, " ".join(value.casefold().split()))
        if key not in self._given:
            number = sum(given == label for given, _ in self._given) + 1
            is_first_of_person = label in (CUSTOMER, AGENT) and number == 1
            name = label if is_first_of_person else f"{label}-{number}"
            self._given[key], self._kept[name] = f"«{name}»", value
        return self._given[key]


def _ordinary() -> frozenset[str]:
    return pack("nl").common | pack("en").common


def _runs(text: str, whose: Callable[[str], str]) -> Iterator[tuple[int, int, str]]:
    """Names as they stand, particles in between included: “Annemiek van der Schoot” is one."""
    start = end = 0
    label = ""
    for word in _WORD.finditer(text):
        now = whose(word[0])
        if not now:
            continue
        if label == now and _joins(text[end : word.start()]):
            end = word.end()
            continue
        if label:
            yield start, end, label
        start, end, label = *word.span(), now
    if label:
        yield start, end, label


def _joins(between: str) -> bool:
    words = between.replace("-", " ").split()
    return "\n" not in between and all(word.casefold() in PARTICLES for word in words)
