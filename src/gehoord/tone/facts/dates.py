"""Days: “3 mei”, “03-05-2026”, “4, 11 en 19 maart”, “dinsdag 12 mei”, “kerst”."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import regex

from gehoord.tone.facts.sheet import Sheet

# Two-digit years are years of this century: nobody complains about 1926.
CENTURY = 2000
LEAP_YEAR = 2024
_YEAR = regex.compile(r",? (?:((?:19|20)\d\d)(?!\w)|'(\d\d)(?!\w))")
_NUMERIC = regex.compile(
    r"(?<![\w./-])(?:(?P<d>\d{1,2})(?P<m>\s?[-/.]\s?)(?P<mo>\d{1,2})(?P=m)(?P<y>(?:19|20)\d\d|'?\d\d)"
    r"|(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d))(?!\w|[-/.]\d)"
)
_SHORT = regex.compile(r"(?<![\w./,-])(\d{1,2})[-/](\d{1,2})(?![\w]|[-/.,:]\d)")
_DAY = r"\d{1,2}(?:e|ste|de)?"


class Day(NamedTuple):
    """A day in the message. `iso` is whole or ""; `partial` is “--05-03” without a year."""

    start: int
    end: int
    iso: str
    partial: str


def days(sheet: Sheet) -> list[Day]:
    """Every day that is named, in order; their letters are taken, but no fact is written."""
    found = [*_numeric(sheet), *_named(sheet), *_short(sheet), *_holidays(sheet)]
    kept = []
    for day in sorted(found):
        if sheet.is_free(day.start, day.end):
            sheet.take(day.start, day.end)
            kept.append(day)
    return kept


def _iso(year: int | None, month: int, day: int) -> tuple[str, str] | None:
    """The whole date and the yearless one; None if there is no such day."""
    try:
        known = date(year or LEAP_YEAR, month, day)
    except ValueError:
        return None
    partial = f"--{known:%m-%d}"
    return (known.isoformat(), partial) if year else ("", partial)


def _year(written: str | None) -> int | None:
    if not written:
        return None
    number = int(written.lstrip("'"))
    return number + CENTURY if number < 100 else number


def _numeric(sheet: Sheet) -> Iterator[Day]:
    for match in _NUMERIC.finditer(sheet.text):
        if match["iy"]:
            iso = _iso(int(match["iy"]), int(match["im"]), int(match["id"]))
        elif match["m"].strip() == "." and len(match["y"]) < 4:
            continue
        else:
            iso = _iso(_year(match["y"]), int(match["mo"]), int(match["d"]))
        if iso:
            yield Day(_with_weekday(sheet, match.start()), match.end(), *iso)


def _named(sheet: Sheet) -> Iterator[Day]:
    the = sheet.words.settings["dates"]
    before = sheet.words.made(
        "days before a month",
        rf"(?<![\w.,/])({_DAY})(?:{the['between']}({_DAY}))*[ .]{{1,2}}$",
    )
    for start, end in sheet.marks["months"]:
        window = sheet.before(start)
        match = before.search(window)
        if not match:
            continue
        offset = start - len(window)
        places = [(*match.span(1), match[1])] + [
            (*span, window[slice(*span)]) for span in match.spans(2)
        ]
        year_at = _YEAR.match(sheet.text, end + (sheet.text[end : end + 1] == "."))
        year = _year(year_at[1] or year_at[2]) if year_at else None
        month = the["months"][sheet.text[start:end]]
        for low, high, written in places:
            iso = _iso(year, month, int("".join(sign for sign in written if sign.isdigit())))
            if iso is None:
                continue
            is_last = (low, high) == places[-1][:2]
            stop = (year_at.end() if year_at else end) if is_last else offset + high
            yield Day(_with_weekday(sheet, offset + low), stop, *iso)


def _short(sheet: Sheet) -> Iterator[Day]:
    for match in _SHORT.finditer(sheet.text):
        if match[0] in sheet.words.settings["dates"]["never"]:
            continue
        if sheet.find_before(("dates", "before_short"), match.start()) < 0:
            continue
        if iso := _iso(None, int(match[2]), int(match[1])):
            yield Day(_with_weekday(sheet, match.start()), match.end(), *iso)


def _holidays(sheet: Sheet) -> Iterator[Day]:
    longest: dict[int, tuple[int, int]] = {}
    for start, end in sheet.marks["holidays"]:
        if start not in longest or end > longest[start][1]:
            longest[start] = (start, end)
    reach = 0
    for start, end in sorted(longest.values()):
        if start < reach:
            continue
        reach = end
        partial = sheet.words.settings["dates"]["holidays"][sheet.text[start:end]]
        year_at = _YEAR.match(sheet.text, end)
        year = _year(year_at[1] or year_at[2]) if year_at else None
        iso = f"{year}-{partial}" if year and partial else ""
        stop = year_at.end() if year_at else end
        yield Day(start, stop, iso, f"--{partial}" if partial else "")


def _with_weekday(sheet: Sheet, start: int) -> int:
    window = sheet.before(start).rstrip(" ,")
    at = start - len(sheet.before(start)) + len(window)
    for low, high in reversed(sheet.marks["weekdays"]):
        if high == at:
            return low
        if high < at:
            break
    return start
