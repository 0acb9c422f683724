"""What the ladder knows of one customer: behaviour that a person confirmed, and measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gehoord.limits.ladder.levels import COUNTS, Level


class Kind(models.TextChoices):
    """What the organisation may do (domain model 3.4, M1 to M5)."""

    WARNING = "warning", _("Warning")
    COOL_OFF = "cool_off", _("Conversation ended, cooling-off period")
    FLAG = "flag", _("Attention mark")
    ARRANGEMENT = "arrangement", _("Contact arrangement")
    BLOCK = "block", _("Contact stop")


class State(models.TextChoices):
    """Where a measure stands. That its time is over is no state: the clock says so."""

    PROPOSED = "proposed", pgettext_lazy("measure", "proposed")
    HEARD = "heard", pgettext_lazy("measure", "customer heard")
    APPROVED = "approved", pgettext_lazy("measure", "approved")
    ACTIVE = "active", pgettext_lazy("measure", "in force")
    REFUSED = "refused", pgettext_lazy("measure", "not approved")
    LIFTED = "lifted", pgettext_lazy("measure", "lifted early")
    WITHDRAWN = "withdrawn", pgettext_lazy("measure", "withdrawn after an appeal")


PENDING = (State.PROPOSED, State.HEARD, State.APPROVED)
PROPOSAL_LASTS = timedelta(days=30)
"""What nobody decided and told by then is off: nothing hangs over a customer without end."""
"""A proposal waits for somebody: nobody refused it, and the customer was not told."""


@dataclass(frozen=True)
class Actor:
    """A person who acts, with the roles he has. Software is never one."""

    number: int
    roles: frozenset[str]


@dataclass(frozen=True)
class Behaviour:
    """What a customer literally said or did, and the level a person gave it."""

    number: int
    level: Level
    conversation: int
    said_at: datetime
    quotes: tuple[str, ...]
    confirmed_by: int
    confirmed_at: datetime
    at_agents: frozenset[int] = frozenset()

    @property
    def counts(self) -> bool:
        return self.level >= COUNTS and any(quote.strip() for quote in self.quotes)


@dataclass(frozen=True)
class Approval:
    """One person's yes to a measure, in the seat he takes for it."""

    by: int
    seat: int
    at: datetime


@dataclass(frozen=True)
class Measure:
    """One measure for one customer, from its proposal to its end."""

    number: int
    kind: Kind
    state: State
    grounds: tuple[int, ...]
    """Numbers of the behaviour it rests on."""
    proposed_by: int
    proposed_at: datetime
    conversation: int = 0
    reason: str = ""
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    approvals: tuple[Approval, ...] = ()
    heard_at: datetime | None = None
    hear_by: datetime | None = None
    """Until when an urgent measure may run before the customer was heard."""
    told_at: datetime | None = None
    is_extended: bool = False
    renews: int | None = None
    review_at: datetime | None = None
    breaches: tuple[datetime, ...] = ()
    less_severe: str = ""
    duties_checked: bool = False
    privacy_told: bool = False
    ended_at: datetime | None = None

    def is_heard_in_time(self, at: datetime) -> bool:
        """Whether the customer gave his side, or there still is time for that."""
        return self.heard_at is not None or (self.hear_by is not None and at < self.hear_by)

    def is_pending(self, at: datetime) -> bool:
        """Whether people are still deciding about it."""
        return self.state in PENDING and at < self.proposed_at + PROPOSAL_LASTS

    def is_in_force(self, at: datetime) -> bool:
        """Whether it has any effect at a moment. One whose time is over has none and is not shown."""
        if self.state != State.ACTIVE or self.begins_at is None or self.ends_at is None:
            return False
        if self.hear_by is not None and not self.is_heard_in_time(at):
            return False
        return self.begins_at <= at < self.ends_at


@dataclass(frozen=True)
class History:
    """Everything the guards look at, of one customer over all channels and addresses."""

    behaviours: tuple[Behaviour, ...] = ()
    measures: tuple[Measure, ...] = ()
    care_until: datetime | None = None
    """Until when the customer's own life comes first: no limits before that."""

    def is_in_care(self, at: datetime) -> bool:
        return self.care_until is not None and at < self.care_until

    def in_force(self, at: datetime) -> list[Measure]:
        """The measures that have effect at a moment; none while a life may be in danger."""
        if self.is_in_care(at):
            return []
        return [each for each in self.measures if each.is_in_force(at)]

    def pending(self, at: datetime) -> list[Measure]:
        """Proposals that nobody refused, that are not in force yet, and not too old."""
        return [each for each in self.measures if each.is_pending(at)]

    def behaviour(self, numbers: Iterable[int]) -> list[Behaviour]:
        wanted = set(numbers)
        return [each for each in self.behaviours if each.number in wanted]

    def measure(self, number: int) -> Measure:
        """One measure.

        Raises KeyError if the customer has no such measure.
        """
        for each in self.measures:
            if each.number == number:
                return each
        raise KeyError(number)

    def begun(self, kind: Kind, *, since: datetime, until: datetime) -> list[Measure]:
        """Measures of a kind that began in a period and were not withdrawn."""
        return [
            each
            for each in self.measures
            if each.kind == kind
            and each.state != State.WITHDRAWN
            and each.begins_at is not None
            and since <= each.begins_at <= until
        ]

    def still_counts(self, behaviour: Behaviour) -> bool:
        """Whether behaviour may be a ground: it went far enough, and no appeal took it away."""
        return behaviour.counts and behaviour.number not in self._unjustified

    @cached_property
    def _unjustified(self) -> frozenset[int]:
        withdrawn = (each for each in self.measures if each.state == State.WITHDRAWN)
        return frozenset(ground for each in withdrawn for ground in each.grounds)

    def said(self, level: Level, *, since: datetime, until: datetime) -> list[Behaviour]:
        """Behaviour of at least a level in a period that was not found unjustified on appeal."""
        return [
            each
            for each in self.behaviours
            if each.level >= level and since <= each.said_at <= until and self.still_counts(each)
        ]
