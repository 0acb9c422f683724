from contextlib import suppress

import pytest
from django.db import transaction

from gehoord.jobs import nudges


@pytest.fixture
def drained(monkeypatch, settings):
    """How often a drain called "parcels" was looked at, in this thread."""
    settings.GEHOORD_NUDGES = "now"
    calls = []
    monkeypatch.setitem(nudges._drains, "parcels", lambda: len(calls) or calls.append(1) or 1)
    return calls


@pytest.mark.django_db(transaction=True)
def test_nudge_is_carried_out_when_the_change_is_committed(drained):
    with transaction.atomic():
        nudges.nudge("parcels")
        assert not drained
    assert drained


@pytest.mark.django_db(transaction=True)
def test_nudge_of_a_change_that_was_rolled_back_is_not_carried_out(drained):
    with suppress(ZeroDivisionError), transaction.atomic():
        nudges.nudge("parcels")
        raise ZeroDivisionError
    assert not drained


def test_two_drains_cannot_have_one_name():
    with pytest.raises(ValueError, match="timetable"):
        nudges.drain("timetable")(lambda: 0)
