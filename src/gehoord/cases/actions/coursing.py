"""The course of anger as a case keeps it for the list: the only place that sets it."""

from __future__ import annotations

from gehoord.cases.models import Case
from gehoord.cases.models.case import COURSE_LENGTH
from gehoord.coaching.actions import course_of
from gehoord.coaching.models import AngerLevel, Reading

LOOKS_BACK = 3
"""Readings that say whether anger rises."""
NOT_READ = "-"


def add_to_course(case: Case, reading: Reading) -> None:
    """Put the reading of a new message at the end of a case's course; the caller saves it."""
    case.course = (case.course + _sign(reading))[-COURSE_LENGTH:]
    if not reading.is_read:
        return  # what nobody could read changes nothing
    case.anger_now = reading.anger
    # Neither a calm message nor a first one is a rise, and most messages are one of these.
    may_rise = reading.anger > AngerLevel.CALM and len(case.course) > 1
    case.is_rising = may_rise and _is_rising(case)


def draw_course_again(case: Case) -> None:
    """Work the course out from the readings that hold now; the caller saves the case."""
    theirs = case.messages.from_customers().filter(
        reading__isnull=False, reading__is_disputed=False
    )
    latest = theirs.latest_first().select_related("reading")[:COURSE_LENGTH]
    readings = [each.reading for each in latest if each.reading is not None][::-1]
    levels = [reading.anger for reading in readings if reading.is_read]
    case.course = "".join(map(_sign, readings))
    case.anger_now = AngerLevel(levels[-1]) if levels else AngerLevel.CALM
    case.is_rising = _is_rising(case)


def _sign(reading: Reading) -> str:
    return str(reading.anger) if reading.is_read else NOT_READ


def _is_rising(case: Case) -> bool:
    theirs = Reading.objects.filter(message__case=case, is_read=True, is_disputed=False)
    latest = theirs.order_by("-message__written_at", "-message__pk")[:LOOKS_BACK]
    return course_of(list(latest)[::-1]).is_rising
