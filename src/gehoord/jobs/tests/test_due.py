from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from gehoord.jobs.due import LONGEST_DELAY, retry_at, work_through
from gehoord.jobs.models import TimedJob

LEASE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def make_row(name="row", *, minutes=-1, **columns):
    at = timezone.now() + timedelta(minutes=minutes)
    return TimedJob.objects.create(name=name, next_attempt_at=at, **columns)


def test_claim_takes_the_oldest_due_row():
    make_row("younger", minutes=-1)
    make_row("older", minutes=-2)
    make_row("later", minutes=1)
    TimedJob.objects.create(name="nothing to do")
    claimed = [TimedJob.objects.claim(LEASE) for _ in range(3)]
    assert [row.name if row else None for row in claimed] == ["older", "younger", None]


def test_claimed_row_is_free_again_when_its_lease_runs_out():
    make_row()
    now = timezone.now()
    assert TimedJob.objects.claim(LEASE, now=now)
    assert TimedJob.objects.claim(LEASE, now=now + LEASE / 2) is None
    again = TimedJob.objects.claim(LEASE, now=now + LEASE)
    assert again.attempts == 2


def test_row_is_not_finished_by_a_worker_whose_lease_ran_out():
    make_row()
    now = timezone.now()
    slow = TimedJob.objects.claim(LEASE, now=now)
    quick = TimedJob.objects.claim(LEASE, now=now + LEASE)
    assert not slow.finish()
    assert quick.finish()
    assert not TimedJob.objects.due(now + 3 * LEASE).exists()


def test_failing_row_comes_back_later_and_stops_no_other():
    make_row("broken", minutes=-2)
    make_row("whole")

    def handle(row):
        if row.name == "broken":
            raise ValueError
        row.finish()

    before = timezone.now()
    assert work_through(TimedJob.objects.all(), handle) == 1
    broken, whole = TimedJob.objects.order_by("name")
    assert whole.next_attempt_at is None
    assert broken.leased_until is None
    assert broken.next_attempt_at > before


def test_row_whose_finish_was_rolled_back_comes_back_after_the_growing_delay():
    make_row()

    def handle(row):
        with transaction.atomic():
            row.finish()
            raise ValueError

    work_through(TimedJob.objects.all(), handle)
    row = TimedJob.objects.get()
    assert row.leased_until is None
    assert row.next_attempt_at > timezone.now()


def test_delay_doubles_from_five_seconds_to_at_most_fifteen_minutes():
    now = timezone.now()
    delays = [(retry_at(attempts, now) - now).total_seconds() for attempts in range(1, 40)]
    full = [min(5 * 2**doublings, LONGEST_DELAY.total_seconds()) for doublings in range(39)]
    assert all(0.75 * most <= delay <= most for delay, most in zip(delays, full, strict=True))
