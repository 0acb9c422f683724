"""Clocks change twice a year; what was promised to a customer does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.rungs import LADDER
from gehoord.limits.ladder.spans import Span, working_days_after

ZONE = ZoneInfo("Europe/Amsterdam")
HOUR = timedelta(hours=1)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))


def local(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZONE, fold=fold)  # type: ignore[misc]


def clock(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%d-%m %H:%M}"


@pytest.mark.parametrize(
    ("begins", "span", "ends"),
    [
        # Two hours are two hours, also in the night in which 2 o'clock does not exist or is twice.
        (local(2026, 3, 29, 1, 30), Span(hours=2), "29-03 04:30"),
        (local(2026, 10, 25, 1, 30), Span(hours=2), "25-10 02:30"),
        (local(2026, 10, 25, 2, 30), Span(hours=24), "26-10 01:30"),
        (local(2026, 10, 25, 2, 30, fold=1), Span(hours=24), "26-10 02:30"),
        # Days and months end at the time that stands in the notice.
        (local(2026, 3, 1, 9, 0), Span(days=90), "30-05 09:00"),
        (local(2026, 10, 1, 9, 0), Span(months=6), "01-04 09:00"),
        (local(2026, 8, 31, 9, 0), Span(months=6), "28-02 09:00"),
        (local(2028, 2, 29, 9, 0), Span(months=12), "28-02 09:00"),
        # The end falls in the hour that does not exist: an hour later on the clock, never sooner.
        (local(2026, 2, 27, 2, 30), Span(days=30), "29-03 03:30"),
    ],
)
def test_measure_ends_at_the_time_that_was_told(begins, span, ends):
    assert clock(span.after(begins, ZONE)) == ends


@given(MOMENTS)
def test_no_measure_is_longer_than_its_rung_in_any_night_of_the_year(begins):
    for kind, most in (
        (Kind.WARNING, 24 * HOUR),
        (Kind.COOL_OFF, 24 * HOUR),
        (Kind.FLAG, 90 * 24 * HOUR + HOUR),
        (Kind.ARRANGEMENT, 184 * 24 * HOUR + HOUR),
        (Kind.BLOCK, 366 * 24 * HOUR + HOUR),
    ):
        ends = LADDER[kind].longest.after(begins, ZONE)
        assert timedelta() < ends - begins <= most


@given(MOMENTS, st.integers(1, 20))
def test_term_of_working_days_is_over_when_the_last_day_is(begins, days):
    ends = working_days_after(begins, days, ZONE)
    last = (ends - timedelta(microseconds=1)).astimezone(ZONE)

    assert (ends.astimezone(ZONE).hour, ends.astimezone(ZONE).minute) == (0, 0)
    assert last.weekday() < 5
    first = begins.astimezone(ZONE).date()
    passed = (first + timedelta(days=1 + each) for each in range((last.date() - first).days))
    assert sum(day.weekday() < 5 for day in passed) == days


@given(MOMENTS)
def test_later_begin_never_ends_sooner_by_more_than_the_hour_of_the_clock(begins):
    for span in (Span(hours=24), Span(days=90)):
        ends = [span.after(begins + each, ZONE) for each in (timedelta(), HOUR)]
        assert ends[1] >= ends[0]
