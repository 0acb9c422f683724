from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent
from gehoord.cases.models.case import Case
from gehoord.jobs.due import DueQuerySet, DueRow, to_do_index


class ProposalQuerySet(DueQuerySet["Proposal"]):
    """Proposals by whose they are and how old."""

    def asked_by(self, agent: Agent) -> ProposalQuerySet:
        return self.filter(agent=agent)

    def ready(self) -> ProposalQuerySet:
        return self.filter(state=Proposal.State.READY)

    def past(self) -> ProposalQuerySet:
        """Proposals that nobody took or left in a day."""
        return self.filter(asked_at__lt=timezone.now() - Proposal.LASTS)


class Proposal(DueRow):
    """A draft that an agent asked software for. Only he sees it; gone once he takes or leaves it.

    The row is its own place in the queue: it is due while the model still has to be asked.
    """

    LASTS = timedelta(days=1)

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        READY = "ready", _("ready")
        FAILED = "failed", _("not made")

    case = models.ForeignKey(Case, models.CASCADE, related_name="proposals")
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    """Who asked for it."""
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    text = models.TextField(blank=True)
    made_by = models.CharField(max_length=80, blank=True)
    """The name of the model."""
    failure = models.CharField(max_length=30, blank=True)
    """Why there is none, as a short code such as `time-out`."""
    read_until = models.DateTimeField(null=True, blank=True)
    """When the last message was written that it was made of."""

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [to_do_index(name="proposal_to_do")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "agent"], name="one_proposal_per_agent")
        ]

    def __str__(self) -> str:
        return f"proposal for {self.agent_id} in case {self.case_id}"

    @property
    def topic(self) -> str:
        """What live updates call it, in the browsers of its own agent."""
        return f"proposal-{self.case_id}"

    @property
    def is_asked(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY


def seal_of(text: str) -> str:
    """How a draft knows whether it still is the proposal it was taken from."""
    return sha256(text.encode()).hexdigest()
