"""The coach's findings as the browser and the page need them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from gehoord.channels.email.sending.plain_words import PlainWords
from gehoord.coaching.blanks import blanks_in

STOP = "stop"
LEVELS = {
    "stop": ("stop", _("Stop for a moment")),
    "let op": ("caution", _("Look out")),
    "tip": ("tip", _("Tip")),
}
"""Per level of the coach: the class of its line, and its word on the screen."""
RULE = re.compile(r"[\w.-]{1,20}")


@dataclass(frozen=True)
class Mark:
    """A finding, ready to be shown."""

    rule: str
    style: str
    label: str
    start: int
    end: int
    words: str
    advice: str
    rewrite: str | None

    def for_browser(self, text: str) -> dict[str, object]:
        """The same with offsets in UTF-16 units, as JavaScript counts."""
        return {
            "rule": self.rule,
            "style": self.style,
            "label": self.label,
            "start": in_utf16(text, self.start),
            "end": in_utf16(text, self.end),
            "advice": self.advice,
            "rewrite": self.rewrite,
        }


def in_utf16(text: str, position: int) -> int:
    """Where a character stands for JavaScript, which counts an emoji as two."""
    return position + sum(ord(character) > 0xFFFF for character in text[:position])


def marks_of(text: str, findings: Sequence[Any]) -> list[Mark]:
    """What the coach found in a text, with the words it is about."""
    return [
        Mark(
            rule=finding.rule,
            style=LEVELS[finding.level][0],
            label=str(LEVELS[finding.level][1]),
            start=finding.start,
            end=finding.end,
            words=text[finding.start : finding.end],
            advice=finding.advice,
            rewrite=finding.rewrite,
        )
        for finding in findings
    ]


def in_letter(marks: Sequence[Mark], letter: PlainWords | None) -> list[Mark]:
    """Marks on the plain words of a letter as marks on what was typed, with its formats."""
    return [_as_typed(mark, letter) for mark in marks] if letter else list(marks)


def _as_typed(mark: Mark, letter: PlainWords) -> Mark:
    start, end = letter.in_typed(mark.start, mark.end)
    rewrite = None
    if mark.rewrite is not None:
        start, end, rewrite = letter.replacing(mark.start, mark.end, mark.rewrite)
    return replace(mark, start=start, end=end, words=letter.typed[start:end], rewrite=rewrite)


def pieces(text: str, marks: Sequence[Mark]) -> list[tuple[str, str]]:
    """The text cut at its marks and blanks, each piece with its classes: for the copy below."""
    shown: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        if not shown or mark.start >= shown[-1].end:
            shown.append(mark)
    spans = [(mark.start, mark.end, f"mark mark--{mark.style}") for mark in shown]
    spans += [(start, end, "blank") for start, end in blanks_in(text)]
    cuts = sorted({0, len(text), *(at for span in spans for at in span[:2])})
    return [
        (" ".join(style for first, last, style in spans if first <= start and end <= last), words)
        for start, end in pairwise(cuts)
        if (words := text[start:end])
    ]


def rewritten(text: str, mark: Mark) -> str:
    """The text with the coach's words in the place of the agent's."""
    return text[: mark.start] + (mark.rewrite or "") + text[mark.end :]


def rule_names(words: str) -> list[str]:
    """The codes of rules in what a script sends: `EXC-01 EMP-02`, at most fifty."""
    return [name for name in words[:2000].split()[:50] if RULE.fullmatch(name)]
