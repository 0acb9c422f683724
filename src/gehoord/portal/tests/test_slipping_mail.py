"""Who is stopped, and who is not, when it comes by e-mail: senders, copies, answers, programs."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from gehoord.cases.actions import send_reply
from gehoord.cases.models import Message
from gehoord.channels.email.models import Confirmation, Mailbox
from gehoord.channels.email.reading_in import read_due_mail
from gehoord.channels.email.receiving.storing import Arrived, store_mail
from gehoord.channels.email.sending.preparing import outgoing_for
from gehoord.channels.email.tests.letters import letter
from gehoord.contacts.models import Customer
from gehoord.limits.ladder.records import Kind
from gehoord.limits.models import Held
from gehoord.limits.tests.measures import make_measure
from gehoord.portal.tests.stopped import explanations, make_customer, seen_by_the_team
from tests.factories import make_agent, make_team

SHOP = "service@winkel.example"
HIM = "R. Hoekstra <r.hoekstra@klant.example>"
SISTER = "Zus <zus@klant.example>"


@pytest.fixture
def customer(db: None) -> Customer:
    return make_customer()


@pytest.fixture
def mailbox(db: None) -> Mailbox:
    return Mailbox.objects.create(
        address=SHOP,
        name="Winkel",
        team=make_team(),
        smtp_host="127.0.0.1",
        confirms_since=timezone.now() - timedelta(days=1),
    )


def come_in(raw: bytes) -> Message:
    row = store_mail(mailbox=Mailbox.objects.get(), arrived=Arrived(raw=raw))
    read_due_mail()
    row.refresh_from_db()
    assert row.message is not None, row.problem
    return row.message


@pytest.mark.parametrize(
    "sender",
    [
        "R.HOEKSTRA@KLANT.EXAMPLE",
        "  <r.hoekstra@klant.example> ",
        "Iemand anders <r.hoekstra@Klant.Example>",
        '"r.hoekstra"@klant.example',
        "r.hoekstra@klant.example (thuis)",
        "r.hoekstra@klant.example.",
        "r.hoekstra@\uff4blant.example",
    ],
)
def test_one_address_is_one_address_however_it_is_written(customer, mailbox, sender):
    make_measure(customer, Kind.BLOCK)

    assert come_in(letter_of(sender)).case.is_held


@pytest.mark.parametrize("swapped", [False, True])
def test_a_domain_in_letters_and_in_code_is_one_address(mailbox, swapped):
    written = ["r@M\u00fcller.example", "r@mu\u0308ller.example", "r@xn--mller-kva.example"]
    first, *again = reversed(written) if swapped else written
    make_measure(come_in(letter_of(first)).case.customer, Kind.BLOCK)

    assert all(come_in(letter_of(sender)).case.is_held for sender in again)
    assert Customer.objects.count() == 1


@pytest.mark.parametrize(
    "sender",
    [
        "R. Hoekstra <r.hoekstra+x@klant.example>",
        "R. Hoekstra <r.hoekstra@klant.example.org>",
        "R. Hoekstra <r_hoekstra@klant.example>",
        "R. Hoekstra <r.h\u043eekstra@klant.example>",
        "R. Hoekstra r.hoekstra@klant.example <anders@klant.example>",
    ],
)
def test_an_address_that_looks_alike_is_of_somebody_else(customer, mailbox, sender):
    make_measure(customer, Kind.BLOCK)

    assert not come_in(letter_of(sender)).case.is_held


def letter_of(sender: str) -> bytes:
    """A mail with a sender exactly as it was typed."""
    mail = letter("Hallo.", sender="wie@klant.example")
    return mail.replace(b"From: wie@klant.example", f"From: {sender}".encode())


def test_a_mail_he_is_only_in_the_copy_of_is_no_mail_of_his(customer, mailbox):
    make_measure(customer, Kind.BLOCK)

    assert not come_in(letter("Hallo.", sender=SISTER, cc=HIM)).case.is_held


def test_calling_it_an_answer_of_a_program_is_no_way_round(customer, mailbox):
    before = come_in(letter("Hallo.", sender=HIM))
    make_measure(customer, Kind.BLOCK)
    auto = {"Auto_Submitted": "auto-replied", "Precedence": "auto_reply"}

    message = come_in(
        letter("Ik weet je te vinden.", sender=HIM, answers=before.external_id, **auto)
    )

    assert message.is_automatic
    assert message.case != before.case
    assert not seen_by_the_team(message.case)
    assert message.held
    # Programs are told nothing: they could answer that again.
    assert explanations() == []


def test_his_sister_is_not_kept_apart_with_him(customer, mailbox):
    hers = come_in(letter("Stuk.", sender=SISTER, cc=HIM))
    make_measure(customer, Kind.BLOCK)
    his = come_in(letter("Ik schrijf mee.", sender=HIM, answers=hers.external_id))
    assert his.case.is_held

    answer = come_in(letter("Let niet op hem.", sender=SISTER, answers=his.external_id))
    again = come_in(letter("Hallo?", sender=SISTER, answers=his.external_id))

    assert seen_by_the_team(answer.case)
    assert answer.case == again.case == hers.case
    assert not seen_by_the_team(his.case)


def test_somebody_who_writes_in_his_case_is_not_kept_apart_with_him(customer, mailbox):
    make_measure(customer, Kind.BLOCK)
    his = come_in(letter("Hallo.", sender=HIM, cc=SISTER))

    answer = come_in(letter("Hij bedoelt het niet zo.", sender=SISTER, answers=his.external_id))
    again = come_in(letter("Hallo?", sender=SISTER, answers=his.external_id))

    assert answer.spoken_by
    assert seen_by_the_team(answer.case)
    assert answer.case == again.case != his.case
    assert not Held.objects.exclude(message=his).exists()


def test_the_explanation_goes_to_him_and_to_nobody_he_names(customer, mailbox):
    make_measure(customer, Kind.BLOCK)

    come_in(letter("Hallo.", sender=HIM, cc=SISTER, Reply_To="baas@elders.example"))

    [told] = explanations()
    outgoing = outgoing_for(told)
    assert outgoing.to == ["R. Hoekstra <r.hoekstra@klant.example>"] or outgoing.to == [
        '"R. Hoekstra" <r.hoekstra@klant.example>'
    ]
    assert outgoing.cc == outgoing.bcc == []


def test_what_was_decided_about_him_does_not_go_to_who_wrote_last(customer, mailbox):
    his = come_in(letter("Hallo.", sender=HIM, cc=SISTER))
    come_in(letter("Ik ook.", sender=SISTER, answers=his.external_id))
    notice = send_reply(
        case=his.case,
        author=make_agent(),
        text="Bericht over uw contact.",
        submission=uuid4(),
        is_for_customer=False,
        leaves_at_once=True,
    )

    assert "zus@" not in str(outgoing_for(notice).to)
    assert "r.hoekstra@klant.example" in str(outgoing_for(notice).to)


def test_nobody_is_told_that_we_answer_soon_and_that_we_do_not(customer, mailbox):
    make_measure(customer, Kind.BLOCK)

    come_in(letter("Hallo.", sender=HIM))
    come_in(letter("Hallo?", sender=HIM, subject="Nog iets"))

    assert not Confirmation.objects.exists()
    assert len(explanations()) == 1
    assert Held.objects.to_look_at().count() == 2


def test_a_mail_that_is_delivered_again_is_the_same_mail(customer, mailbox):
    make_measure(customer, Kind.BLOCK)
    raw = letter("Hallo.", sender=HIM)
    first = come_in(raw)
    store_mail(mailbox=mailbox, arrived=Arrived(raw=raw))
    read_due_mail()

    assert Held.objects.get().message == first
    assert len(explanations()) == 1


def test_files_without_a_word_wait_too(customer, mailbox):
    make_measure(customer, Kind.BLOCK)

    message = come_in(letter("", sender=HIM, files={"brief.pdf": b"%PDF-1.4 brief"}))

    assert message.case.is_held
    assert message.attachments.count() == 1
