"""Which lines of a message are quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gehoord.channels.email.trimming.attribution import find_attributions
from gehoord.channels.email.trimming.headers import (
    header_end,
    is_reply_marker,
    is_rule,
    label,
    separator,
)
from gehoord.channels.email.trimming.lines import Line, following
from gehoord.channels.email.trimming.pasted import is_answered_inside, is_pasted, own_marks

_SNIPPED = ("[...]", "[…]", "(...)", "(…)", "[snip]", "[knip]", "[cut]")
_LONG = 60
_SHORT = 24
_MOST_HEADERS = 300


@dataclass(frozen=True, slots=True)
class Quotation:
    """`quoted` says of each line whether it is, `tails` where words end that may be signed.

    `is_forward` says that the message passes another one on, `is_headed` that it may do so,
    `runs_on` that all that may come after these lines is quotation too. `answered` is the line
    from which on the quotation has answers in it that cannot be told from it.
    """

    quoted: tuple[bool, ...]
    tails: frozenset[int]
    is_forward: bool
    is_headed: bool
    runs_on: bool
    answered: int | None


def find_quotation(lines: Sequence[Line], html: Sequence[bool], maybe: Sequence[bool]) -> Quotation:
    """Find the quotation, given what the HTML says of each line for certain, and maybe."""
    return _Search(list(lines), html, maybe).run()


class _Search:
    """One walk from the first line to the last."""

    def __init__(self, lines: list[Line], html: Sequence[bool], maybe: Sequence[bool]) -> None:
        marked = [line.is_quoted or html[number] for number, line in enumerate(lines)]
        hinted = [mark or maybe[number] for number, mark in enumerate(marked)]
        self.lines = lines
        self.told = html
        self.maybe = maybe
        self.marked = marked
        self.hinted = hinted
        self.quoted = list(marked)
        self.tails = {len(lines)}
        self.is_forward = False
        self.is_headed = False
        self.runs_on = False
        self.answered: int | None = None
        self.first = len(lines)
        self.attributions = find_attributions(lines, hinted)
        self.headers = 0

    def run(self) -> Quotation:
        number = 0
        while number < len(self.lines):
            number = self._step(number)
        self._take_orphans()
        self._leave_own_marks()
        return Quotation(
            quoted=tuple(self.quoted),
            tails=frozenset(self.tails),
            is_forward=self.is_forward,
            is_headed=self.is_headed,
            runs_on=self.runs_on,
            answered=self.answered,
        )

    def _step(self, number: int) -> int:
        """Look at a line; the number of the next one to look at."""
        line = self.lines[number]
        if number in self.attributions:
            return self._quote(number, self.attributions[number])
        if line.is_quoted or line.is_blank:
            if line.is_quoted and separator(line.text.lstrip("> ")).startswith("forwarded"):
                self.is_forward = True
            return number + 1
        end = self._announced(number) or (None if self.marked[number] else self._headed(number))
        if end and not _is_of_program(line.text) and is_pasted(self.lines, number, end):
            return end
        return self._quote(number, end) if end else number + 1

    def _announced(self, number: int) -> int | None:
        """The line after an announcement of another message, and after its header."""
        text = self.lines[number].text
        if is_reply_marker(text):
            return number + 1
        kind = separator(text)
        if not kind and not is_rule(text):
            return None
        below = following(self.lines, number + 1)
        header = (
            header_end(self.lines, below, is_announced=bool(kind))
            if below < len(self.lines)
            else None
        )
        if kind.startswith("forwarded") and (header or not kind.endswith("?")):
            self.is_forward = True
        self.is_headed = self.is_headed or bool(header and not kind)
        if header or (kind and not kind.endswith("?")):
            return header or number + 1
        if kind and below < len(self.lines) and self.hinted[below]:
            return number + 1
        return self.attributions.get(below) if kind else None

    def _headed(self, number: int) -> int | None:
        if self.headers > _MOST_HEADERS or not label(self.lines[number].text):
            return None
        self.headers += 1
        end = header_end(self.lines, number)
        # An answer without words and a message passed on look the same here.
        self.is_headed = self.is_headed or bool(end)
        return end

    def _quote(self, start: int, end: int) -> int:
        """Quote what begins here: the marked lines if there are any, else all the rest."""
        self.tails.add(start)
        self.first = min(self.first, start)
        below = following(self.lines, end)
        if below < len(self.lines) and self.hinted[below]:
            return self._quote_hinted(start, below)
        self.quoted[start:] = [True] * (len(self.lines) - start)
        self.runs_on = True
        if is_answered_inside(self.lines, end):
            self.answered = start
        self._look_for_forward(start, end)
        return len(self.lines)

    def _quote_hinted(self, start: int, below: int) -> int:
        end = below
        while end < len(self.lines) and (self.hinted[end] or self._is_gap(end)):
            end += 1
        self.quoted[start:end] = [True] * (end - start)
        return end

    def _is_gap(self, number: int) -> bool:
        """A blank line between two that are quoted."""
        below = following(self.lines, number)
        return self.lines[number].is_blank and below < len(self.lines) and self.hinted[below]

    def _look_for_forward(self, start: int, end: int) -> None:
        for line in self.lines[max(0, start - 3) : end]:
            if separator(line.text).startswith("forwarded"):
                self.is_forward = True

    def _leave_own_marks(self) -> None:
        for run in own_marks(self.lines, self.maybe, self.quoted, until=self.first):
            if not any(self.told[number] for number in run):
                self.quoted[run.start : run.stop] = [False] * len(run)

    def _take_orphans(self) -> None:
        """A few words between two marked lines that a program broke off the first of them."""
        for number in range(1, len(self.lines) - 1):
            above, line, below = self.lines[number - 1 : number + 2]
            if not (above.is_quoted and below.is_quoted) or self.quoted[number]:
                continue
            is_left_out = line.is_blank or line.text in _SNIPPED
            if is_left_out or (
                len(above.text) > _LONG and _is_broken_off(above.text, line.text, below.text)
            ):
                self.quoted[number] = True


def _is_of_program(text: str) -> bool:
    return bool(separator(text)) or is_reply_marker(text)


def _is_broken_off(above: str, text: str, below: str) -> bool:
    if len(text) > _SHORT or not text[0].islower() or not re.search(r"[\w,]$", above):
        return False
    further = re.sub(r"^[>\s|]+", "", below)[:1]
    return further.islower() or further.isdigit() or text.endswith((".", ","))
