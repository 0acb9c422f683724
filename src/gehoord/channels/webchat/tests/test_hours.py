from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoord.channels.webchat.hours import DAYS, is_open_at, opens_next

OFFICE = {day: ["09:00", "17:30"] for day in DAYS[:5]}
moments = st.datetimes(
    min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31), timezones=st.just(UTC)
)
times = st.times().map(lambda time: time.strftime("%H:%M"))
hours = st.dictionaries(st.sampled_from(DAYS), st.lists(times, min_size=2, max_size=2))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 6, 5, 6, 59, tzinfo=UTC), False),
        (datetime(2026, 6, 5, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 6, 5, 15, 29, tzinfo=UTC), True),
        (datetime(2026, 6, 5, 15, 30, tzinfo=UTC), False),
        (datetime(2026, 6, 6, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 4, 8, 0, tzinfo=UTC), True),
    ],
)
def test_chat_is_open_in_the_houses_own_time(moment, is_open):
    assert is_open_at(OFFICE, moment) is is_open


def test_chat_without_hours_is_always_open():
    assert is_open_at({}, datetime(2026, 6, 7, 3, tzinfo=UTC))


def test_chat_opens_after_the_weekend():
    saturday = datetime(2026, 6, 6, 10, tzinfo=UTC)
    assert opens_next(OFFICE, saturday) == datetime(2026, 6, 8, 7, tzinfo=UTC)


def test_chat_that_opened_earlier_today_opens_in_a_week():
    sunday_evening = datetime(2026, 6, 7, 20, tzinfo=UTC)
    only_sunday = {"sun": ["09:00", "10:00"]}
    assert opens_next(only_sunday, sunday_evening) == datetime(2026, 6, 14, 7, tzinfo=UTC)


@pytest.mark.parametrize("broken", [{"mon": None}, {"mon": ["9"]}, {"mon": ["x", "y"]}, {"mon": 5}])
def test_hours_that_make_no_sense_are_closed(broken):
    monday = datetime(2026, 6, 8, 10, tzinfo=UTC)
    assert not is_open_at(broken, monday)
    assert opens_next(broken, monday) is None


@given(hours, moments)
def test_next_opening_is_ahead_and_then_the_chat_is_open(plan, moment):
    opens_at = opens_next(plan, moment)
    if opens_at is not None:
        assert moment < opens_at <= moment + timedelta(days=7, hours=1)
        # A night in which the clock jumps has no such hour; half an hour later it is over.
        assert is_open_at(plan, opens_at) or opens_at.month in (3, 10)
