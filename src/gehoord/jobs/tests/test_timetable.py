from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from gehoord.jobs import timetable
from gehoord.jobs.models import TimedJob
from gehoord.jobs.nudges import run_drain

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def appointments(monkeypatch):
    """An empty timetable, to register in."""
    monkeypatch.setattr(timetable, "_appointments", empty := {})
    return empty


@pytest.mark.django_db
def test_work_of_every_ten_minutes_runs_at_start_and_then_when_due(appointments):
    runs = []
    timetable.every(minutes=10)(lambda: runs.append("tick"))
    run_drain("timetable")
    run_drain("timetable")
    assert len(runs) == 1
    TimedJob.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    run_drain("timetable")
    assert len(runs) == 2


@pytest.mark.django_db
def test_failing_periodic_work_is_tried_again_and_stops_no_other(appointments):
    runs = []

    def broken():
        raise ValueError

    timetable.every(minutes=10)(broken)
    timetable.every(minutes=10)(lambda: runs.append("tick"))
    run_drain("timetable")
    assert len(runs) == 1
    tried = TimedJob.objects.get(name__contains="broken")
    assert tried.next_attempt_at - timezone.now() < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 5, 1, 2, 59, tzinfo=AMSTERDAM), datetime(2026, 5, 1, 3, tzinfo=AMSTERDAM)),
        (datetime(2026, 5, 1, 3, 0, tzinfo=AMSTERDAM), datetime(2026, 5, 2, 3, tzinfo=AMSTERDAM)),
        # Summer time begins in the night between: still at three by the clock.
        (datetime(2026, 3, 28, 4, tzinfo=AMSTERDAM), datetime(2026, 3, 29, 3, tzinfo=AMSTERDAM)),
    ],
)
def test_daily_work_is_due_at_its_hour_by_the_clock_of_the_house(appointments, now, expected):
    timetable.daily(hour=3)(test_daily_work_is_due_at_its_hour_by_the_clock_of_the_house)
    (appointment,) = appointments.values()
    assert appointment.next_after(now.astimezone(ZoneInfo("UTC"))) == expected
