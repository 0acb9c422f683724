"""How long and how often: “al drie weken”, “anderhalf uur in de wacht”, “vier keer gebeld”."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import regex

from gehoord.tone.facts.numbers import Numerals, numerals, short
from gehoord.tone.facts.sheet import Sheet

# “Sinds 07.15 uur” is a time of day.
_CLOCK = regex.compile(r"\d{1,2}[.:]\d\d\s?")


class Term(NamedTuple):
    """A number of time units; `value` as ISO 8601 writes it, or “5 working days”."""

    start: int
    end: int
    value: str


def terms(sheet: Sheet) -> list[Term]:
    """Every number of time units, whatever it is for."""
    numbers = numerals(sheet.words)
    found = []
    for start, end in sheet.marks["units"]:
        amount = numbers.before(sheet.text, start)
        if amount and amount.value is not None and not _is_clock(sheet, amount.start, start):
            sign, size, is_of_day = sheet.words.settings["terms"]["units"][sheet.text[start:end]]
            first = _with_one(sheet, numbers, amount.start, amount.value)
            found.append(Term(first, end, _iso(amount.value * size, sign, is_of_day=is_of_day)))
    return found


def _is_clock(sheet: Sheet, start: int, end: int) -> bool:
    return _CLOCK.fullmatch(sheet.text, start, end) is not None


def _with_one(sheet: Sheet, numbers: Numerals, start: int, value: Decimal) -> int:
    """Where “een half uur” begins."""
    if value == Decimal("0.5") and start:
        one = numbers.before(sheet.text, start)
        if one and one.value == 1:
            return one.start
    return start


def _iso(value: Decimal, sign: str, *, is_of_day: bool) -> str:
    if len(sign) > 1:
        return f"{short(value)} {sign}"
    return f"P{'T' if is_of_day else ''}{short(value)}{sign}"


def durations(sheet: Sheet, found: list[Term], in_deadlines: bytearray) -> None:
    """Terms that say how long something has been going on."""
    for start, end, value in found:
        if in_deadlines.find(1, start, end) >= 0 or not sheet.is_free(start, end):
            continue
        lead = sheet.find_before(("terms", "lasting_before"), start)
        after = sheet.after(("terms", "lasting_after"), end)
        if lead < 0 and (not after or sheet.find_before(("terms", "other_before"), start) >= 0):
            continue
        if sheet.after(("terms", "other_after"), end):
            continue
        sheet.add("duration", lead if lead >= 0 else start,
                  end if lead >= 0 or not after else after.end(), value)  # fmt: skip
        sheet.take(start, end)
    _unbounded(sheet)


def _unbounded(sheet: Sheet) -> None:
    """“Al maanden”, “wekenlang”: long, and nobody knows how long."""
    for start, end in sheet.marks["unbounded"]:
        lead = sheet.find_before(("terms", "lasting_before"), start)
        if (
            lead >= 0
            and sheet.is_free(lead, end)
            and not sheet.after(("terms", "other_after"), end)
        ):
            sheet.claim("duration", lead, end, "")
    for start, end in sheet.marks["long"]:
        sheet.claim("duration", start, end, "")


def times(sheet: Sheet) -> None:
    """How often something happened, and whether it was calling and writing."""
    numbers = numerals(sheet.words)
    for start, end in sheet.marks["times"]:
        _counted(sheet, numbers, start, end)
    _compounds(sheet, numbers)
    for start, end in sheet.marks["letters"]:
        _letters(sheet, numbers, start, end)


def _counted(sheet: Sheet, numbers: Numerals, start: int, end: int) -> None:
    if sheet.after(("times", "not_after"), end):
        return
    first, many = _ordinal(sheet, start)
    if first < 0:
        amount = numbers.before(sheet.text, start)
        written = sheet.text[amount.start : start].strip() if amount else ""
        if amount is None or (amount.value == 1 and not written.isdigit()):
            return
        first, many = amount.start, "many" if amount.value is None else short(amount.value)
        if amount.value == 1 and not sheet.after(("times", "contact"), end):
            return
    _say(sheet, first, end, many)


def _ordinal(sheet: Sheet, start: int) -> tuple[int, str]:
    """Where “voor de derde” before a place begins and which it is; (-1, "") if it does not."""
    window = sheet.before(start)
    words = window.rstrip()
    last = words.rpartition(" ")[2]
    number = sheet.words.settings["numbers"]["ordinals"].get(last)
    if number is None or words == window:
        return -1, ""
    first = start - len(window) + len(words) - len(last)
    while (lead := sheet.find_before(("times", "lead"), first)) >= 0 and lead < first:
        first = lead
    return first, str(number) if number else "many"


def _say(sheet: Sheet, first: int, end: int, many: str, what: str = "") -> None:
    contact = None if what else sheet.after(("times", "contact"), end)
    if not what and not contact and sheet.find_before(("times", "contact_before"), first) >= 0:
        what = "contact"
    sheet.claim("times", first, contact.end() if contact else end,
                f"{many} {what or ('contact' if contact else 'occurrence')}")  # fmt: skip


def _compounds(sheet: Sheet, numbers: Numerals) -> None:
    """“Tweemaal”."""
    tail = sheet.words.settings["times"]["compounds"]
    for start, end in sheet.marks["counted"]:
        many = numbers.number(sheet.text[start:end].removesuffix(tail))
        if many and not sheet.after(("times", "not_after"), end):
            _say(sheet, start, end, str(many))


def _letters(sheet: Sheet, numbers: Numerals, start: int, end: int) -> None:
    first, many = _ordinal(sheet, start)
    if first >= 0:
        _say(sheet, first, end, many, "contact")
        return
    sent = sheet.after(("times", "sent"), end)
    amount = numbers.before(sheet.text, start) if sent else None
    if sent and amount and amount.value != 1:
        many = "many" if amount.value is None else short(amount.value)
        _say(sheet, amount.start, sent.end(), many, "contact")
