"""Cases that move by what is said, and stay where an agent puts them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.cases import actions
from gehoord.cases.actions import guiding
from gehoord.cases.models import Case, Event, Message
from gehoord.cases.stages import Stage
from tests.factories import make_agent, make_customer_message, make_reply, make_team

pytestmark = pytest.mark.django_db
SENDER = "marieke"
ANGRY = "Dit is echt schandalig! Al drie weken wacht ik op mijn bed en niemand belt terug!"
SUMMARY = "U wacht drie weken op uw bed en niemand belde terug. Mis ik nog iets?"


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def noor(team):
    return make_agent(team=team)


@pytest.fixture
def says(team):
    """The customer says something; gives the case as it is then."""

    def say(text, **more):
        return make_customer_message(team=team, text=text, sender=SENDER, **more).case

    return say


@pytest.fixture
def answers(noor):
    """We answer and the answer leaves; gives the case as it is then."""

    def answer(case, text):
        reply = make_reply(case=case, author=noor, text=text)
        actions.mark_sent(reply=reply)
        return now(case)

    return answer


def now(case):
    return Case.objects.get(pk=case.pk)


def moves(case):
    """What moved by itself: kind, where to and with which words."""
    texts = dict(Message.objects.values_list("pk", "text"))
    return [
        (
            event.kind,
            event.details["to"],
            texts[event.details["message"]][event.details["start"] : event.details["end"]],
        )
        for event in case.events.filter(actor=None, kind__in=[Event.Kind.STAGE, Event.Kind.PATH])
    ]


def test_conversation_moves_by_what_both_say(says, answers):
    case = answers(says(ANGRY), "Dag mevrouw, wat vervelend. Wat is er precies gebeurd?")
    assert case.stage == Stage.LISTEN
    assert answers(case, SUMMARY).stage == Stage.CONFIRM
    assert says("Ja, dat klopt. Fijn dat iemand luistert.").stage == Stage.APOLOGISE
    assert answers(case, "Het spijt me dat u zo lang wacht.").stage == Stage.PLAN
    assert answers(case, "Ik bel u morgen voor tien uur.").stage == Stage.ACT
    assert answers(case, "Is het nu opgelost?").stage == Stage.VERIFY
    assert says("Ja").stage == Stage.CLOSE
    assert answers(case, "Dank u wel dat u het meldde.").stage == Stage.FOLLOW_UP

    assert ("stage", "apologise", "Ja, dat klopt") in moves(case)
    assert ("stage", "close", "Ja") in moves(case)


def test_one_mail_passes_several_stages_and_tells_each(says, answers):
    case = says(ANGRY)
    mail = (
        "Beste mevrouw,\n\nU schrijft dat u drie weken wacht. Klopt dat?\n"
        "Het spijt me dat wij u niet belden. Ik breng het bed vrijdag om 9 uur."
    )

    assert answers(case, mail).stage == Stage.ACT
    assert [to for _kind, to, _words in moves(case)] == ["listen", "confirm", "plan", "act"]


def test_addition_leads_back_to_restating(says, answers):
    answers(says(ANGRY), SUMMARY)

    assert says("Nee, ook nog iets: de rekening klopt niet.").stage == Stage.RESTATE


def test_reply_moves_the_case_only_when_it_leaves(says, noor):
    case = says(ANGRY)
    reply = make_reply(case=case, author=noor, text=SUMMARY)
    assert now(case).stage == Stage.RECEIVE

    actions.mark_sent(reply=reply)

    assert now(case).stage == Stage.CONFIRM


def test_reply_that_was_taken_back_moved_nothing(says, noor):
    case = says(ANGRY)
    reply = make_reply(case=case, author=noor, text=SUMMARY)

    actions.take_back_reply(reply=reply, agent=noor)

    assert now(case).stage == Stage.RECEIVE
    assert moves(case) == []


def test_reply_that_failed_moved_nothing(says, noor):
    case = says(ANGRY)
    actions.mark_failed(reply=make_reply(case=case, author=noor, text=SUMMARY), why="Weg.")

    assert now(case).stage == Stage.RECEIVE


def test_stage_set_by_hand_stays_until_something_new_is_said(says, answers, noor):
    case = answers(says(ANGRY), SUMMARY)
    actions.set_stage(case=case, stage=Stage.LISTEN, by=noor)
    assert now(case).stage == Stage.LISTEN

    assert answers(case, "Als ik het goed begrijp, wacht u drie weken.").stage == Stage.CONFIRM


def test_reply_written_before_the_correction_does_not_undo_it(says, noor):
    case = says(ANGRY)
    reply = make_reply(case=case, author=noor, text=SUMMARY)
    actions.set_stage(case=case, stage=Stage.LISTEN, by=noor)

    actions.mark_sent(reply=reply)

    assert now(case).stage == Stage.LISTEN


def test_message_from_before_the_correction_that_comes_in_late_moves_nothing(says, answers, noor):
    case = answers(says(ANGRY), SUMMARY)
    actions.set_stage(case=case, stage=Stage.CONFIRM, by=noor)
    actions.set_stage(case=case, stage=Stage.RESTATE, by=noor)
    actions.set_stage(case=case, stage=Stage.CONFIRM, by=noor)
    before = timezone.now() - timedelta(minutes=5)

    assert says("Ja, dat klopt.", written_at=before).stage == Stage.CONFIRM
    assert says("Ja, dat klopt.").stage == Stage.APOLOGISE


def test_same_message_delivered_twice_moves_once(says, answers, team, noor):
    case = answers(says(ANGRY), SUMMARY)
    message = make_customer_message(team=team, text="Ja, dat klopt.", sender=SENDER)
    actions.set_stage(case=case, stage=Stage.CONFIRM, by=noor)

    actions.take_in_message(
        address=message.conversation.address,
        team=team,
        text=message.text,
        written_at=message.written_at,
        external_id=message.external_id,
    )

    assert now(case).stage == Stage.CONFIRM


def test_guide_that_breaks_stops_no_message(says, answers, monkeypatch):
    def broken(**_more):
        raise RuntimeError

    monkeypatch.setattr(guiding, "acts_of", broken)
    case = answers(says(ANGRY), SUMMARY)

    assert case.stage == Stage.RECEIVE
    assert case.messages.count() == 2


def test_events_hold_no_words_of_a_message(says, answers):
    case = answers(says(ANGRY), SUMMARY)

    kept = {key for event in case.events.all() for key in event.details}

    assert kept <= {"was", "to", "said", "message", "start", "end", "part"}
