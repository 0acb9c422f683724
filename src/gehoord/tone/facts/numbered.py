"""Order, invoice, customer, policy, case and tracking numbers, by the words beside them."""

from __future__ import annotations

import regex

from gehoord.tone.facts.sheet import Sheet
from gehoord.tone.facts.words import Place

_NUMBER = regex.compile(
    r"(?:(?P<letters>\p{L}{1,4}) (?=\d{3}))?(?P<body>(?=[\p{L}\-/._]{0,12}\d)[\p{L}\d]+(?:[-/._][\p{L}\d]+)*(?: \d{2,}(?!\w|[.,]\d))*)"
)
_YEAR = regex.compile(r"(?:19|20)\d\d")
_PHONE = regex.compile(r"(?:0|\+|00)\d{8,}")
_AMOUNT_ENDS = regex.compile(r",(?:\d\d|-)|%")
_TOKEN = regex.compile(r"(?<![\w.,/-])[\p{L}\d]*\d[\p{L}\d]*(?:[-/._][\p{L}\d]+)*")
_DAY = regex.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d")
_DIGITS = regex.compile(r"\d")
# A number has at least so many figures; after a word that only means a thing, more.
FEWEST_SURE, FEWEST_LOOSE = 3, 4
LONGEST = 34
# How far back the word may stand that says of which thing “nr 5519023” is the number.
REACH = 60
# A customer who is asked for his number answers it with few other words.
SHORT_ANSWER = 14


def numbered(sheet: Sheet, prev: str) -> None:
    """Claim every number that the words beside it, its shape or the question before it name."""
    _by_shape(sheet)
    kinds = sheet.words.kinds
    for sort in ("sure", "loose"):
        for start, end in sheet.marks[sort]:
            _after_word(sheet, end, kinds[sheet.text[start:end]], is_sure=sort == "sure")
    for start, end in sheet.marks["numbers"]:
        if kind := _thing_before(sheet, start):
            _after_word(sheet, end, kind, is_sure=True)
    if prev:
        _answered(sheet, prev)


def _by_shape(sheet: Sheet) -> None:
    for kind, shape in sheet.words.settings["numbered"]["shape"].items():
        pattern = sheet.words.made(f"{kind} by shape", rf"(?<!\w)(?:{shape})(?!\w)")
        for match in pattern.finditer(sheet.text):
            _claim(sheet, kind, *match.span())


def _after_word(sheet: Sheet, end: int, kind: str, *, is_sure: bool) -> None:
    reading = sheet.words.pattern
    joins = reading("numbered", "joins")
    further = reading("numbered", "further")
    at = joins.match(sheet.text, end, end + REACH)
    place = at.end() if at else end
    is_sure = is_sure or (at is not None and any(sign.isalpha() for sign in at[0]))
    while found := _number_at(sheet, place, is_sure=is_sure):
        _claim(sheet, kind, *found)
        more = further.match(sheet.text, found[1], found[1] + REACH)
        if not more:
            return
        place = more.end()


def _number_at(sheet: Sheet, start: int, *, is_sure: bool) -> Place | None:
    match = _NUMBER.match(sheet.text, start, start + LONGEST)
    if not match:
        return None
    first, end = match.span()
    if match["letters"] and not sheet.raw(*match.span("letters")).isupper():
        return None
    if not _is_likely(match[0], is_sure=is_sure) or not sheet.is_free(first, end):
        return None
    if sheet.after(("numbered", "unit_after"), end) and not is_sure:
        return None
    return None if _AMOUNT_ENDS.match(sheet.text, end) else (first, end)


def _is_likely(written: str, *, is_sure: bool) -> bool:
    plain = "".join(sign for sign in written if sign.isalnum())
    count = len(_DIGITS.findall(plain))
    if is_sure:
        return count >= FEWEST_SURE or (count >= 1 and len(plain) >= 5)
    looks_otherwise = _YEAR.fullmatch(written) or _DAY.fullmatch(written) or _PHONE.fullmatch(plain)
    return count >= FEWEST_LOOSE and not looks_otherwise


def _thing_before(sheet: Sheet, start: int) -> str:
    """The kind of number that the nearest thing before “nr” has."""
    places = [
        place for sort in ("sure", "loose") for place in sheet.near(sort, start - REACH, start)
    ]
    return sheet.words.kinds[sheet.text[slice(*max(places))]] if places else ""


def _answered(sheet: Sheet, prev: str) -> None:
    """“Wat is uw klantnummer?” “90021774.”"""
    if len(sheet.page.tokens) > SHORT_ANSWER or any(
        fact.kind.endswith("_number") for fact in sheet.found
    ):
        return
    asked = prev.lower()
    kinds = [
        kind
        for sort in ("sure", "loose")
        for kind, words in sheet.words.settings["numbered"][sort].items()
        if any(word in asked for word in words) and ("numm" in asked or "code" in asked)
    ]
    if not kinds:
        return
    for match in _TOKEN.finditer(sheet.text):
        if _is_likely(match[0], is_sure=False) and sheet.is_free(*match.span()):
            _claim(sheet, kinds[0], *match.span())
            return


def _claim(sheet: Sheet, kind: str, start: int, end: int) -> None:
    joined = kind in sheet.words.settings["numbered"]["joined"]
    unsaid = " .-/_" if joined else " ."
    value = "".join(sign for sign in sheet.raw(start, end).upper() if sign not in unsaid)
    sheet.claim(kind, start, end, value)
