"""Days and terms before which something must have happened."""

from __future__ import annotations

from typing import NamedTuple

import regex

from gehoord.tone.facts.dates import Day
from gehoord.tone.facts.sheet import Sheet
from gehoord.tone.facts.terms import Term


class When(NamedTuple):
    """A moment that may be a deadline."""

    start: int
    end: int
    value: str


def deadlines(sheet: Sheet, days: list[Day], terms: list[Term]) -> bytearray:
    """Write down every deadline; returns which letters belong to one."""
    covered = bytearray(len(sheet.text))
    for start, end in sheet.marks["urgent"]:
        value = sheet.words.settings["deadlines"]["alone"][sheet.text[start:end]]
        _write(sheet, covered, start, end, value)
    for when in _whens(sheet, days, terms):
        start = _start(sheet, when)
        if start >= 0:
            _write(sheet, covered, start, when.end, when.value)
    return covered


def _write(sheet: Sheet, covered: bytearray, start: int, end: int, value: str) -> None:
    if covered.find(1, start, end) < 0 and sheet.add("deadline", start, end, value):
        covered[start:end] = b"\x01" * (end - start)


def _whens(sheet: Sheet, days: list[Day], terms: list[Term]) -> list[When]:
    weekdays = sheet.words.settings["dates"]["weekdays"]
    names = sheet.words.settings["deadlines"]["names"]
    found = [When(day.start, day.end, day.iso or day.partial) for day in days]
    found += [When(*term) for term in terms]
    found += [
        When(*place, weekdays[sheet.text[slice(*place)]]) for place in sheet.marks["weekdays"]
    ]
    found += [When(*place, names[sheet.text[slice(*place)]]) for place in sheet.marks["deadlines"]]
    # The longest first: “vrijdag 9 oktober” before “vrijdag”.
    return sorted(found, key=lambda when: (when.start, -when.end))


def _start(sheet: Sheet, when: When) -> int:
    """Where the deadline around a moment begins; -1 if nothing is due then."""
    the = sheet.words.settings["deadlines"]
    window = sheet.before(when.start)
    offset = when.start - len(window)
    if match := _lead(the["strict"], the["article"]).search(window):
        return offset + match.start()
    sentence = sheet.sentence(when.start)
    if sheet.words.pattern("deadlines", "not_here").search(sentence):
        return -1
    is_term = when.value.startswith("P") or when.value.endswith("days")
    soft = the["soft_terms"] if is_term else the["soft"]
    if match := _lead(soft, the["article"]).search(window):
        is_due = sheet.words.pattern("deadlines", "demands").search(sentence)
        return offset + match.start() if is_due else -1
    if is_term:
        return -1
    if sheet.find_before(("deadlines", "bare_not_before"), when.start) >= 0:
        return -1
    return when.start if sheet.words.pattern("deadlines", "threats").search(sentence) else -1


_leads: dict[str, regex.Pattern[str]] = {}


def _lead(words: str, article: str) -> regex.Pattern[str]:
    if words not in _leads:
        _leads[words] = regex.compile(rf"(?<!\w){words}\s{article}$")
    return _leads[words]
