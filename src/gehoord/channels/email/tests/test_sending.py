"""Replies through a real Postfix into a customer's mailbox."""

from email import message_from_bytes
from email.policy import default
from uuid import uuid4

import pytest

from gehoord.cases.models import Delivery, Event
from gehoord.channels.delivery import deliver_due_replies
from gehoord.channels.email.models import AgentSignature, MailReference
from gehoord.channels.email.reading import read_mail
from gehoord.channels.email.sending.writing import Envelope, send_mail, write_new_mail
from gehoord.channels.email.tests.mail_cases import (
    make_outgoing_mailbox,
    receive_mail,
    stored_file,
)
from tests.factories import make_agent, make_house
from tests.postfix import postfix_running
from tests.services import wait_until

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def postfix():
    with postfix_running("marieke", "jan", "piet") as server:
        yield server


@pytest.fixture
def mailbox(postfix):
    make_house(undo_seconds=0)
    return make_outgoing_mailbox(port=postfix.port)


@pytest.fixture
def agent(mailbox):
    return make_agent(team=mailbox.team)


def reply_to(message, agent, *, text="Ik zoek het voor u uit.", **more):
    reply = send_mail(case=message.case, author=agent, text=text, submission=uuid4(), **more)
    deliver_due_replies()
    reply.refresh_from_db()
    return reply


def newest(postfix, who, subject):
    """The mail with a subject in somebody's mailbox, once it is there."""

    def there():
        for raw in postfix.mails(who):
            if subject in str(message_from_bytes(raw, policy=default)["subject"]):
                return raw
        return None

    return wait_until(there, what=f"{subject} for {who}")


def test_reply_arrives_in_the_thread_the_customer_began(postfix, mailbox, agent):
    message = receive_mail(mailbox, subject="Draad één", References="<eerder@klant.example>")

    reply = reply_to(message, agent, text="Beste Marieke,\n\nHij komt **morgen** – écht 😀.")

    mail = read_mail(newest(postfix, "marieke", "Draad één"))
    assert (mail.from_email, mail.from_name) == (mailbox.address, "Lindehout klantenservice")
    assert mail.subject == f"Re: Draad één [#{message.case_id}]"
    assert mail.in_reply_to == message.external_id
    assert mail.references == ("<eerder@klant.example>", message.external_id)
    assert mail.message_id == f"<{reply.external_id}>"
    assert "Hij komt **morgen** – écht 😀." in mail.text
    assert "> Waar blijft mijn bestelling?" in mail.text
    assert "<strong>morgen</strong>" in mail.html
    assert reply.delivery == Delivery.SENT


def test_answer_to_a_reply_finds_its_conversation(postfix, mailbox, agent):
    reply = reply_to(receive_mail(mailbox, subject="Terugvinden"), agent)

    sent = read_mail(newest(postfix, "marieke", "Terugvinden"))

    known = MailReference.objects.get(reference=sent.message_id.strip("<>"))
    assert known.conversation == reply.conversation


def test_files_umlauts_and_a_picture_between_the_words_arrive(postfix, mailbox, agent):
    big = bytes(range(256)) * 4 * 1024 * 25
    picture = b"\x89PNG\r\n\x1a\n" + b"\0" * 99
    files = [
        stored_file("fäctuur größe.pdf", "application/pdf", big),
        stored_file("lamp.png", "image/png", picture),
    ]

    reply_to(
        receive_mail(mailbox, subject="Bijlagen"),
        agent,
        text="Zie ![de lamp](lamp.png) en de bijlage.",
        files=files,
    )

    mail = read_mail(newest(postfix, "marieke", "Bijlagen"))
    by_name = {file.filename: file for file in mail.attachments}
    assert by_name["fäctuur größe.pdf"].content == big
    assert by_name["lamp.png"].content == picture
    assert f"cid:{by_name['lamp.png'].content_id}" in mail.html


def test_nobody_sees_who_got_a_blind_copy(postfix, mailbox, agent):
    envelope = Envelope(cc="Jan <jan@klant.example>", bcc="piet@klant.example")

    reply_to(receive_mail(mailbox, subject="Blind"), agent, envelope=envelope)

    for who in ("marieke", "jan", "piet"):
        raw = newest(postfix, who, "Blind")
        letter = raw.partition(b"\nDate: ")[2]
        assert b"piet" not in letter
        assert read_mail(raw).cc[0].email == "jan@klant.example"


