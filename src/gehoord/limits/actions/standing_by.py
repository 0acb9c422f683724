"""Who stands by: the weekly roster, and what people say about themselves today."""

from __future__ import annotations

from datetime import time

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.actions import record
from gehoord.accounts.models import Agent
from gehoord.limits.keeping import calendar
from gehoord.limits.ladder.spans import end_of_day
from gehoord.limits.models import DutyShift, Standby


@transaction.atomic
def add_shift(*, agent: Agent, weekday: int, begins: time, until: time, by: Agent) -> DutyShift:
    """Put somebody in the roster; the same shift twice is one."""
    shift, is_new = DutyShift.objects.get_or_create(
        agent=agent, weekday=weekday, begins=begins, until=until
    )
    if is_new:
        record(actor=by, what="duty shift added", about=agent.name, shift=str(shift))
    return shift


@transaction.atomic
def remove_shift(*, shift: DutyShift, by: Agent) -> None:
    """Take a shift out of the roster."""
    record(actor=by, what="duty shift removed", about=shift.agent.name, shift=str(shift))
    shift.delete()


def say_standby(*, agent: Agent, is_on: bool | None) -> Standby:
    """Say for today that you are on duty, or are not; None leaves it to the roster."""
    until = None if is_on is None else end_of_day(timezone.localdate(), calendar())
    own, _is_new = Standby.objects.update_or_create(
        agent=agent, defaults={"is_on": is_on, "until": until}
    )
    return own


def want_sound(*, agent: Agent, wants_sound: bool) -> Standby:
    """Choose whether a call for help makes a soft sound."""
    own, _is_new = Standby.objects.update_or_create(
        agent=agent, defaults={"wants_sound": wants_sound}
    )
    return own
