"""What is done when a customer's own life may be in danger (domain model 3.4), and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoord.limits.ladder.spans import end_of_day

LEAST = timedelta(hours=12)
"""Late in the evening the rest of the day is too short."""


class CareStep(models.TextChoices):
    """One thing to do for who may be in danger."""

    ASK = "ask", _("Ask straight out")
    STAY = "stay", _("Stay")
    LINE = "line", _("Name the help line")
    BUDDY = "buddy", _("Let a colleague listen along")
    NOTE = "note", _("Write down only what is needed")
    AFTERCARE = "aftercare", _("Take care of yourself")


EXPLAINED: dict[CareStep, str | Promise] = {
    CareStep.ASK: _("“Are you thinking of ending your life?” Asking does no harm. It gives room."),
    CareStep.STAY: _(
        "Answer short and calm, and keep answering. Do not promise to keep it secret."
    ),
    CareStep.LINE: _(
        "Is there danger at this moment? Call 112 first, and say where the customer is."
    ),
    CareStep.BUDDY: _("Press Help. You do not do this alone."),
    CareStep.NOTE: _("That you named the help line, and who goes on. Nothing about health."),
    CareStep.AFTERCARE: _("Take a break. Your team lead comes to you today."),
}


@dataclass(frozen=True)
class Line:
    """A number that helps, and its page if it has one."""

    number: str
    what: str | Promise
    dial: str
    site: str = ""


DANGER_NOW = Line("112", _("Danger now"), "112")
LINES: dict[str, tuple[Line, ...]] = {
    "nl": (
        DANGER_NOW,
        Line("0800-0113", _("113, day and night, free"), "08000113", "113.nl"),
    ),
    "be": (
        DANGER_NOW,
        Line("1813", _("Suicide line 1813, day and night, free"), "1813", "zelfmoord1813.be"),
    ),
}
LINES["both"] = (*LINES["nl"], LINES["be"][1])


def lines_of(country: str) -> tuple[Line, ...]:
    """The numbers to name, by the country of the house rules."""
    return LINES.get(country, LINES["both"])


def lasts_until(begun_at: datetime, zone: tzinfo) -> datetime:
    """Until when limits, surveys and clocks wait: the end of the day, at least twelve hours, in UTC."""
    midnight = end_of_day(begun_at.astimezone(zone).date(), zone)
    return max(midnight, begun_at.astimezone(UTC) + LEAST)
