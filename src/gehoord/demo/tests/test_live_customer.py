from __future__ import annotations

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from gehoord.cases.actions import send_reply
from gehoord.cases.models import Case, Message
from gehoord.channels.delivery import deliver_due_replies
from gehoord.demo.chat_door import ChatDoor, DoorIsClosed
from gehoord.demo.live_customer import LiveCustomer
from gehoord.demo.temper import Temper, live_stories
from tests.factories import make_agent, make_house, make_site, make_team


@pytest.fixture(autouse=True)
def _demonstration(settings):
    settings.GEHOORD_DEMO = True


@pytest.mark.parametrize("story", live_stories().values(), ids=lambda story: story.key)
def test_customer_gets_angrier_at_as_i_said_and_calm_when_heard(story):
    temper = Temper(story)
    temper.react("Zoals ik al zei moet u wachten.")
    angrier = temper.anger
    temper.react("Het spijt me, dat klopt niet. Ik lees dat u al lang wacht.")
    calmer = temper.anger
    while not temper.is_done:
        temper.react("Ik begrijp het. Vrijdag om 11.00 uur is het geregeld.")

    assert angrier == min(4, story.anger + 1)
    assert calmer == angrier - 1
    assert temper.react("Dank u.") == story.thanks


def test_customer_answers_a_question_with_a_fact():
    story = live_stories()["verkeerd-bed"]

    assert Temper(story).react("Wat vervelend. Wat is uw bestelnummer?") == story.answers[0]


def test_customer_who_waits_asks_and_then_only_waits():
    temper = Temper(live_stories()["rouw"])

    assert temper.wait()
    assert temper.wait() is None


@pytest.mark.django_db(transaction=True)
def test_customer_plays_through_the_door_of_a_running_server(live_server, settings):
    settings.GEHOORD_URL = live_server.url
    team = make_team()
    make_house(undo_seconds=0)
    make_site(team=team, key="lindehout", hosts=[live_server.url])
    agent = make_agent(team=team)
    story = live_stories()["verkeerd-bed"]
    door = ChatDoor(live_server.url, site=story.site)
    customer = LiveCustomer(door, story, sleep=lambda seconds: None)

    customer.begin()
    case = Case.objects.get()
    had_news_before = customer.look()
    send_reply(
        case=case, author=agent, text="Wat vervelend. Wat is uw bestelnummer?", submission=uuid4()
    )
    Message.objects.to_customers().update(next_attempt_at=timezone.now())
    deliver_due_replies()
    has_news = customer.look()

    said = list(case.messages.from_customers().in_order().values_list("text", flat=True))
    assert said == [*story.opening, story.answers[0]]
    assert (had_news_before, has_news) == (False, True)
    assert case.messages.to_customers().get().read_at is not None


@pytest.mark.django_db(transaction=True)
def test_customer_hears_that_a_chat_does_not_exist(live_server):
    with pytest.raises(DoorIsClosed):
        ChatDoor(live_server.url, site="nergens").start()


def test_command_says_what_to_do_when_no_server_is_there():
    with pytest.raises(CommandError, match="gehoord serve"):
        call_command("demo_customer", url="http://127.0.0.1:9", stdout=StringIO())


def test_command_lists_its_stories():
    said = StringIO()
    call_command("demo_customer", list=True, stdout=said)

    assert "verkeerd-bed" in said.getvalue()
    assert "monteur" in said.getvalue()


@pytest.mark.parametrize(
    "wrong", [{"story": "bestaat-niet"}, {"speed": 1000.0}, {"url": "geen adres"}]
)
def test_command_refuses_words_it_does_not_know(wrong):
    with pytest.raises(CommandError):
        call_command("demo_customer", stdout=StringIO(), **wrong)


def test_command_plays_only_in_a_demonstration(settings):
    settings.GEHOORD_DEMO = False

    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("demo_customer", stdout=StringIO())
