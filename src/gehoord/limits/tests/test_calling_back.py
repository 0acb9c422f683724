"""The customer whose conversation was ended without ground: somebody is called until he is called."""

from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from django.utils import timezone

from gehoord.cases.models import Delivery, Message
from gehoord.limits.actions import (
    CallBackIsTaken,
    CustomerWasContacted,
    add_shift,
    did_not_reach_customer,
    end_conversation,
    say_standby,
    spoke_to_customer,
    take_call_back,
)
from gehoord.limits.call_back_course import WITHIN
from gehoord.limits.call_backs import promise_for
from gehoord.limits.keeping import history_of
from gehoord.limits.models import EndedWithoutGround, Incident, Measure, OutsideAlert
from gehoord.limits.outside import words_of
from gehoord.limits.tasks import remind_of_customers
from tests.factories import make_customer_message, make_reply

pytestmark = pytest.mark.django_db
HOME = ZoneInfo("Europe/Amsterdam")


def end(team, by, **message):
    talk = make_customer_message(team=team, **message).conversation
    return end_conversation(conversation=talk, by=by, words="Ik rond af.", submission=uuid4())


def later(ended, minutes):
    """Let so many minutes pass by moving the row back, and let the worker look."""
    back = timedelta(minutes=minutes)
    Message.objects.update(written_at=F("written_at") - back)
    EndedWithoutGround.objects.filter(pk=ended.pk).update(
        ended_at=F("ended_at") - back,
        call_back_by=F("call_back_by") - back,
        taken_at=F("taken_at") - back,
        next_attempt_at=F("next_attempt_at") - back,
    )
    remind_of_customers()
    ended.refresh_from_db()


def called(ended):
    return {agent.name for agent in ended.called.all()}


def leave(reply):
    """The reply left, as it does after the seconds in which it can be taken back."""
    Message.objects.filter(pk=reply.pk).update(delivery=Delivery.SENT)


def test_first_on_duty_hears_it_then_the_next_then_the_managers(team, noor, sanne, esra, boss):
    say_standby(agent=esra, is_on=True)

    ended = end(team, noor)
    heard = [called(ended)]
    for minutes in (9, 1, 5):
        later(ended, minutes)
        heard.append(called(ended))

    first, then = {"Esra Aydin"}, {"Esra Aydin", "Sanne Vos"}
    assert heard == [first, first, then, then | {"Bram Baas"}]
    assert ended.next_attempt_at is None


def test_browsers_of_who_leads_hear_it_at_once(team, noor, sanne, announced):
    end(team, noor)

    told = {audience for topic, audiences in announced if topic == "help" for audience in audiences}
    assert sanne.audience in told


def test_worker_that_died_with_the_row_in_hand_loses_nothing(team, noor, sanne, boss):
    ended = end(team, noor)
    back = timezone.now() - timedelta(minutes=5)
    EndedWithoutGround.objects.update(call_back_by=back, next_attempt_at=back)
    dead = EndedWithoutGround.objects.all().claim(timedelta(seconds=60), now=back)

    remind_of_customers()

    assert dead is not None
    assert "Bram Baas" in called(ended)


def test_while_a_colleague_has_it_the_next_is_left_alone_until_it_is_late(
    team, noor, sanne, esra, boss
):
    say_standby(agent=esra, is_on=True)
    ended = end(team, noor)
    take_call_back(ended=ended, by=esra)

    later(ended, 10)
    in_time = called(ended)
    later(ended, 5)

    assert (in_time, called(ended)) == ({"Esra Aydin"}, {"Esra Aydin", "Bram Baas"})


def test_second_who_takes_it_hears_who_was_first(team, noor, sanne, esra):
    ended = end(team, noor)
    take_call_back(ended=ended, by=sanne)

    for act in (take_call_back, spoke_to_customer, did_not_reach_customer):
        with pytest.raises(CallBackIsTaken) as taken:
            act(ended=ended, by=esra)
        assert taken.value.by == sanne


def test_colleague_who_forgets_it_holds_nobody_up(team, noor, sanne, esra):
    ended = end(team, noor)
    take_call_back(ended=ended, by=sanne)

    later(ended, 10)

    assert take_call_back(ended=ended, by=esra).taken_by == esra


