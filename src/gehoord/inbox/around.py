"""What stands beside a case: who the customer is, how the anger went, what came before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoord.accounts.models import Agent
from gehoord.cases.models import Case, CaseQuerySet, Delivery, Message
from gehoord.coaching.actions import course_of
from gehoord.kit.moments import clock

EARLIER = 5


def course_points(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """The chart: a point per message of the customer, or a gap if not read; a tick per answer."""
    points: list[dict[str, Any]] = []
    label = _label_for(messages)
    for message in messages:
        reading = message.reading
        if message.is_from_customer and reading and not reading.is_disputed:
            level = reading.anger if reading.is_read else None
            points.append({"level": level, "label": label(message.written_at)})
        elif not message.is_from_customer and message.delivery != Delivery.FAILED and points:
            points.append({"level": 0, "label": label(message.written_at), "ours": True})
    is_empty = all(point["level"] is None or point.get("ours") for point in points)
    return [] if is_empty else points


@dataclass(frozen=True)
class Said:
    """A sentence about the course of anger, and the messages that say so: (number, when)."""

    text: str
    because: list[tuple[int, str]]
    advice: str


SENTENCES = {
    "gave_up": gettext_lazy("The customer gave up"),
    "rising": gettext_lazy("Anger is rising in the last messages"),
    "turned_on_agent": gettext_lazy("From criticism to personal"),
    "thanked": gettext_lazy("Thanks after anger"),
}
"""What the reasons of a course mean, the most urgent first."""
ADVICE = {"gave_up": gettext_lazy("Offer once to arrange it after all.")}


def said_of_course(messages: Sequence[Message]) -> list[Said]:
    """What the course of anger says and which messages say so; usually nothing."""
    read = [
        (message, message.reading)
        for message in messages
        if message.is_from_customer and message.reading and not message.reading.is_disputed
    ]
    label = _label_for(messages)
    reasons = {
        reason.code: reason for reason in course_of([reading for _m, reading in read]).reasons
    }
    return [
        Said(
            text=str(text),
            because=[
                (message.pk, label(message.written_at))
                for message, _reading in (read[at] for at in reasons[code].readings)
            ],
            advice=str(ADVICE.get(code, "")),
        )
        for code, text in SENTENCES.items()
        if code in reasons
    ]


def turning_point(messages: Sequence[Message]) -> str:
    """Whether the customer became calmer after our last answer in between; else nothing."""
    read = [m for m in messages if m.is_from_customer and m.reading and m.reading.counts]
    if len(read) < 2:
        return ""
    before, now = read[-2], read[-1]
    ours = [
        m
        for m in messages
        if not m.is_from_customer and before.written_at <= m.written_at <= now.written_at
    ]
    if not ours or before.reading is None or now.reading is None:
        return ""
    moment = clock(ours[-1].written_at)
    if now.reading.anger < before.reading.anger:
        return _("Calmer after our reply of {time}.").format(time=moment)
    if now.reading.anger > before.reading.anger:
        return _("Angrier after our reply of {time}.").format(time=moment)
    return ""


def earlier_cases(case: Case, agent: Agent) -> CaseQuerySet:
    """Other cases of the same customer, as far as this agent may see them."""
    others = Case.objects.visible_to(agent).filter(customer=case.customer_id)
    return others.exclude(pk=case.pk).latest_first()[:EARLIER]


def confirmed(case: Case) -> dict[str, Any]:
    """The separate problems of a case, and how many the customer confirmed."""
    parts = list(case.parts.all())
    sure = sum(part.is_confirmed or part.is_solved for part in parts)
    return {"parts": parts, "confirmed": sure}


def _label_for(messages: Sequence[Message]) -> Callable[[datetime], str]:
    """How the chart and what is said of it write a moment: the time alone if all is one day."""
    days = {timezone.localtime(message.written_at).date() for message in messages}
    return clock if len(days) == 1 else _short


def _short(moment: datetime) -> str:
    """The time today, the day of the week this week, and the date before that."""
    here, today = timezone.localtime(moment), timezone.localtime(timezone.now())
    days = (today.date() - here.date()).days
    if days == 0:
        return clock(moment)
    return date_format(here, "D" if days < 7 else "j M").lower()
