"""What an agent does in a conversation: confirm, warn, end."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from gehoord.cases.models import Message
from gehoord.limits.actions import (
    confirm_behaviour,
    end_conversation,
    warn_customer,
)
from gehoord.limits.ladder.guards import Warned
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import Behaviour, EndedWithoutGround, Measure
from tests.factories import make_agent, make_customer_message

WARNED = Warned("Ik help u graag.", "U noemt mij sukkel.", "Nog een keer, en ik stop.")


@pytest.fixture
def insult(db: None) -> Message:
    return make_customer_message(text="Wat ben jij een sukkel.")


def confirm(message: Message, level: Level = Level.PERSONAL) -> Behaviour | None:
    return confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=level,
        quotes=["sukkel"],
        by=make_agent(),
    )


def test_a_warning_needs_behaviour_that_a_person_confirmed(insult: Message) -> None:
    agent = make_agent()
    with pytest.raises(NotAllowed):
        warn_customer(conversation=insult.conversation, by=agent, warned=WARNED, submission=uuid4())
    confirm(insult)
    measure = warn_customer(
        conversation=insult.conversation, by=agent, warned=WARNED, submission=uuid4()
    )
    sent = insult.conversation.messages.to_customers().get()
    assert measure.notices.get().message == sent
    assert "U noemt mij sukkel." in sent.text


@pytest.mark.parametrize("level", [Level.ANGRY, Level.COARSE])
def test_anger_and_coarse_words_leave_nothing_behind(insult: Message, level: Level) -> None:
    assert confirm(insult, level) is None
    assert not Behaviour.objects.exists()


def test_a_conversation_may_always_be_ended_but_without_ground_nothing_is_held_against_him(
    insult: Message,
) -> None:
    ended = end_conversation(
        conversation=insult.conversation, by=make_agent(), words="Ik stop nu.", submission=uuid4()
    )
    assert isinstance(ended, EndedWithoutGround)
    assert not Measure.objects.exists()


def test_last_words_are_said_in_the_conversation_that_ends(insult: Message) -> None:
    """He mailed since about the same: who stops the chat says so in the chat."""
    chat = insult.conversation
    address = insult.case.customer.addresses.create(channel="email", external_id="w@klant.example")
    insult.case.conversations.create(channel="email", address=address, started_at=timezone.now())

    end_conversation(conversation=chat, by=make_agent(), words="Ik stop.", submission=uuid4())

    assert Message.objects.to_customers().get().conversation == chat
