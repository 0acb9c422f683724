"""One story about limits while it is played."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from gehoord.accounts.models import Agent, Team
from gehoord.cases.models import Case, Message
from gehoord.contacts.models import Address
from gehoord.demo.actions.passing import Kind
from gehoord.demo.limit_stories import LimitStory, Step
from gehoord.limits.models import Incident, Measure


@dataclass
class Talk:
    """One story while it is played.

    `at` is when the line at hand happens, and `left` how much time passes after it.
    """

    story: LimitStory
    address: Address
    team: Team
    teams: dict[str, Team]
    colleagues: dict[str, Agent]
    rng: Random
    at: datetime = field(default_factory=timezone.now)
    left: timedelta = timedelta()
    kinds: set[Kind] = field(default_factory=set)
    """Of what there are rows by now, as far as it is more than talk."""
    case: Case | None = None
    message: Message | None = None
    quotes: tuple[str, ...] = field(default=())

    def uuid(self) -> UUID:
        """A random id that is the same with the same seed."""
        return UUID(int=self.rng.getrandbits(128), version=4)

    def by(self, step: Step) -> Agent:
        """Who takes a step."""
        return self.colleagues[step.who]

    @property
    def open_case(self) -> Case:
        """The case as it is now."""
        assert self.case is not None
        self.case.refresh_from_db()
        return self.case

    @property
    def said(self) -> Message:
        """The customer's last message."""
        assert self.message is not None
        return self.message

    @property
    def measure(self) -> Measure:
        """The last measure of this customer."""
        return self.address.customer.measures.latest("pk")

    @property
    def incident(self) -> Incident:
        """The last incident of this customer."""
        return self.address.customer.incidents.latest("pk")

    def say(self, words: str) -> str:
        """Words with the customer's name filled in."""
        return words.format(naam=self.story.person.addressed)
