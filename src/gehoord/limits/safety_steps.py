"""What is done when one of us was threatened: the checklist and its clocks (domain model 3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Role
from gehoord.limits.ladder.spans import Span


class SafetyStep(models.TextChoices):
    """One thing to do. The order is the order in which it is done."""

    STOP = "stop", _("Stop the contact")
    EVIDENCE = "evidence", _("Keep the evidence")
    LEAD = "lead", _("The team lead knows")
    OFFICER = "officer", _("The safety officer knows")
    SAFE = "safe", _("Ask whether the colleague is safe")
    NAME = "name", _("Hide names")
    AFTERCARE = "aftercare", _("Aftercare in the same shift")
    POLICE = "police", _("Decide about the police")
    DAY_1 = "day_1", _("Ask how it goes, after a day")
    DAY_7 = "day_7", _("Ask how it goes, after a week")
    DAY_30 = "day_30", _("Ask how it goes, after a month")


ANYBODY = frozenset({Role.AGENT, Role.SPECIALIST, Role.LEAD, Role.MANAGER, Role.SAFETY})
LEADS = frozenset({Role.LEAD, Role.MANAGER, Role.SAFETY})


@dataclass(frozen=True)
class Row:
    """A row of the checklist: within what time, by whom, and what it means.

    `within` are hours and minutes that pass by themselves; `on_day` is so many days later by the
    calendar, at the same time on the clock. `asks` says that words go with it.
    """

    step: SafetyStep
    what: str | Promise
    within: timedelta = timedelta(0)
    on_day: int = 0
    roles: frozenset[Role] = LEADS
    asks: str | Promise = ""

    def due_at(self, begun_at: datetime, zone: tzinfo) -> datetime:
        """By when it is done, for a route that began at a moment."""
        if self.on_day:
            return Span(days=self.on_day).after(begun_at, zone)
        return begun_at + self.within


MINUTES_5 = timedelta(minutes=5)
CHECKLIST: tuple[Row, ...] = (
    Row(
        SafetyStep.STOP,
        _("You do not have to answer. End the conversation, or hang up."),
        MINUTES_5,
        roles=ANYBODY,
    ),
    Row(
        SafetyStep.EVIDENCE,
        _("Delete nothing. Write down what was said aloud, in the literal words."),
        timedelta(hours=1),
        roles=ANYBODY,
    ),
    Row(
        SafetyStep.LEAD,
        _("A team lead says here that he or she knows."),
        MINUTES_5,
        roles=frozenset({Role.LEAD, Role.MANAGER}),
    ),
    Row(
        SafetyStep.OFFICER,
        _("The safety officer says here that he or she knows."),
        MINUTES_5,
        roles=frozenset({Role.SAFETY}),
    ),
    Row(
        SafetyStep.SAFE,
        _("Is the colleague safe now? At home or at the office? Did the customer see a name?"),
        timedelta(minutes=15),
        asks=_("What you agreed"),
    ),
    Row(
        SafetyStep.NAME,
        _("From now on the customer sees no name or photo of a colleague in this case."),
        timedelta(minutes=15),
    ),
    Row(
        SafetyStep.AFTERCARE,
        _("Speak to the colleague today. Ask what helps. Telling all of it again is not needed."),
        timedelta(hours=4),
    ),
    Row(
        SafetyStep.POLICE,
        _(
            "The organisation decides and reports, at the address of the organisation. Ask what "
            "the colleague wants first."
        ),
        on_day=3,
        asks=_("What the colleague wants, and what was decided"),
    ),
    Row(SafetyStep.DAY_1, _("Short and in person. Listen."), on_day=1),
    Row(SafetyStep.DAY_7, _("Short and in person. Ask what still bothers."), on_day=7),
    Row(SafetyStep.DAY_30, _("Ask whether it is over. Then this route closes."), on_day=30),
)
STEPS: dict[SafetyStep, Row] = {row.step: row for row in CHECKLIST}


def due_moments(begun_at: datetime, zone: tzinfo) -> dict[SafetyStep, datetime]:
    """By when each step is done."""
    return {row.step: row.due_at(begun_at, zone) for row in CHECKLIST}


def next_reminder(
    begun_at: datetime, zone: tzinfo, *, done: Iterable[str], reminded: Iterable[str]
) -> datetime | None:
    """When somebody has to be reminded next; None when every step was done or reminded of."""
    over = {*done, *reminded}
    moments = due_moments(begun_at, zone).items()
    return min((at for step, at in moments if step not in over), default=None)
