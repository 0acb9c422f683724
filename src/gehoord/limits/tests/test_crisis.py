"""The crisis route: people before rules, until the end of the day and never less than twelve hours."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gehoord.accounts.models import Role
from gehoord.cases.guiding import Path
from gehoord.cases.quiet import is_quiet
from gehoord.limits.actions import (
    begin_care,
    confirm_behaviour,
    end_care,
    note_care_step,
    warn_customer,
)
from gehoord.limits.care import care_until
from gehoord.limits.care_steps import CareStep, lasts_until, lines_of
from gehoord.limits.ladder.guards import Warned
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import Aftercare, CrisisCare, Measure
from tests.factories import make_agent, make_case, make_customer_message, make_team

HOME = ZoneInfo("Europe/Amsterdam")
WARNED = Warned("Ik help u graag.", "U noemt mij trut.", "Gebeurt het weer, dan stop ik.")


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def noor(team):
    return make_agent(team=team)


@pytest.fixture
def case(team, noor):
    return make_case(team=team, owner=noor)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))
def test_limits_wait_to_the_end_of_the_day_and_at_least_twelve_hours(begun):
    until = lasts_until(begun, HOME)

    assert until - begun >= timedelta(hours=12)
    assert until.astimezone(HOME).date() > begun.astimezone(HOME).date()
    assert until - begun <= timedelta(hours=25)


@pytest.mark.parametrize(
    ("begun", "until"),
    [
        ("2026-06-02T09:00+02:00", "2026-06-03T00:00+02:00"),
        ("2026-06-02T22:30+02:00", "2026-06-03T10:30+02:00"),
        # These days have 23 and 25 hours.
        ("2026-03-29T01:30+01:00", "2026-03-30T00:00+02:00"),
        ("2026-10-25T01:30+02:00", "2026-10-26T00:00+01:00"),
        ("2026-03-28T20:00+01:00", "2026-03-29T09:00+02:00"),
    ],
)
def test_end_of_the_day_is_midnight_on_the_clock(begun, until):
    found = lasts_until(datetime.fromisoformat(begun), HOME)

    assert found == datetime.fromisoformat(until)


def test_numbers_are_those_of_the_country():
    numbers = {
        country: [line.number for line in lines_of(country)] for country in ("nl", "be", "both")
    }

    assert numbers == {
        "nl": ["112", "0800-0113"],
        "be": ["112", "1813"],
        "both": ["112", "0800-0113", "1813"],
    }


@pytest.mark.django_db
def test_no_limit_is_set_that_day_and_again_after_a_mistake(case, noor):
    message = case.messages.get()
    confirm_behaviour(
        message=message, conversation=message.conversation, level=Level.PERSONAL,
        quotes=["Trut"], by=noor,
    )  # fmt: skip
    care = begin_care(case=case, by=noor)

    with pytest.raises(NotAllowed):
        warn(message.conversation, noor)
    assert not Measure.objects.exists()

    end_care(care=care, by=noor, was_mistake=True)
    warn(message.conversation, noor)
    assert Measure.objects.count() == 1


def warn(conversation, by):
    warn_customer(conversation=conversation, by=by, warned=WARNED, submission=uuid4())


@pytest.mark.django_db
def test_limits_still_wait_when_a_real_crisis_was_handled(case, noor):
    care = begin_care(case=case, by=noor)

    end_care(care=care, by=noor, was_mistake=False)

    assert care_until(case.customer) == care.until
    assert is_quiet(case)


@pytest.mark.django_db
def test_message_that_shows_a_crisis_already_makes_limits_wait(team):
    message = make_customer_message(
        team=team, text="Ik wil niet meer leven, ik maak er een eind aan."
    )

    assert message.case.path == Path.CRISIS
    assert care_until(message.case.customer) > timezone.now()
    assert not CrisisCare.objects.exists()


@pytest.mark.django_db
def test_route_is_begun_once_and_keeps_when_but_not_what_was_said(case, noor):
    care = begin_care(case=case, by=noor)
    assert begin_care(case=case, by=noor) == care

    care = note_care_step(care=care, step=CareStep.ASK, by=noor, is_done=True)

    assert list(care.steps) == ["ask"]
    assert datetime.fromisoformat(care.steps["ask"]) <= timezone.now()
    care = note_care_step(care=care, step=CareStep.ASK, by=noor, is_done=False)
    assert care.steps == {}


@pytest.mark.django_db
def test_lead_is_asked_to_look_after_who_stood_by_and_never_after_himself(case, noor, team):
    lead = make_agent(team=team, roles=[Role.LEAD])

    begin_care(case=case, by=noor)

    assert [row.agent for row in Aftercare.objects.visible_to(lead)] == [noor]
    assert not Aftercare.objects.visible_to(noor)