def test_who_was_not_reached_stays_and_may_be_tried_by_anybody(team, noor, sanne, esra):
    ended = end(team, noor)
    for colleague in (sanne, esra):
        take_call_back(ended=ended, by=colleague)
        did_not_reach_customer(ended=ended, by=colleague)

    row = EndedWithoutGround.objects.waiting().get()
    assert len(row.tried_at) == 2
    assert row.taken_by is None


def test_who_was_spoken_to_waits_no_longer_and_nothing_tells_who_called(team, noor, sanne, boss):
    ended = end(team, noor)
    take_call_back(ended=ended, by=sanne)
    spoke_to_customer(ended=ended, by=sanne)

    later(ended, 20)

    assert not EndedWithoutGround.objects.waiting().exists()
    assert ended.taken_by is None
    assert "Bram Baas" not in called(ended)
    with pytest.raises(CustomerWasContacted):
        take_call_back(ended=ended, by=boss)


def test_reply_counts_once_it_left_and_the_last_words_never_do(team, noor, sanne, boss):
    ended = end(team, noor)
    leave(ended.last_words)
    reply = make_reply(case=ended.conversation.case, author=sanne)
    before = EndedWithoutGround.objects.waiting().exists()

    leave(reply)
    later(ended, 20)

    assert before
    assert not EndedWithoutGround.objects.waiting().exists()
    assert "Bram Baas" not in called(ended)


def test_places_outside_hear_it_without_a_name(team, noor, sanne, settings):
    settings.GEHOORD_HELP_ALERTS = ["json://localhost"]

    end(team, noor, name="Marieke Verhoeven")

    alert = OutsideAlert.objects.get()
    title, page = words_of(alert)
    assert title == "Een klant wacht op een telefoontje. Open Gehoord."
    assert page.endswith("/help/")


def test_nothing_of_it_is_ever_counted_against_the_customer(team, noor, sanne):
    for _ in range(4):
        ended = end(team, noor, sender="hoekstra")
        spoke_to_customer(ended=ended, by=sanne)

    customer = ended.conversation.case.customer
    history = history_of(customer)
    assert (history.behaviours, history.measures) == ((), ())
    assert not Measure.objects.exists()
    assert not Incident.objects.exists()


# ── What the customer is promised ────────────────────────────────────────────────────────────


def test_a_quarter_is_promised_while_somebody_can_be_called(team, noor, sanne):
    now = timezone.now()

    promise = promise_for(team, ender=noor, at=now)

    assert (promise.by, promise.begins_at) == (now + WITHIN, None)


def test_with_a_roster_no_quarter_is_promised_outside_of_it(team, noor, sanne):
    add_shift(agent=sanne, weekday=0, begins=time(8, 30), until=time(17), by=sanne)
    friday, monday = datetime(2026, 6, 5, 21, tzinfo=HOME), datetime(2026, 6, 8, 8, 30, tzinfo=HOME)

    promise = promise_for(team, ender=noor, at=friday)

    assert (promise.begins_at, promise.by) == (monday, monday + WITHIN)
    assert promise_for(team, ender=noor, at=monday).begins_at is None


def test_where_nobody_leads_it_is_the_next_morning_of_work(team, noor):
    friday = datetime(2026, 6, 5, 21, tzinfo=HOME)

    promise = promise_for(team, ender=noor, at=friday)

    assert promise.begins_at == datetime(2026, 6, 8, 9, tzinfo=HOME)


def test_who_ended_it_alone_on_duty_promises_no_colleague(team, sanne):
    say_standby(agent=sanne, is_on=True)

    assert promise_for(team, ender=sanne).begins_at is not None


def test_nobody_is_called_before_the_hours_that_were_promised(team, noor, sanne):
    opens_at = timezone.now() + timedelta(hours=10)
    talk = make_customer_message(team=team).conversation
    promise = promise_for(team, ender=noor, opens_at=opens_at)

    ended = end_conversation(
        conversation=talk, by=noor, words="Tot morgen.", submission=uuid4(), promise=promise
    )
    at_night = called(ended)
    later(ended, 600)

    assert at_night == set()
    assert called(ended) == {"Sanne Vos"}
