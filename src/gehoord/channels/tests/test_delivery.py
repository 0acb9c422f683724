from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from gehoord.cases.actions import write_note
from gehoord.cases.models import Delivery, Event, Message
from gehoord.channels import registry
from gehoord.channels.contract import NotDelivered, Receipt, TryLater
from gehoord.channels.delivery import MOST_ATTEMPTS, deliver, deliver_due_replies
from gehoord.jobs.nudges import drain_names, run_drain
from tests.factories import make_agent, make_case, make_house, make_reply, make_team

pytestmark = pytest.mark.django_db


class Carrier:
    """A channel that answers what the test wants, and counts."""

    name, queue = "webchat", ""

    def __init__(self, answer):
        self.answer, self.seen = answer, []

    def deliver(self, message):
        self.seen.append(message)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def reply():
    make_house(undo_seconds=60)
    team = make_team()
    reply = make_reply(case=make_case(team=team), author=make_agent(team=team))
    Message.objects.filter(pk=reply.pk).update(next_attempt_at=timezone.now())
    return reply


@pytest.fixture
def carry(monkeypatch):
    def through(answer):
        carrier = Carrier(answer)
        monkeypatch.setitem(registry._channels, "webchat", carrier)
        return carrier

    return through


def test_reply_gets_the_channels_number(reply, carry):
    carry(Receipt(external_id="x-1"))

    deliver_due_replies()

    reply.refresh_from_db()
    assert (reply.delivery, reply.external_id, reply.next_attempt_at) == ("sent", "x-1", None)


def test_refused_reply_is_shown_as_failed_with_the_reason(reply, carry):
    carry(NotDelivered("Dit adres bestaat niet meer."))

    deliver_due_replies()

    reply.refresh_from_db()
    assert (reply.delivery, reply.failure) == ("failed", "Dit adres bestaat niet meer.")
    assert reply.case.events.filter(kind=Event.Kind.REPLY_FAILED).exists()


def test_unreachable_channel_is_tried_later_and_the_agent_still_sees_on_its_way(reply, carry):
    carry(TryLater("time-out"))

    deliver_due_replies()

    reply.refresh_from_db()
    assert reply.delivery == Delivery.DUE
    assert reply.next_attempt_at > timezone.now()


def test_channel_that_stays_away_makes_the_reply_fail_in_the_end(reply, carry):
    carrier = carry(TryLater("time-out"))

    for _ in range(MOST_ATTEMPTS + 3):
        Message.objects.filter(pk=reply.pk, delivery=Delivery.DUE).update(
            next_attempt_at=timezone.now()
        )
        deliver_due_replies()

    reply.refresh_from_db()
    assert reply.delivery == Delivery.FAILED
    assert len(carrier.seen) == MOST_ATTEMPTS


def test_worker_that_died_with_a_reply_in_its_hands_leaves_it_to_the_next(reply, carry):
    carrier = carry(Receipt())
    dead = Message.objects.to_customers().claim(timedelta(seconds=60))
    assert dead == reply
    assert deliver_due_replies() == 0

    Message.objects.filter(pk=reply.pk).update(leased_until=timezone.now())

    assert deliver_due_replies() == 1
    assert carrier.seen == [reply]


def test_no_channel_can_deliver_a_note(reply, carry):
    note = write_note(
        case=reply.case, author=reply.author, text="De klant mag dit niet zien", submission=uuid4()
    )
    carrier = carry(Receipt())

    for name in drain_names():
        run_drain(name)

    assert [message.text for message in carrier.seen] == [reply.text]
    for channel in registry._channels.values():
        assert channel  # every channel goes through the one door below
    with pytest.raises(TypeError, match="Note is not a message"):
        deliver(note)
