"""Underline the words that show anger in what a customer wrote, and link its addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from gehoord.kit.levels import level_word
from gehoord.kit.links import link, links_in

WORD = re.compile(r"\w+")
BLANK_LINES = re.compile(r"\r?\n[^\S\n]*\n\s*")
ANGER = re.compile(r"anger-([1-4])")
Marked = Callable[[int, int], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Underline:
    """Characters `start` up to `end`, how angry they are (1-4) and why."""

    start: int
    end: int
    level: int
    why: str


def evidence_html(text: str, evidence: Iterable[Any]) -> SafeString:
    """Give the text as paragraphs with its evidence underlined and its links, for the timeline.

    `evidence` holds objects or dicts with start, end (in characters), label ("anger-2") and
    perhaps why. Other labels, and spans outside the text, are left out. Nothing but tags is
    added: without them the text is exactly what the customer wrote.
    """
    underlines = list(_underlines(text, evidence))
    levels = _levels(text, underlines)
    links = list(links_in(text))
    parts: list[str] = []
    at = 0
    for gap in [*BLANK_LINES.finditer(text), None]:
        end = gap.start() if gap else len(text)
        words = _linked(text, at, end, links, partial(_marked, text, levels, underlines))
        parts += ["<p>", *words, "</p>", gap.group() if gap else ""]
        at = gap.end() if gap else end
    return mark_safe("".join(parts))  # noqa: S308 - every piece of text is escaped in _marked


def _underlines(text: str, evidence: Iterable[Any]) -> Iterator[Underline]:
    for span in evidence:
        label = ANGER.fullmatch(str(_of(span, "label")))
        if label:
            start, end = max(int(_of(span, "start")), 0), min(int(_of(span, "end")), len(text))
            if start < end:
                yield Underline(start, end, int(label[1]), str(_of(span, "why")))


def _of(span: Any, name: str) -> Any:
    found = span.get(name) if isinstance(span, dict) else getattr(span, name, None)
    return "" if found is None else found


def _levels(text: str, underlines: list[Underline]) -> bytearray:
    """Find the level of every character: the highest wins, and a word never has two."""
    levels = bytearray(len(text))
    for line in sorted(underlines, key=lambda line: line.level):
        levels[line.start : line.end] = bytes([line.level]) * (line.end - line.start)
    for word in WORD.finditer(text) if underlines else ():
        inside = levels[word.start() : word.end()]
        highest = max(inside)
        if len(set(inside) - {0}) > 1:
            levels[word.start() : word.end()] = bytes(highest if each else 0 for each in inside)
    return levels


def _linked(
    text: str, start: int, end: int, links: list[tuple[int, int]], marked: Marked
) -> Iterator[str]:
    """Put what is drawn between `start` and `end` in links where an address stands."""
    for first, after in links:
        if start <= first < end:
            yield from marked(start, first)
            yield link(text[first:after], mark_safe("".join(marked(first, after))))  # noqa: S308
            start = after
    yield from marked(start, end)


def _marked(
    text: str, levels: bytearray, underlines: list[Underline], start: int, end: int
) -> Iterator[str]:
    for level, places in groupby(range(start, end), key=levels.__getitem__):
        positions = list(places)
        first, after = positions[0], positions[-1] + 1
        words = _lines(text[first:after])
        if level:
            title = ": ".join([level_word(level), *_why(underlines, level, first, after)])
            words = format_html('<mark class="ev ev--{}" title="{}">{}</mark>', level, title, words)
        yield words


def _why(underlines: list[Underline], level: int, first: int, after: int) -> list[str]:
    whys = dict.fromkeys(
        line.why
        for line in underlines
        if line.why and line.level == level and line.start < after and first < line.end
    )
    return ["; ".join(whys)] if whys else []


def _lines(text: str) -> SafeString:
    return mark_safe(escape(text).replace("\n", "<br>\n"))  # noqa: S308 - escaped right here
