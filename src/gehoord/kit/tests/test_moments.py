from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from gehoord.kit import moments

NOW = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(hours=2), "12.00"),
        (timedelta(days=1), "gisteren"),
        (timedelta(days=4), "za 6 jun"),
        (timedelta(days=365), "10 jun 2025"),
    ],
)
def test_moment_in_a_list_takes_little_room(ago, said):
    assert moments.short(NOW - ago, now=NOW) == said


@pytest.mark.parametrize(
    ("ago", "said"),
    [(0, "vandaag"), (1, "gisteren"), (4, "za 6 juni"), (365, "di 10 juni 2025")],
)
def test_day_between_messages_is_named_as_one_says_it(ago, said):
    assert moments.near(NOW - timedelta(days=ago), now=NOW) == said


def test_end_of_something_of_days_is_a_date_and_on_its_last_day_a_time():
    with translation.override("nl"):
        assert moments.until(NOW + timedelta(days=90), now=NOW) == "di 8 september"
        assert moments.until(NOW + timedelta(days=300), now=NOW) == "di 6 april 2027"
        assert moments.until(NOW + timedelta(hours=2), now=NOW) == "16.00 uur"
