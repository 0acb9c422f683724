"""The coach's findings as the browser and the page need them."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gehoord.cases.models import Case
from gehoord.coaching.actions import check_draft

logger = logging.getLogger(__name__)

STOP = "stop"
LEVELS = {
    "stop": ("stop", _("Stop for a moment")),
    "let op": ("caution", _("Look out")),
    "tip": ("tip", _("Tip")),
}
"""Per level of the coach: the class of its line, and its word on the screen."""
BLANK = re.compile(r"\[[^\[\]\n]*\]")
"""What only the agent can fill in, such as `[dag en tijd]`; `[1]` is none."""
MESSAGES_BEFORE = 6
LONGEST_CHECKED = 20_000


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


def marks_for(case: Case, text: str) -> list[Mark]:
    """The coach's best three findings on what an agent has typed in this case."""
    if not text.strip() or len(text) > LONGEST_CHECKED:
        return []
    latest = case.messages.latest_first().select_related("reading")[:MESSAGES_BEFORE]
    messages = list(latest)[::-1]
    readings = [m.reading for m in messages if m.is_from_customer and m.reading]
    found = _advice(
        draft=text,
        channel=case.last_channel,
        customer_name=case.customer.name,
        anger=case.anger_now,
        emotion=readings[-1].emotion if readings else "neutral",
        stage=case.stage,
        thread=[("customer" if m.is_from_customer else "agent", m.text) for m in messages],
    )
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
        for finding in found
    ]


def _advice(**situation: Any) -> list[Any]:
    try:
        return list(check_draft(**situation))
    except Exception:
        # Advice must never stand between an agent and his customer.
        logger.exception("The coach could not read a draft")
        return []


def blanks(text: str) -> list[str]:
    """What still has to be filled in."""
    found = BLANK.findall(text[:LONGEST_CHECKED])
    return [each for each in found if any(map(str.isalpha, each))]


def pieces(text: str, marks: Sequence[Mark]) -> list[tuple[str, str]]:
    """The text cut at its marks, each piece with the style of its line: for the copy below."""
    cut, at = [], 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        if mark.start < at:
            continue
        cut += [("", text[at : mark.start]), (mark.style, text[mark.start : mark.end])]
        at = mark.end
    return [piece for piece in [*cut, ("", text[at:])] if piece[1]]


def rewritten(text: str, mark: Mark) -> str:
    """The text with the coach's words in the place of the agent's."""
    return text[: mark.start] + (mark.rewrite or "") + text[mark.end :]