def test_reply_to_all_goes_to_everybody_but_ourselves(postfix, mailbox, agent):
    message = receive_mail(
        mailbox,
        subject="Allen",
        To=f"{mailbox.address}, Piet <piet@klant.example>",
        Cc="Jan <jan@klant.example>",
    )

    reply_to(message, agent, envelope=Envelope(mode="reply_all"))

    mail = read_mail(newest(postfix, "jan", "Allen"))
    assert [each.email for each in mail.to] == ["marieke@klant.example", "piet@klant.example"]
    assert [each.email for each in mail.cc] == ["jan@klant.example"]


def test_forward_carries_the_files_and_leaves_the_customer_waiting(postfix, mailbox, agent):
    message = receive_mail(mailbox, subject="Doorsturen", text="Mijn lamp is stuk.")
    message.attachments.create(
        file=stored_file("foto.jpg", "image/jpeg", b"\xff\xd8foto").path,
        name="foto.jpg",
        content_type="image/jpeg",
        size=6,
    )

    reply_to(
        message,
        agent,
        text="Kunt u hiernaar kijken?",
        envelope=Envelope(to="piet@klant.example", mode="forward"),
        carried=message.attachments.all(),
    )

    mail = read_mail(newest(postfix, "piet", "Fwd: Doorsturen"))
    assert mail.attachments[0].content == b"\xff\xd8foto"
    assert "Mijn lamp is stuk." in mail.text
    assert "marieke@klant.example" in mail.text
    message.case.refresh_from_db()
    assert message.case.status == "waiting"
    assert message.case.waiting_since is not None


def test_unknown_recipient_comes_back_to_the_agent_with_what_to_do(postfix, mailbox, agent):
    message = receive_mail(mailbox, sender="weg@klant.example", subject="Weg")

    reply = reply_to(message, agent)

    assert reply.delivery == Delivery.FAILED
    assert "weg@klant.example" in reply.failure
    assert "Controleer het adres" in reply.failure
    assert message.case.events.filter(kind=Event.Kind.REPLY_FAILED).exists()


def test_one_wrong_recipient_of_two_is_told_and_the_other_gets_it_once(postfix, mailbox, agent):
    message = receive_mail(mailbox, subject="Deels")

    reply = reply_to(message, agent, envelope=Envelope(cc="weg@klant.example"))
    deliver_due_replies()

    assert newest(postfix, "marieke", "Deels")
    subjects = [read_mail(raw).subject for raw in postfix.mails("marieke")]
    assert subjects.count(f"Re: Deels [#{message.case_id}]") == 1
    assert reply.delivery == Delivery.SENT
    assert "weg@klant.example" in reply.failure


def test_letter_larger_than_the_server_takes_is_not_even_offered(agent):
    with postfix_running("marieke", size_limit=100_000) as small:
        box = make_outgoing_mailbox(port=small.port, team=agent.teams.get())
        message = receive_mail(box, subject="Te groot")
        files = [stored_file("film.pdf", "application/pdf", b"x" * 200_000)]

        reply = reply_to(message, agent, files=files)

        assert reply.delivery == Delivery.FAILED
        assert "0,1 MB" in reply.failure
        assert small.mails("marieke") == []


def test_new_mail_opens_a_case_with_the_first_address(postfix, mailbox, agent):
    message = write_new_mail(
        mailbox=mailbox,
        author=agent,
        envelope=Envelope(to="Jan de Boer <jan@klant.example>", subject="Uw afspraak"),
        text="Komt dinsdag u uit?",
    )
    deliver_due_replies()

    mail = read_mail(newest(postfix, "jan", "Uw afspraak"))
    assert mail.in_reply_to == ""
    assert message.case.customer.name == "Jan de Boer"
    assert message.case.team == mailbox.team
    assert (message.case.title, message.case.status) == ("Uw afspraak", "answered")


def test_signature_notice_and_reply_address_stand_in_the_letter(postfix, mailbox, agent):
    mailbox.signature, mailbox.signs_with_token = "Lindehout\nVragen? Bel 0123", True
    mailbox.save()
    AgentSignature.objects.create(agent=agent, text="Groet, {{medewerker}}")

    reply = reply_to(receive_mail(mailbox, subject="Ondertekend"), agent)

    mail = read_mail(newest(postfix, "marieke", "Ondertekend"))
    assert "Groet, Noor\nLindehout\nVragen? Bel 0123" in mail.text
    assert reply.notice in mail.text.replace("\n", " ")
    token = reply.outgoing_mail.reply_token
    assert mail.reply_to[0].email == mailbox.address.replace("@", f"+r-{token}@")
