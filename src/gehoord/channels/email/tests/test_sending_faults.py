"""Mail servers that hang, break off, refuse or are full, while a reply is on its way."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from gehoord.cases.actions import try_again
from gehoord.cases.models import Delivery, Message
from gehoord.channels.delivery import MOST_ATTEMPTS, deliver_due_replies
from gehoord.channels.email.models import OutgoingMail
from gehoord.channels.email.reading import read_mail
from gehoord.channels.email.sending import handing_over, smtp
from gehoord.channels.email.sending.reports import note_bounce
from gehoord.channels.email.sending.smtp import Server, ServerAway, try_server
from gehoord.channels.email.sending.writing import Envelope, send_mail
from gehoord.channels.email.tests.lying_server import lying_server
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox, receive_mail
from tests.factories import make_agent, make_house
from tests.services import free_port

MARIEKE, JAN = "marieke@klant.example", "jan@klant.example"


@pytest.fixture
def due_reply(db, monkeypatch):
    """A reply that is due, to Marieke and Jan; the test says through which port."""
    monkeypatch.setattr(smtp, "COMMAND_SECONDS", 1)
    make_house(undo_seconds=60)
    mailbox = make_outgoing_mailbox()
    agent = make_agent(team=mailbox.team)
    message = receive_mail(mailbox)

    def make(server):
        mailbox.smtp_port = server if isinstance(server, int) else server.port
        mailbox.save()
        envelope = Envelope(cc=JAN)
        reply = send_mail(
            case=message.case, author=agent, text="Hallo", submission=uuid4(), envelope=envelope
        )
        return again(reply)

    return make


def again(reply):
    """Let the time pass until the reply is due, and deliver it."""
    Message.objects.filter(pk=reply.pk, delivery=Delivery.DUE).update(
        next_attempt_at=timezone.now(), leased_until=None
    )
    OutgoingMail.objects.filter(message=reply).update(busy_until=None)
    deliver_due_replies()
    reply.refresh_from_db()
    return reply


def ids(server):
    return [read_mail(content).message_id for _people, content in server.letters]


@pytest.mark.parametrize(
    "manners",
    [
        {"greeting": "421 4.3.2 Wij herstarten"},
        {"greeting": "drop"},
        {"sender": "451 4.3.0 Later"},
        {"sender": "drop"},
        {"data": "451 4.3.1 Schijf vol"},
        {"data": "drop"},
        {"end": ["452 4.3.1 Schijf vol"]},
    ],
)
def test_trouble_that_passes_delays_a_reply_and_loses_nothing(due_reply, manners):
    with lying_server(**manners) as server:
        reply = due_reply(server)
        assert reply.delivery == Delivery.DUE
        assert reply.outgoing_mail.unknown_ends == 0

        server.manners.greeting, server.manners.sender = "220 Hallo", "250 Ok"
        server.manners.data = "354 Ja"
        again(reply)

        assert reply.delivery == Delivery.SENT
        assert [people for people, _content in server.letters] == [[MARIEKE, JAN]]


def test_server_that_is_not_there_is_tried_again(due_reply):
    assert due_reply(free_port()).delivery == Delivery.DUE


def test_server_that_hangs_is_left_after_its_time(due_reply, monkeypatch):
    quick = Server("127.0.0.1", 0, "none", command_seconds=0.3, answer_seconds=0.3)
    with lying_server(sender="hang") as server:
        monkeypatch.setattr(
            handing_over, "server_of", lambda _box: replace(quick, port=server.port)
        )

        assert due_reply(server).delivery == Delivery.DUE


def test_server_that_dribbles_for_ever_is_cut_off():
    quick = {"connect_seconds": 0.1, "command_seconds": 0.2, "answer_seconds": 0.2}
    endless = Server("127.0.0.1", 0, "none", **quick)
    with (
        lying_server(features=("X" * 50,) * 2_000_000) as server,
        pytest.raises(ServerAway),
    ):
        try_server(replace(endless, port=server.port), sender="a@lindehout.example")


def test_letter_whose_end_is_unknown_goes_once_more_under_the_same_number(due_reply):
    with lying_server(end=["drop"]) as server:
        reply = due_reply(server)
        assert reply.delivery == Delivery.DUE

        again(reply)
        again(reply)

        assert reply.delivery == Delivery.SENT
        assert len(server.letters) == 2
        assert len(set(ids(server))) == 1


def test_letter_whose_end_stays_unknown_is_put_to_a_person(due_reply):
    with lying_server(end=["drop"] * 9) as server:
        reply = due_reply(server)
        for _attempt in range(5):
            again(reply)

        assert reply.delivery == Delivery.FAILED
        assert len(server.letters) == 2
        assert "misschien aangekomen" in reply.failure

        try_again(reply=reply)
        server.manners.end = []
        again(reply)

        assert reply.delivery == Delivery.SENT
        assert len(set(ids(server))) == 1


@pytest.mark.parametrize(
    ("manners", "words"),
    [
        ({"sender": "553 5.7.1 Not your address"}, "niet als"),
        ({"end": ["554 5.7.1 Spam"]}, "weigert dit bericht"),
        ({"recipients": {MARIEKE: "550 5.1.1 Onbekend", JAN: "552 5.2.2 Vol"}}, "is vol"),
    ],
)
def test_final_no_comes_back_to_the_agent_at_once(due_reply, manners, words):
    with lying_server(**manners) as server:
        reply = due_reply(server)

    assert reply.delivery == Delivery.FAILED
    assert words in reply.failure
    assert server.letters == []


def test_recipient_who_has_to_wait_gets_it_later_and_the_other_not_again(due_reply):
    with lying_server(recipients={JAN: "450 4.2.0 Grijze lijst"}) as server:
        reply = due_reply(server)
        assert reply.delivery == Delivery.DUE

        server.manners.recipients = {}
        again(reply)

        assert reply.delivery == Delivery.SENT
        assert [people for people, _content in server.letters] == [[MARIEKE], [JAN]]
        assert len(set(ids(server))) == 1


def test_recipient_who_has_to_wait_for_ever_is_told_in_the_end(due_reply):
    with lying_server(recipients={JAN: "452 4.2.2 Mailbox vol"}) as server:
        reply = due_reply(server)
        Message.objects.filter(pk=reply.pk).update(attempts=MOST_ATTEMPTS - 1)
        again(reply)

    assert reply.delivery == Delivery.SENT
    assert JAN in reply.failure
    assert len(server.letters) == 1


def test_address_outside_ascii_needs_a_server_that_takes_it(due_reply, monkeypatch):
    with lying_server(features=("SIZE 1000000",)) as server:
        reply = due_reply(server)
        assert reply.delivery == Delivery.SENT
        OutgoingMail.objects.filter(message=reply).update(
            to=["jörg@klant.example"], accepted=[], handed_over_at=None
        )
        Message.objects.filter(pk=reply.pk).update(delivery=Delivery.DUE)
        again(reply)
        assert reply.delivery == Delivery.FAILED

        server.manners.features = ("SMTPUTF8",)
        try_again(reply=reply)
        again(reply)

        assert reply.delivery == Delivery.SENT
        assert "jörg@klant.example" in server.letters[-1][0]


def test_two_processes_at_once_hand_over_one_letter(due_reply):
    with lying_server(greeting="421 nu niet") as server:
        reply = due_reply(server)
        server.manners.greeting = "220 Hallo"
        outgoing = OutgoingMail.objects.get(message=reply)
        assert outgoing.claim(timedelta(minutes=5))
        Message.objects.filter(pk=reply.pk).update(next_attempt_at=timezone.now())

        deliver_due_replies()

        assert server.letters == []
        again(reply)
        assert len(server.letters) == 1


def test_bounce_afterwards_makes_a_reply_not_delivered_and_sendable_again(due_reply):
    with lying_server() as server:
        reply = due_reply(server)
        outgoing = reply.outgoing_mail
        note_bounce(outgoing, MARIEKE, "5.1.1", "550 5.1.1 User unknown")
        reply.refresh_from_db()
        assert (reply.delivery, MARIEKE in reply.failure) == (Delivery.SENT, True)

        note_bounce(outgoing, JAN, "5.2.2", "smtp; 552 mailbox full")
        reply.refresh_from_db()
        assert reply.delivery == Delivery.FAILED

        try_again(reply=reply)
        again(reply)

        assert reply.delivery == Delivery.SENT
        assert len(server.letters) == 2


def test_delivery_report_of_success_shows_as_delivered_and_delay_as_nothing(due_reply):
    with lying_server() as server:
        reply = due_reply(server)

    note_bounce(reply.outgoing_mail, MARIEKE, "4.4.1", "Connection timed out")
    reply.refresh_from_db()
    assert (reply.delivery, reply.failure) == (Delivery.SENT, "")

    note_bounce(reply.outgoing_mail, MARIEKE, "2.1.5", "Delivered")
    reply.refresh_from_db()
    assert reply.delivery == Delivery.DELIVERED
