"""What the composer shows of a proposal that software makes for an agent."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent
from gehoord.cases.actions import may_be_proposed
from gehoord.cases.models import Case, Proposal
from gehoord.coaching.blanks import blanks_in
from gehoord.coaching.drafting.choice import is_on
from gehoord.inbox.advice import Advice
from gehoord.inbox.coach_marks import Mark, pieces

ANSWERS_BADLY = _("The answer of the software could not be used.")
FAILURES: dict[str, str | Promise] = {
    "time-out": _("The software did not answer in time."),
    "unreachable": _("The software could not be reached."),
    "redirect": _("The software could not be reached."),
    "busy": _("The software is busy. Try it again in half a minute."),
    "resting": _("The software does not answer now. Try it again in half a minute."),
    "off": _("Software makes no proposals in this case any more."),
    "wrong-answer": ANSWERS_BADLY,
    "too-large": ANSWERS_BADLY,
    "empty": ANSWERS_BADLY,
}
"""What an agent is told, by the reason why there is no proposal."""
NOT_ALLOWED = ("http-401", "http-403", "http-404")
"""What an endpoint says when the key or the name of the model is not right."""


@dataclass(frozen=True)
class Tray:
    """The place of a proposal in the composer: nothing, the offer to make one, or the proposal."""

    is_on: bool = False
    is_offered: bool = False
    proposal: Proposal | None = None
    marks: list[Mark] = field(default_factory=list)
    is_overtaken: bool = False
    """Whether the customer wrote since the software read the conversation."""

    @property
    def state(self) -> str:
        return self.proposal.state if self.proposal else ""

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The proposal cut at the coach's marks and at its blanks."""
        return pieces(self.proposal.text, self.marks) if self.proposal else []

    @property
    def blanks(self) -> list[tuple[int, int]]:
        """The places that the agent has to fill in."""
        return blanks_in(self.proposal.text) if self.proposal else []

    @property
    def failure(self) -> str:
        """Why there is no proposal, in words for the agent."""
        reason = self.proposal.failure if self.proposal else ""
        if reason in NOT_ALLOWED:
            return str(
                _("The software refuses: its key or name is not right. Tell your administrator.")
            )
        if reason.startswith("http-"):
            return str(FAILURES["unreachable"])
        return str(FAILURES.get(reason, _("Making a proposal did not work.")))


def tray_of(case: Case, agent: Agent) -> Tray:
    """What this agent sees of proposals in this case; nobody sees a colleague's."""
    if not is_on():
        return Tray()
    mine = Proposal.objects.asked_by(agent).filter(case=case).first()
    if not may_be_proposed(case):
        return Tray(is_on=True)
    if mine is None:
        return Tray(is_on=True, is_offered=True)
    if not mine.is_ready:
        return Tray(is_on=True, proposal=mine)
    latest, read = case.last_customer_at, mine.read_until
    return Tray(
        is_on=True,
        proposal=mine,
        marks=Advice(case, agent, mine.text).marks,
        is_overtaken=latest is not None and (read is None or latest > read),
    )
