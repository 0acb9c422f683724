from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from gehoord.cases.actions import (
    CaseIsClosed,
    ReplyIsAlreadyGone,
    ReplyIsEmpty,
    assign_case,
    forget_old_readings,
    forget_presence,
    look_at_case,
    move_case,
    reopen_case,
    save_draft,
    send_reply,
    set_stage,
    solve_case,
    take_back_reply,
    try_again,
    write_note,
)
from gehoord.cases.models import Case, Delivery, Draft, Event, Message, Note, Presence
from gehoord.cases.queues import DELIVER
from gehoord.cases.stages import Stage
from gehoord.cases.statuses import Status
from gehoord.coaching.models import Reading
from gehoord.jobs.nudges import run_drain
from tests.factories import (
    make_agent,
    make_case,
    make_customer_message,
    make_house,
    make_reply,
    make_team,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def noor(team):
    return make_agent(team=team)


def test_first_message_opens_a_case_that_waits(team, announced):
    message = make_customer_message(team=team, text="Waar blijft mijn bank?", sender="m")

    case = message.case
    assert (case.status, case.team, case.last_words) == ("waiting", team, "Waar blijft mijn bank?")
    assert case.waiting_since == message.written_at
    assert (case.topic, (team.audience, f"address-{message.conversation.address_id}")) in [
        (topic, tuple(sorted(audiences, reverse=True))) for topic, audiences in announced
    ]


def test_next_message_of_the_same_sender_joins_the_case(team):
    first = make_customer_message(team=team, sender="m")
    second = make_customer_message(team=team, sender="m", text="Hallo??")

    assert second.case == first.case
    assert second.case.waiting_since == first.written_at


def test_message_soon_after_solving_opens_the_case_again(team, noor):
    case = make_customer_message(team=team, sender="m").case
    solve_case(case=case, by=noor)

    again = make_customer_message(team=team, sender="m", text="Het is toch niet opgelost.")

    assert again.case == case
    assert again.case.status == Status.WAITING
    assert again.case.events.filter(kind=Event.Kind.REOPENED).exists()


def test_message_long_after_solving_opens_a_new_case(team, noor):
    case = make_customer_message(team=team, sender="m").case
    solve_case(case=case, by=noor)
    Case.objects.filter(pk=case.pk).update(solved_at=timezone.now() - timedelta(days=60))

    assert make_customer_message(team=team, sender="m").case != case


def test_course_follows_every_message_of_the_customer(team):
    make_customer_message(team=team, sender="m", text="Goedemorgen, wanneer komt de bank?")
    message = make_customer_message(
        team=team, sender="m", text="Jullie liegen gewoon! Dit is de vierde keer, belachelijk!"
    )

    case = message.case
    assert case.course == f"0{message.reading.anger}"
    assert message.reading.anger >= 2
    assert case.anger_now == message.reading.anger


def test_reply_waits_for_the_undo_time_and_is_then_sent(team, noor):
    make_house(undo_seconds=10)
    case = make_case(team=team)

    reply = make_reply(case=case, author=noor)

    assert run_drain(DELIVER) == 0
    Message.objects.filter(pk=reply.pk).update(next_attempt_at=timezone.now())
    assert run_drain(DELIVER) == 1
    reply.refresh_from_db()
    assert reply.delivery == Delivery.SENT
    assert run_drain(DELIVER) == 0


def test_first_reply_says_that_software_reads_along_and_later_ones_do_not(team, noor):
    case = make_case(team=team)

    first = make_reply(case=case, author=noor)
    second = make_reply(case=case, author=noor)

    assert "Software" in first.notice
    assert second.notice == ""


def test_reply_answers_the_case_and_takes_it(team, noor):
    case = make_case(team=team)

    make_reply(case=case, author=noor)

    case.refresh_from_db()
    assert (case.status, case.waiting_since, case.owner) == (Status.ANSWERED, None, noor)


def test_same_form_sent_twice_is_one_reply(team, noor):
    case, submission = make_case(team=team), uuid4()

    first = send_reply(case=case, author=noor, text="Dag", submission=submission)
    second = send_reply(case=case, author=noor, text="Dag", submission=submission)

    assert first == second
    assert case.messages.to_customers().count() == 1


def test_reply_to_a_solved_case_is_refused_and_the_draft_stays(team, noor):
    case = make_case(team=team)
    save_draft(case=case, author=noor, mode=Draft.Mode.REPLY, text="Mijn lange antwoord")
    solve_case(case=case, by=make_agent(team=team))

    with pytest.raises(CaseIsClosed):
        make_reply(case=case, author=noor, text="Mijn lange antwoord")

    assert Draft.objects.get().text == "Mijn lange antwoord"


@pytest.mark.parametrize("text", ["", "   \n\t "])
def test_empty_reply_is_refused(team, noor, text):
    with pytest.raises(ReplyIsEmpty):
        make_reply(case=make_case(team=team), author=noor, text=text)


def test_reply_taken_back_is_a_draft_again_and_the_customer_waits_again(team, noor):
    case = make_case(team=team)
    waited_since = case.waiting_since
    reply = make_reply(case=case, author=noor, text="Te snel")

    draft = take_back_reply(reply=reply, agent=noor)

    case.refresh_from_db()
    assert draft.text == "Te snel"
    assert not Message.objects.filter(pk=reply.pk).exists()
    assert (case.status, case.waiting_since) == (Status.WAITING, waited_since)


def test_reply_taken_back_keeps_what_was_written_since(team, noor):
    case = make_case(team=team)
    reply = make_reply(case=case, author=noor, text="Te snel")
    save_draft(case=case, author=noor, mode=Draft.Mode.REPLY, text="En nog iets")

    draft = take_back_reply(reply=reply, agent=noor)

    assert draft.text == "Te snel\n\nEn nog iets"


def test_reply_that_left_cannot_be_taken_back(team, noor):
    make_house(undo_seconds=0)
    reply = make_reply(case=make_case(team=team), author=noor)
    run_drain(DELIVER)

    with pytest.raises(ReplyIsAlreadyGone):
        take_back_reply(reply=reply, agent=noor)


def test_reply_in_a_workers_hands_cannot_be_taken_back(team, noor):
    make_house(undo_seconds=0)
    reply = make_reply(case=make_case(team=team), author=noor)
    Message.objects.filter(pk=reply.pk).update(
        delivery=Delivery.DUE, next_attempt_at=timezone.now()
    )
    assert Message.objects.to_customers().claim(timedelta(minutes=1)) == reply

    with pytest.raises(ReplyIsAlreadyGone):
        take_back_reply(reply=reply, agent=noor)


def test_note_stays_inside(team, noor):
    case = make_case(team=team)

    write_note(case=case, author=noor, text="Let op: oud adres", submission=uuid4())

    assert case.notes.get().text == "Let op: oud adres"
    assert not case.messages.to_customers().exists()
    assert run_drain(DELIVER) == 0


def test_note_and_message_share_no_table_and_no_door():
    """A channel takes messages; a note has none of what a delivery needs."""
    needed = {"conversation", "delivery", "next_attempt_at", "leased_until", "external_id"}

    assert needed.isdisjoint(field.name for field in Note._meta.get_fields())
    assert not issubclass(Note, Message)


def test_moving_a_case_hides_it_from_the_old_team(team, noor):
    case, other = make_case(team=team, owner=noor), make_team()

    move_case(case=case, team=other, by=noor)

    assert not Case.objects.visible_to(noor).exists()
    assert Case.objects.visible_to(make_agent(team=other)).get().owner is None


def test_events_tell_who_did_what(team, noor):
    case = make_case(team=team)
    assign_case(case=case, owner=noor, by=noor)
    set_stage(case=case, stage=Stage.PLAN, by=noor)
    solve_case(case=case, by=noor, why="nieuwe bank bezorgd")
    reopen_case(case=case, by=noor)

    kinds = list(case.events.values_list("kind", flat=True))
    assert kinds == ["opened", "owner", "stage", "status", "status"]
    assert set(case.events.exclude(kind="opened").values_list("actor", flat=True)) == {noor.pk}


def test_failed_reply_is_tried_again_on_request(team, noor):
    reply = make_reply(case=make_case(team=team), author=noor)
    Message.objects.filter(pk=reply.pk).update(
        delivery=Delivery.FAILED, next_attempt_at=None, failure="Het kanaal weigert."
    )

    try_again(reply=reply)
    run_drain(DELIVER)

    reply.refresh_from_db()
    assert (reply.delivery, reply.failure) == (Delivery.SENT, "")


def test_readings_are_forgotten_before_their_messages(team):
    make_house(reading_days=30)
    old = timezone.now() - timedelta(days=31)
    message = make_customer_message(team=team, text="Belachelijk!", written_at=old)
    Reading.objects.update(read_at=old)
    fresh = make_customer_message(team=team, text="Belachelijk!")

    assert forget_old_readings() == 1

    message.refresh_from_db()
    assert (message.text, message.reading, message.case.course) == ("Belachelijk!", None, "")
    assert Message.objects.get(pk=fresh.pk).reading is not None


def test_presence_is_forgotten_after_a_minute(team, noor):
    case = make_case(team=team)
    look_at_case(case=case, agent=noor)
    assert case.presences.now().get().agent == noor

    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=61))

    assert not case.presences.now().exists()
    assert forget_presence() == 1


def test_opening_a_case_makes_it_read_for_the_team(team, noor):
    case = make_case(team=team)
    assert case.is_unread

    look_at_case(case=case, agent=noor)

    assert not Case.objects.get(pk=case.pk).is_unread
