"""The safety route: begun by a person, kept by clocks, closed when all of it was done."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gehoord.accounts.models import Role
from gehoord.cases.quiet import is_quiet
from gehoord.limits.actions import (
    begin_safety,
    close_safety,
    confirm_behaviour,
    do_safety_step,
    undo_safety_step,
)
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import Aftercare, SafetyCase
from gehoord.limits.safety_steps import CHECKLIST, SafetyStep, due_moments, next_reminder
from gehoord.limits.tasks import remind_of_steps
from tests.factories import make_agent, make_team

HOME = ZoneInfo("Europe/Amsterdam")
DAYS = {SafetyStep.DAY_1: 1, SafetyStep.DAY_7: 7, SafetyStep.DAY_30: 30}


@pytest.fixture
def officer():
    return make_agent(name="Ot Vis", roles=[Role.SAFETY])


# ── Clocks ───────────────────────────────────────────────────────────────────────────────────


def test_lead_and_safety_officer_know_within_five_minutes():
    begun = datetime(2026, 6, 2, 10, tzinfo=UTC)

    moments = due_moments(begun, HOME)

    assert {moments[SafetyStep.LEAD], moments[SafetyStep.OFFICER]} == {begun + timedelta(minutes=5)}


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))
def test_follow_up_is_asked_at_the_same_time_on_the_clock_whatever_summer_time_does(begun):
    moments = due_moments(begun, HOME)

    for step, days in DAYS.items():
        there = moments[step].astimezone(HOME)
        assert (there.date() - begun.astimezone(HOME).date()).days == days
        wall = begun.astimezone(HOME).replace(tzinfo=None)
        # A time that the clock skips that day is an hour later.
        assert there.replace(tzinfo=None) - wall - timedelta(days=days) in (
            timedelta(0),
            timedelta(hours=1),
        )


@given(st.sets(st.sampled_from(list(SafetyStep))), st.sets(st.sampled_from(list(SafetyStep))))
def test_next_reminder_is_of_the_first_step_that_is_neither_done_nor_reminded_of(done, reminded):
    begun = datetime(2026, 10, 24, 22, tzinfo=UTC)
    moments = due_moments(begun, HOME)

    at = next_reminder(begun, HOME, done=done, reminded=reminded)

    left = [moment for step, moment in moments.items() if step not in done | reminded]
    assert at == (min(left) if left else None)


def test_every_step_stands_in_the_checklist_once():
    assert [row.step for row in CHECKLIST] == list(SafetyStep)


# ── The route ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_confirming_danger_begins_the_route_and_asks_aftercare(case, noor):
    message = case.messages.get()

    behaviour = confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.DANGER,
        quotes=["Ik weet waar je woont"],
        by=noor,
    )

    route = SafetyCase.objects.get()
    assert (route.case, route.behaviour, route.for_agent) == (case, behaviour, noor)
    assert Aftercare.objects.get().agent == noor


@pytest.mark.django_db
def test_less_than_danger_begins_nothing(case, noor):
    message = case.messages.get()
    confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.SERIOUS,
        quotes=["Ik weet je te vinden"],
        by=noor,
    )

    assert not SafetyCase.objects.exists()


@pytest.mark.django_db
def test_route_in_a_case_is_begun_once(case, noor, sanne):
    assert begin_safety(case=case, by=noor) == begin_safety(case=case, by=sanne)


@pytest.mark.django_db
def test_case_is_quiet_as_long_as_the_route_goes_on(case, noor, sanne, officer):
    assert not is_quiet(case)
    route = begin_safety(case=case, by=noor)
    assert is_quiet(case)

    finish(route, sanne, officer)

    assert not is_quiet(case)


def finish(route, sanne, officer):
    for row in CHECKLIST:
        by = officer if row.step == SafetyStep.OFFICER else sanne
        do_safety_step(route=route, step=row.step, by=by, said="Zo afgesproken.")
    close_safety(route=route, by=sanne)


@pytest.mark.django_db
def test_route_closes_only_when_every_step_was_done(case, noor, sanne, officer):
    route = begin_safety(case=case, by=noor)
    with pytest.raises(NotAllowed):
        close_safety(route=route, by=sanne)

    finish(route, sanne, officer)

    route.refresh_from_db()
    assert (route.is_open, route.next_attempt_at) == (False, None)
    assert not Aftercare.objects.exists()


@pytest.mark.django_db
def test_steps_are_for_who_they_are_for_and_some_need_words(case, noor, sanne):
    route = begin_safety(case=case, by=noor)

    with pytest.raises(NotAllowed):
        do_safety_step(route=route, step=SafetyStep.LEAD, by=noor)
    with pytest.raises(NotAllowed):
        do_safety_step(route=route, step=SafetyStep.OFFICER, by=sanne)
    with pytest.raises(NotAllowed):
        do_safety_step(route=route, step=SafetyStep.POLICE, by=sanne, said=" ")
    do_safety_step(route=route, step=SafetyStep.STOP, by=noor)
    undo_safety_step(route=route, step=SafetyStep.STOP, by=noor)

    route.refresh_from_db()
    assert route.done == {}


@pytest.mark.django_db
def test_reminders_come_once_per_step_and_tell_who_keeps_an_eye(
    case, noor, sanne, officer, announced
):
    route = begin_safety(case=case, by=noor)
    do_safety_step(route=route, step=SafetyStep.STOP, by=noor)
    announced.clear()
    SafetyCase.objects.update(
        begun_at=timezone.now() - timedelta(minutes=6), next_attempt_at=timezone.now()
    )

    remind_of_steps()
    remind_of_steps()

    route.refresh_from_db()
    assert set(route.reminded) == {SafetyStep.LEAD, SafetyStep.OFFICER}
    told = [audiences for topic, audiences in announced if topic == "safety"]
    assert len(told) == 1
    assert {sanne.audience, officer.audience} <= set(told[0])


@pytest.mark.django_db
def test_only_who_is_concerned_sees_a_route(case, team, noor, sanne, officer):
    route = begin_safety(case=case, by=noor)
    colleague = make_agent(team=team)
    stranger = make_agent(team=make_team(), roles=[Role.LEAD])

    sees = {
        who: list(SafetyCase.objects.visible_to(agent)) == [route]
        for who, agent in [("noor", noor), ("sanne", sanne), ("officer", officer),
                           ("colleague", colleague), ("stranger", stranger)]
    }  # fmt: skip

    assert sees == {
        "noor": True, "sanne": True, "officer": True, "colleague": False, "stranger": False,
    }  # fmt: skip
