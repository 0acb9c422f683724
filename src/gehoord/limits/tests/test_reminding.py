"""Terms reach the deciders by themselves: once for each step, also when a process dies."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.limits.actions import file_appeal, remind_deciders, review_measure
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.ladder.reminding import Step, Term, step_at
from gehoord.limits.models import Behaviour, Measure, OutsideAlert, Reminded
from gehoord.limits.outside import words_of
from tests.factories import make_agent, make_customer_message

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(hour=9)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def place(settings):
    settings.GEHOORD_NUDGES = "off"
    settings.GEHOORD_HELP_ALERTS = ["json://127.0.0.1:9/"]


@pytest.fixture
def arrangement():
    """A contact arrangement in force, to be looked at again in eight days."""
    message = make_customer_message(name="R. Hoekstra", text="Ik weet je te vinden.")
    measure = Measure.objects.create(
        customer=message.case.customer, case=message.case, kind=Kind.ARRANGEMENT,
        state=State.ACTIVE, reason="Hierom.", proposed_by=make_agent(), proposed_at=NOW - 82 * DAY,
        begins_at=NOW - 82 * DAY, told_at=NOW - 20 * DAY, ends_at=NOW + 100 * DAY,
        review_at=NOW + 8 * DAY, heard_at=NOW - 83 * DAY,
    )  # fmt: skip
    measure.grounds.add(
        Behaviour.objects.create(
            customer=message.case.customer, conversation=message.conversation, level=Level.DANGER,
            quotes=["Ik weet je te vinden."], said_at=NOW - 84 * DAY, confirmed_at=NOW - 84 * DAY,
        )
    )  # fmt: skip
    return measure


def alerts() -> int:
    return OutsideAlert.objects.filter(what=OutsideAlert.What.TERM).count()


def test_review_is_said_a_week_before_and_on_the_day_each_once(arrangement):
    seen = []
    for days in (0, 1, 2, 3, 7, 8, 9, 20):
        remind_deciders(at=NOW + days * DAY)
        remind_deciders(at=NOW + days * DAY)
        seen.append(alerts())

    assert seen == [0, 1, 1, 1, 1, 2, 2, 2]


def test_after_a_review_the_next_one_has_its_own_reminders(arrangement):
    remind_deciders(at=NOW + 7 * DAY)
    lead = make_agent(roles=[Role.LEAD])
    review_measure(measure=arrangement, by=lead, reason="Nog nodig.")
    arrangement.refresh_from_db()
    remind_deciders(at=NOW + 8 * DAY)
    assert alerts() == 1

    remind_deciders(at=arrangement.review_at - 7 * DAY)
    assert alerts() == 2


def test_what_is_over_or_lifted_is_not_said(arrangement):
    Measure.objects.update(state=State.LIFTED)
    assert remind_deciders(at=NOW + 8 * DAY) == 0
    Measure.objects.update(state=State.ACTIVE, ends_at=NOW + 5 * DAY)
    assert remind_deciders(at=NOW + 8 * DAY) == 0


@transaction.atomic
def die_while_reminding(*, at):
    remind_deciders(at=at)
    raise KeyboardInterrupt


def test_process_that_dies_before_the_end_leaves_it_to_the_next(arrangement):
    with pytest.raises(KeyboardInterrupt):
        die_while_reminding(at=NOW + 2 * DAY)
    assert (alerts(), Reminded.objects.count()) == (0, 0)

    remind_deciders(at=NOW + 2 * DAY)

    assert (alerts(), Reminded.objects.count()) == (1, 1)


def test_hearing_after_an_urgent_decision_is_said_before_it_stops_by_itself(arrangement):
    Measure.objects.update(review_at=None, heard_at=None, hear_by=NOW + 4 * DAY)

    counts = []
    for days in range(6):
        remind_deciders(at=NOW + days * DAY)
        counts.append(alerts())

    assert counts[0] == 0
    assert counts[2] == 1
    # Over: there is nothing to remind of any more.
    assert counts[-1] <= 2
    assert counts[-1] == counts[-2]


def test_appeal_near_its_term_is_said_until_somebody_decides(arrangement):
    Measure.objects.update(review_at=None)
    appeal = file_appeal(measure=arrangement, words="Zo was het niet.")
    remind_deciders(at=appeal.decide_by - 6 * DAY)
    assert alerts() == 0
    remind_deciders(at=appeal.decide_by - 2 * DAY)
    assert alerts() == 1
    remind_deciders(at=appeal.decide_by + 2 * DAY)
    assert alerts() == 2


def test_alert_names_nobody(arrangement):
    remind_deciders(at=NOW + 8 * DAY)
    title, body = words_of(OutsideAlert.objects.get())

    assert title == "Een besluit moet opnieuw bekeken worden. Open Gehoord."
    assert body.endswith("/office/limits/")
    assert "Hoekstra" not in title + body


@pytest.mark.parametrize(
    ("today", "step"),
    [
        ("2026-10-17T23:59", None),
        ("2026-10-18T00:01", Step.SOON),
        # Summer time ends in the night of the 25th.
        ("2026-10-24T23:59", Step.SOON),
        ("2026-10-25T00:01", Step.LAST_DAY),
        ("2026-10-30T12:00", Step.LAST_DAY),
    ],
)
def test_days_are_those_of_the_calendar(today, step):
    zone = ZoneInfo("Europe/Amsterdam")
    ends_at = datetime(2026, 10, 26, 0, 0, tzinfo=zone)
    at = datetime.fromisoformat(today).replace(tzinfo=zone)
    assert step_at(Term.REVIEW, ends_at, at=at, zone=zone) == step
