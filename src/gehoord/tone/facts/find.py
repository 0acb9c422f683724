"""Find the facts of a message: only what its own words and figures could hold is tried."""

from __future__ import annotations

import regex

from gehoord.tone.facts import contact, money, promises, requests
from gehoord.tone.facts.dates import days
from gehoord.tone.facts.deadlines import deadlines
from gehoord.tone.facts.numbered import numbered
from gehoord.tone.facts.sheet import Sheet
from gehoord.tone.facts.terms import durations, terms, times
from gehoord.tone.facts.words import has_words, words_in
from gehoord.tone.reading.model import Fact
from gehoord.tone.reading.scope import Page
from gehoord.tone.text import Normal

_FIGURE = regex.compile(r"\d")


def facts(page: Page, normal: Normal, prev: str = "") -> list[Fact]:
    """The facts in a message, in reading order; places count in the normalised text.

    `prev` is the message before it: a bare number answers the question for one.
    """
    if not has_words(page.pack.language):
        return []
    words = words_in(page.pack.language)
    marks = words.marks(page.text)
    has_figures = _FIGURE.search(page.text) is not None
    if not marks and not has_figures and "@" not in page.text:
        return []
    sheet = Sheet(page, normal, words, marks)
    if "@" in page.text or "/" in page.text or "www" in page.text:
        contact.addresses(sheet)
    if has_figures:
        _with_figures(sheet, prev)
    _with_words(sheet)
    return sorted(sheet.found, key=_order)


def _with_figures(sheet: Sheet, prev: str) -> None:
    contact.ibans(sheet)
    contact.plates(sheet)
    contact.phones(sheet)
    contact.postcodes(sheet)
    numbered(sheet, prev)


def _with_words(sheet: Sheet) -> None:
    named = days(sheet)
    money.amounts(sheet)
    spans = terms(sheet)
    if sheet.marks["promises"]:
        promises.promises(sheet)
    if (
        named
        or spans
        or sheet.marks["weekdays"]
        or sheet.marks["deadlines"]
        or sheet.marks["urgent"]
    ):
        covered = deadlines(sheet, named, spans)
        for day in named:
            if covered.find(1, day.start, day.end) < 0:
                sheet.add("date", day.start, day.end, day.iso)
        durations(sheet, spans, covered)
    elif sheet.marks["unbounded"] or sheet.marks["long"]:
        durations(sheet, [], bytearray(len(sheet.text)))
    if sheet.marks["times"] or sheet.marks["letters"] or sheet.marks["counted"]:
        times(sheet)
    if sheet.marks["frames"] or sheet.marks["asking"] or sheet.marks["orders"]:
        requests.requests(sheet)


def _order(fact: Fact) -> tuple[int, int, str]:
    return fact.start, fact.end, fact.kind
