"""What the coach says about an e-mail that answers nobody yet."""

from __future__ import annotations

from typing import Any

from gehoord.accounts.models import Agent, CoachHelp
from gehoord.channels.email.sending.plain_words import PlainWords
from gehoord.coaching.actions import check_draft, style_for
from gehoord.contacts.models import Channel
from gehoord.inbox.advice import FOR_EXPERIENCED, LONGEST_CHECKED, careful
from gehoord.inbox.coach_marks import Mark, in_letter, marks_of


def new_mail_marks(agent: Agent, text: str, *, team_id: int | None) -> list[Mark]:
    """The best findings on a new e-mail, in the house style of the team it leaves from."""
    if agent.coach_help == CoachHelp.OFF or not text.strip() or len(text) > LONGEST_CHECKED:
        return []
    style = style_for(team_id=team_id, channel=Channel.EMAIL)
    if agent.coach_help == CoachHelp.EXPERIENCED:
        style = style.only(FOR_EXPERIENCED)
    letter = PlainWords(text)
    found: list[Any] = careful(
        lambda: check_draft(draft=letter.text, channel=Channel.EMAIL, style=style), []
    )
    return in_letter(marks_of(letter.text, found), letter)
