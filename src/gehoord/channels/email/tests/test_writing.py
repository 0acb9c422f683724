"""What agents do with e-mail before it leaves: to whom, forward, take back, split off."""

from uuid import uuid4

import pytest

from gehoord.cases.actions import NothingToSplitOff, ReplyIsAlreadyGone
from gehoord.cases.models import Message
from gehoord.channels.email.models import MailReference, OutgoingMail
from gehoord.channels.email.sending.addresses import AddressNotUsable
from gehoord.channels.email.sending.answering import defaults_for
from gehoord.channels.email.sending.writing import (
    Envelope,
    NobodyOnTheEnvelope,
    address_reply,
    send_mail,
    split_mail,
    take_back_mail,
    write_new_mail,
)
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox, receive_mail
from tests.factories import make_agent, make_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox():
    make_house(undo_seconds=60)
    return make_outgoing_mailbox()


@pytest.fixture
def agent(mailbox):
    return make_agent(team=mailbox.team)


@pytest.fixture
def message(mailbox):
    return receive_mail(mailbox, subject="RE: Antw: Lamp", Reply_To="Thuis <thuis@klant.example>")


def sent(message, agent, **more):
    return send_mail(case=message.case, author=agent, text="Dag", submission=uuid4(), **more)


def test_answer_goes_where_the_customer_asks_for_under_one_re(message):
    usual = defaults_for(message.case)

    assert [str(person) for person in usual.to] == ["Thuis <thuis@klant.example>"]
    assert usual.subject == f"Re: Lamp [#{message.case_id}]"
    assert usual.in_reply_to == message.external_id
    assert usual.quoted == message


def test_forward_starts_without_recipients_and_with_the_words(message):
    usual = defaults_for(message.case, "forward")

    assert (usual.to, usual.is_forward, usual.quoted) == ((), True, message)
    assert usual.subject.startswith("Fwd: ")


def test_address_typed_wrong_keeps_nothing(message, agent):
    with pytest.raises(AddressNotUsable):
        sent(message, agent, envelope=Envelope(to="marieke(at)klant"))

    assert Message.objects.to_customers().count() == 0


def test_forward_to_nobody_is_refused(message, agent):
    with pytest.raises(NobodyOnTheEnvelope):
        sent(message, agent, envelope=Envelope(mode="forward"))


def test_recipients_can_be_changed_until_it_leaves(message, agent):
    reply = sent(message, agent)
    number = reply.outgoing_mail.reference

    address_reply(reply=reply, envelope=Envelope(to="ander@klant.example", subject="Anders"))

    outgoing = OutgoingMail.objects.get(message=reply)
    assert (outgoing.to, outgoing.subject) == (["ander@klant.example"], "Anders")
    assert outgoing.reference == number
    Message.objects.filter(pk=reply.pk).update(delivery="sent")
    with pytest.raises(ReplyIsAlreadyGone):
        address_reply(reply=reply, envelope=Envelope(to="te@laat.example"))


def test_reply_taken_back_keeps_its_addresses_in_the_draft(message, agent):
    reply = sent(message, agent, envelope=Envelope(cc="Jan <jan@klant.example>"))

    draft = take_back_mail(reply=reply, agent=agent)

    assert draft.text == "Dag"
    assert draft.addressing.cc == ["Jan <jan@klant.example>"]


def test_same_form_twice_is_one_mail_and_one_case(mailbox, agent):
    number = uuid4()
    fields = {
        "mailbox": mailbox,
        "author": agent,
        "envelope": Envelope(to="jan@klant.example", subject="Hoi"),
        "text": "Dag",
        "submission": number,
    }

    first, again = write_new_mail(**fields), write_new_mail(**fields)

    assert first == again
    assert OutgoingMail.objects.count() == 1


def test_whole_conversation_has_one_token_nobody_can_guess(message, agent):
    tokens = {sent(message, agent).outgoing_mail.reply_token for _number in range(2)}

    assert len(tokens) == 1
    assert len(tokens.pop()) == 20


def test_mail_about_something_else_becomes_a_case_of_its_own(mailbox, agent, message):
    other = receive_mail(mailbox, subject="Nog iets", text="En mijn factuur klopt niet.")
    assert other.case == message.case

    case = split_mail(message=other, by=agent)

    other.refresh_from_db()
    message.case.refresh_from_db()
    assert other.case == case
    assert case.title == "En mijn factuur klopt niet."
    assert (case.status, message.case.status) == ("waiting", "waiting")
    reference = MailReference.objects.get(message=other)
    assert reference.conversation == other.conversation
    assert defaults_for(case).in_reply_to == other.external_id


def test_only_mail_of_a_case_cannot_be_split_off(message, agent):
    with pytest.raises(NothingToSplitOff):
        split_mail(message=message, by=agent)
