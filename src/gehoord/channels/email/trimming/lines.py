"""The lines of a message, each with what has to be known of it to compare it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENDS = re.compile(r"\r\n|\r|\n")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile("[\\s\u00a0\u2800\u3164]+")
# A mark of quotation, with the initials old programs put before it; a face like >:( is none.
_QUOTE = re.compile(
    r"(?:[A-Z]{1,3}(?=>(?:\s|$)))?(?:>|&gt;)"
    r"(?![:;=8][-o'^]?[()\[\]/\\|DPpOo@<]|[._-]{1,2}[<>]|<)"
)
_BAR = re.compile(r"\|\s?(?![^|]*\|)")
_AMOUNT = re.compile(r">\s?[\d€$£]")
LONGEST = 600
"""Characters of a line that are looked at; what is longer is running text."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `text` is what a reader sees of it, `is_quoted` whether it has a mark before it.

    `is_barred` says that the mark is a bar, `is_indented` that it begins further to the right,
    `is_signed` that it is the mark of programs before a signature: two dashes and a space.
    """

    text: str
    is_quoted: bool
    is_barred: bool
    is_indented: bool = False
    is_signed: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether a reader sees nothing."""
        return not self.text


def split_lines(text: str) -> list[str]:
    """The lines of a text without their ends, whatever system wrote them."""
    return _ENDS.split(text)


def read_lines(raw: list[str]) -> list[Line]:
    """Look at every line once."""
    lines = [_line(each) for each in raw]
    quoted = [number for number, line in enumerate(lines) if line.is_quoted]
    if len(quoted) == 1 and _AMOUNT.match(lines[quoted[0]].text):
        lines[quoted[0]] = Line(lines[quoted[0]].text, is_quoted=False, is_barred=False)
    return _with_bars(lines)


def _line(raw: str) -> Line:
    text = _SPACES.sub(" ", _UNSEEN.sub("", raw[: LONGEST * 2])).strip()[:LONGEST]
    return Line(
        text,
        is_quoted=bool(_QUOTE.match(text)),
        is_barred=bool(_BAR.match(text)),
        is_indented=bool(text) and raw.startswith(("  ", "\t")),
        is_signed=raw in ("-- ", "--\xa0"),
    )


def _with_bars(lines: list[Line]) -> list[Line]:
    """A bar is a mark of quotation when another one stands above or below it."""
    barred = [line.is_barred for line in lines]
    for number, line in enumerate(lines):
        if line.is_barred and any(
            barred[max(0, number - 1) : number] + barred[number + 1 : number + 2]
        ):
            lines[number] = Line(line.text, is_quoted=True, is_barred=True)
    return lines


def following(lines: list[Line], start: int, *, blanks: int = 3) -> int:
    """The number of the first line from `start` that is not blank, len(lines) if there is none.

    Not further than `blanks` blank lines: then the number of the blank line that was one too many.
    """
    number = start
    while number < len(lines) and lines[number].is_blank and number - start < blanks:
        number += 1
    return number
