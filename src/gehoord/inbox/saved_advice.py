"""What the coach says about a saved reply while somebody writes it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from gehoord.accounts.models import Agent, CoachHelp
from gehoord.cases.filling import FIELD
from gehoord.coaching.actions import check_draft
from gehoord.inbox.advice import LONGEST_CHECKED, MOST_MARKS, careful
from gehoord.inbox.coach_marks import LEVELS, Mark, marks_of

NO_FIELD = "saved-field"
GREETING = re.compile(
    r"(?:(?:beste|geachte|dag|hallo|hoi|goedendag)\b[^,.!\n]{0,40}[,.!]?|\S+)", re.IGNORECASE
)


def saved_marks(agent: Agent, text: str) -> list[Mark]:
    """The best findings on a saved reply. A mark with a field in it has no rewrite to take."""
    if agent.coach_help == CoachHelp.OFF or not text.strip() or len(text) > LONGEST_CHECKED:
        return []
    found: list[Any] = careful(lambda: check_draft(draft=_as_read(text), text_kind="saved"), [])
    marks = [_without_field(mark) for mark in marks_of(text, found)]
    hint = _hint(text) if agent.coach_help == CoachHelp.NEWCOMER else None
    return [*marks, hint][:MOST_MARKS] if hint else marks


def _as_read(text: str) -> str:
    """The text as one customer reads it, every letter in its place: `{{heeft u|heb je}}` says u."""

    def blanked(field: re.Match[str]) -> str:
        said = field[1].split("|")[0]
        return f"  {said}".ljust(len(field[0]))

    return FIELD.sub(blanked, text)


def _without_field(mark: Mark) -> Mark:
    return replace(mark, rewrite=None) if FIELD.search(mark.words) else mark


def _hint(text: str) -> Mark | None:
    """A saved reply without any field sounds the same to everybody."""
    if FIELD.search(text):
        return None
    start = len(text) - len(text.lstrip())
    found = GREETING.match(text, start)
    words = found[0] if found else ""
    is_greeting = len(words.split()) > 1 or words.endswith((",", "!"))
    style, label = LEVELS["tip"]
    return Mark(
        rule=NO_FIELD,
        style=style,
        label=str(label),
        start=start,
        end=start + len(words),
        words=words,
        advice=_("There is no field in it. With {{aanhef}} a customer reads that it is for him."),
        rewrite="{{aanhef}}," if is_greeting else f"{{{{aanhef}}}},\n\n{words}",
    )
