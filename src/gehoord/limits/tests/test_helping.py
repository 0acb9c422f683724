"""The help button: who is called, what the clock does, and that nothing of it can be counted."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import models
from django.utils import timezone

from gehoord.limits.actions import (
    HelpIsTaken,
    add_shift,
    advise,
    ask_again,
    ask_for_help,
    close_help,
    join,
    say_standby,
    see_help,
    take_over,
    tell_customer_of_help,
)
from gehoord.limits.actions.helping import move_on
from gehoord.limits.duty import standing_by
from gehoord.limits.help_course import HelpHasEnded, HelpState
from gehoord.limits.models import HelpRequest
from gehoord.limits.tasks import move_calls_on

pytestmark = pytest.mark.django_db


def called(call):
    return {agent.name for agent in call.called.all()}


def later(call, seconds):
    """Let so many seconds pass by moving the row back, and let the worker look."""
    back = timedelta(seconds=seconds)
    HelpRequest.objects.filter(pk=call.pk).update(
        asked_at=models.F("asked_at") - back,
        first_asked_at=models.F("first_asked_at") - back,
        next_attempt_at=models.F("next_attempt_at") - back,
    )
    move_calls_on()
    call.refresh_from_db()


def test_call_reaches_the_lead_on_duty_then_the_next_then_the_manager(
    case, noor, sanne, esra, boss
):
    say_standby(agent=esra, is_on=True)
    add_shift(agent=sanne, weekday=timezone.localtime().weekday(), begins=time(0), until=time(23, 59, 59), by=boss)  # fmt: skip

    call = ask_for_help(by=noor, case=case)
    reached = [called(call)]
    for seconds in (59, 1, 120):
        later(call, seconds)
        reached.append(called(call))

    assert reached == [
        {"Esra Aydin"},
        {"Esra Aydin"},
        {"Esra Aydin", "Sanne Vos"},
        {"Esra Aydin", "Sanne Vos", "Bram Baas"},
    ]


def test_worker_that_died_with_the_row_in_hand_loses_nothing(case, noor, sanne, boss):
    call = ask_for_help(by=noor, case=case)
    back = timezone.now() - timedelta(minutes=5)
    HelpRequest.objects.update(asked_at=back, next_attempt_at=back)
    dead = HelpRequest.objects.all().claim(timedelta(seconds=60), now=back + timedelta(seconds=1))

    move_calls_on()

    assert dead is not None
    assert "Bram Baas" in called(call)


def test_call_that_is_answered_goes_no_further(case, noor, sanne, boss):
    call = ask_for_help(by=noor, case=case)
    join(call=call, by=sanne)

    later(call, 600)

    assert called(call) == {"Sanne Vos"}


def test_call_that_was_only_seen_still_reaches_the_manager(case, noor, sanne, boss):
    call = ask_for_help(by=noor, case=case)
    see_help(call=call, by=sanne)

    later(call, 60)
    assert called(call) == {"Sanne Vos"}
    later(call, 120)
    assert called(call) == {"Sanne Vos", "Bram Baas"}


def test_pressing_twice_is_one_call(case, noor, sanne):
    assert ask_for_help(by=noor, case=case) == ask_for_help(by=noor, case=case)


def test_second_helper_hears_who_was_first(case, noor, sanne, esra):
    call = ask_for_help(by=noor, case=case)
    take_over(call=call, by=sanne)

    with pytest.raises(HelpIsTaken) as taken:
        take_over(call=call, by=esra)

    assert taken.value.by == sanne
    case.refresh_from_db()
    assert case.owner == sanne


def test_who_comes_after_somebody_who_only_looked_has_it_as_long(case, noor, sanne, esra, boss):
    call = ask_for_help(by=noor, case=case)
    see_help(call=call, by=sanne)
    HelpRequest.objects.update(seen_at=timezone.now() - timedelta(minutes=3))

    see_help(call=call, by=esra)

    with pytest.raises(HelpIsTaken) as taken:
        take_over(call=call, by=boss)
    assert taken.value.by == esra


def test_advice_stands_in_the_case_as_a_note(case, noor, sanne):
    call = ask_for_help(by=noor, case=case)

    advise(call=call, by=sanne, words="Bied ruilen aan.", submission=uuid4())

    assert [note.text for note in case.notes.all()] == ["Bied ruilen aan."]
    assert case.messages.to_customers().count() == 0


def test_who_asks_again_reaches_somebody_else(case, noor, sanne, boss):
    call = ask_for_help(by=noor, case=case)
    see_help(call=call, by=sanne)

    ask_again(call=call)

    call.refresh_from_db()
    assert (call.state, called(call)) == (HelpState.ASKED, {"Sanne Vos", "Bram Baas"})


def test_nobody_helps_in_a_call_that_was_called_off(case, noor, sanne):
    call = ask_for_help(by=noor, case=case)
    close_help(call=call)

    with pytest.raises(HelpHasEnded):
        see_help(call=call, by=sanne)


def test_customer_hears_of_it_only_when_the_agent_says_so(case, noor, sanne):
    call = ask_for_help(by=noor, case=case)
    assert case.messages.to_customers().count() == 0

    tell_customer_of_help(call=call, by=noor, words="Er komt iemand bij.", submission=uuid4())

    assert case.messages.to_customers().get().text == "Er komt iemand bij."


def test_without_a_case_the_leads_of_the_team_come(noor, sanne):
    assert called(ask_for_help(by=noor)) == {"Sanne Vos"}


def test_lead_who_asks_is_not_called_himself(case, sanne, boss):
    assert called(ask_for_help(by=sanne, case=case)) == {"Bram Baas"}


def test_only_who_is_on_duty_is_said_to_stand_by(noor, sanne):
    assert standing_by(noor) is None

    say_standby(agent=sanne, is_on=True)

    assert standing_by(noor) == sanne


def test_forgotten_call_closes_by_itself(case, noor, sanne):
    call = ask_for_help(by=noor, case=case)

    later(call, 13 * 3600)

    assert call.state == HelpState.CLOSED


def test_move_on_of_a_call_that_is_gone_does_nothing(case, noor, sanne):
    call = ask_for_help(by=noor, case=case)
    HelpRequest.objects.all().delete()

    move_on(call=call)
