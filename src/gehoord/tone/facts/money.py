"""Amounts of money: “€ 1.250,-”, “129,95 euro”, “25 eurocent”, “1,5k” beside an account."""

from __future__ import annotations

from decimal import Decimal

import regex

from gehoord.tone.facts.numbers import Numerals, figures, numerals
from gehoord.tone.facts.sheet import Sheet

_FIGURES = regex.compile(r"\s?(\d[\d.,]*\d|\d)(,-+|,=)?(k(?!\w))?(?![\w%])")
_CENTS_AFTER = regex.compile(r" (\d{2})(?=[.,;:!?]|\s?$|\sper\s)")
_DASHED = regex.compile(r"(?<![\w.,])(\d[\d.]*),(?:-+|=)(?!\w)")
_BARE = regex.compile(
    r"(?<![\w.,/:-])(\d{1,3}(?:\.\d{3})+|\d{1,6})(?:([.,])(\d\d)|,(\d)k|(k))?(?![\w%/:]|[-.,]\d)"
)
_TIME = regex.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
_WORDS = regex.compile(r"[\w']+")
ABOUT_WINDOW = 100


def amounts(sheet: Sheet) -> None:
    """Claim every amount of money in the message."""
    numbers = numerals(sheet.words)
    for start, end in sheet.marks["money"]:
        _beside_unit(sheet, numbers, start, end)
    for match in _DASHED.finditer(sheet.text):
        if value := figures(match[1]):
            sheet.claim("amount", *match.span(), money(value, "EUR"))
    for match in _BARE.finditer(sheet.text):
        _without_unit(sheet, match)


def money(value: Decimal, currency: str) -> str:
    """“129.95 EUR”."""
    return f"{value:.2f} {currency}"


def _beside_unit(sheet: Sheet, numbers: Numerals, start: int, end: int) -> None:
    unit = sheet.text[start:end]
    factor, currency = sheet.words.settings["money"]["units"][unit]
    if unit in sheet.words.settings["money"]["before"]:
        match = _FIGURES.match(sheet.text, end)
        if match and (value := figures(match[1])) is not None:
            value *= 1000 if match[3] else 1
            sheet.claim("amount", start, match.end(), money(value, currency))
            return
    found = numbers.before(sheet.text, start)
    if found is None or (unit == "eu" and not sheet.text[found.start].isdigit()):
        return
    if found.value is None:
        return
    value = found.value * Decimal(str(factor))
    if value == value.to_integral() and (cents := _CENTS_AFTER.match(sheet.text, end)):
        value, end = value + Decimal(cents[1]) / 100, cents.end(1)
    sheet.claim("amount", found.start, end, money(value, currency))


def _without_unit(sheet: Sheet, match: regex.Match[str]) -> None:
    """A number without a unit is money only where the words around it are about money."""
    if not sheet.is_free(*match.span()):
        return
    whole, mark, cents, tenth, kilo = match.groups()
    if mark or tenth or kilo:
        if not _is_about_money(sheet, match.start()) or _TIME.fullmatch(match[0]):
            return
        value = figures(whole + (f",{cents or tenth}" if cents or tenth else ""))
        if value is not None and not sheet.after(("numbered", "unit_after"), match.end()):
            value *= 1000 if tenth or kilo else 1
            sheet.claim("amount", *match.span(), money(value, "EUR"))
    elif len(whole) >= 2 and _is_beside_money(sheet, *match.span()):
        sheet.claim("amount", *match.span(), money(figures(whole) or Decimal(0), "EUR"))


def _is_about_money(sheet: Sheet, start: int) -> bool:
    low, high = sheet.page.sentence_at(start)
    words = sheet.text[max(low, start - ABOUT_WINDOW) : min(high, start + ABOUT_WINDOW)]
    return not _about(sheet).isdisjoint(_WORDS.findall(words))


def _about(sheet: Sheet) -> frozenset[str]:
    return frozenset(sheet.words.settings["money"]["about"])


def _is_beside_money(sheet: Sheet, start: int, end: int) -> bool:
    return (
        sheet.after(("money", "beside_after"), end) is not None
        or sheet.find_before(("money", "beside_before"), start) >= 0
    ) and sheet.after(("numbered", "unit_after"), end) is None
