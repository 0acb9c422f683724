import pytest
from django.utils import timezone

from gehoord.cases.models import Message
from gehoord.channels.contract import IncomingMessage
from gehoord.channels.inbound import accept, read_due_inbound
from gehoord.channels.models import Inbound
from tests.factories import make_team

pytestmark = pytest.mark.django_db


def incoming(*, external_id="m-1", text="Waar blijft mijn bank?", sender="v-1"):
    return IncomingMessage(
        external_id=external_id, sender=sender, text=text, written_at=timezone.now()
    )


def test_accepted_message_is_read_into_a_case():
    team = make_team()

    accept(channel="webchat", incoming=incoming(), team=team)
    read_due_inbound()

    message = Message.objects.get()
    assert (message.text, message.case.team) == ("Waar blijft mijn bank?", team)
    assert Inbound.objects.get().message == message


def test_redelivery_changes_nothing():
    team = make_team()

    for _ in range(3):
        accept(channel="webchat", incoming=incoming(), team=team)
        read_due_inbound()

    assert Message.objects.count() == 1


def test_message_that_cannot_be_read_stays_and_stops_no_other():
    team = make_team()
    accept(channel="webchat", incoming=incoming(external_id="broken"), team=team)
    Inbound.objects.update(payload={"nonsense": True})
    accept(channel="webchat", incoming=incoming(external_id="good", sender="v-2"), team=team)

    read_due_inbound()

    assert Message.objects.get().external_id == "good"
    broken = Inbound.objects.unread().get()
    assert broken.attempts == 1
    assert broken.next_attempt_at > timezone.now()


def test_message_keeps_what_it_was_sent_with():
    original = incoming(text="Één ‘vreemde’ tekst\n\n👩‍👩‍👧 \u202eabc")

    assert IncomingMessage.from_payload(original.as_payload()) == original
