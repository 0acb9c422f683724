"""The number of the form that a reply or a note was written in."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID, uuid5

from gehoord.accounts.models import Agent
from gehoord.cases.models import Case, Message, Note

Row = TypeVar("Row", Message, Note)


def written_with(
    kind: type[Row], submission: UUID, *, case: Case, author: Agent, text: str
) -> tuple[Row | None, UUID]:
    """What was written with a form before, and the number under which to keep what is in it now.

    The same words in the same case, sent twice, were written before. Other words in a form that
    somebody went back to are something new, under a number of their own.
    """
    row = kind._base_manager.filter(submission=submission).first()
    if row is None or (row.case_id, row.author_id, row.text) == (case.pk, author.pk, text):
        return row, submission
    number = uuid5(submission, f"{case.pk} {author.pk} {text}")
    return kind._base_manager.filter(submission=number).first(), number
