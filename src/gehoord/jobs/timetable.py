"""Work that comes round by itself: every so many minutes, or daily at an hour."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from gehoord.jobs.due import work_through
from gehoord.jobs.models import TimedJob
from gehoord.jobs.nudges import drain

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=30)
Work = Callable[[], object]


@dataclass(frozen=True)
class Appointment:
    """A function and the moment it is due after a given moment."""

    work: Work
    first_after: Callable[[datetime], datetime]
    next_after: Callable[[datetime], datetime]


_appointments: dict[str, Appointment] = {}


def every(*, minutes: float) -> Callable[[Work], Work]:
    """Run the function at start and then every so many minutes, on one machine of all.

    Put it in `tasks.py`. A failure is logged and tried again after a growing delay.
    """
    pause = timedelta(minutes=minutes)
    return _register(lambda now: now, lambda now: now + pause)


def daily(*, hour: int, minute: int = 0) -> Callable[[Work], Work]:
    """Run the function once a day at a time of the settings' time zone, on one machine of all.

    A run that was missed because everything was down is made up for.
    """

    def next_after(now: datetime) -> datetime:
        here = timezone.get_default_timezone()
        today = now.astimezone(here).date()
        at = datetime.combine(today, time(hour, minute), tzinfo=here)
        if at <= now:
            at = datetime.combine(today + timedelta(days=1), time(hour, minute), tzinfo=here)
        return at

    return _register(next_after, next_after)


def _register(
    first_after: Callable[[datetime], datetime], next_after: Callable[[datetime], datetime]
) -> Callable[[Work], Work]:
    def register(work: Work) -> Work:
        name = f"{work.__module__}.{work.__qualname__}"
        _appointments[name] = Appointment(work, first_after, next_after)
        return work

    return register


@drain("timetable")
def keep_timetable() -> int:
    """Run what is due by the timetable; returns how many jobs ran well."""
    known = set(TimedJob.objects.values_list("name", flat=True))
    now = timezone.now()
    missing = [
        TimedJob(name=name, next_attempt_at=appointment.first_after(now))
        for name, appointment in _appointments.items()
        if name not in known
    ]
    if missing:
        TimedJob.objects.bulk_create(missing, ignore_conflicts=True)
    return work_through(TimedJob.objects.filter(name__in=_appointments), run_job, lease=LEASE)


def run_job(job: TimedJob) -> None:
    """Run one piece of periodic work and note when it is due again."""
    appointment = _appointments[job.name]
    appointment.work()
    now = timezone.now()
    TimedJob.objects.filter(pk=job.pk, leased_until=job.leased_until).update(
        next_attempt_at=appointment.next_after(now), leased_until=None, attempts=0, last_run_at=now
    )
