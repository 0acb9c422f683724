"""Saved replies to choose from in one case, as its customer would read them."""

from __future__ import annotations

from dataclasses import dataclass

from gehoord.accounts.models import Agent, House
from gehoord.cases.filling import Filling, filled
from gehoord.cases.models import Case, SavedReply
from gehoord.coaching.actions import style_for
from gehoord.coaching.address import says_u
from gehoord.inbox.advice import Advice


@dataclass(frozen=True)
class SavedChoice:
    """One saved reply, with its words as they would come into the draft."""

    saved: SavedReply
    text: str


def filling_for(case: Case, agent: Agent) -> Filling:
    """What saved replies are filled in from, in this case and by this agent."""
    address = style_for(team_id=case.team_id, channel=case.last_channel).address
    thread = Advice(case, agent, "").thread if address == "mirror" else ()
    return Filling(case, agent, House.current(), says_u(address=address, thread=thread))


def saved_choices(case: Case, agent: Agent) -> list[SavedChoice]:
    """What this agent may put in a reply in this case, his own first."""
    to = filling_for(case, agent)
    rows = SavedReply.objects.select_related("team").for_case(case, agent)
    return [SavedChoice(row, filled(row.text, to)) for row in rows]
