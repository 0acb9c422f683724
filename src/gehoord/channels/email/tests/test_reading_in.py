"""What becomes of mails that are no plain message of somebody."""

from datetime import timedelta

import pytest

from gehoord.cases.actions import erase_cases, solve_case
from gehoord.cases.models import Case, Delivery, Message
from gehoord.cases.statuses import Status
from gehoord.channels.email.forgetting import forget_mail, forget_old_mail, sweep_mail_files
from gehoord.channels.email.models import Kind, Participant, StoredMail
from gehoord.channels.email.tests.arriving import ADDRESS, CUSTOMER, STRANGER, come_in
from gehoord.channels.email.tests.letters import letter
from gehoord.contacts.models import Customer
from tests.factories import make_house

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_holiday_message_stands_in_the_thread_and_changes_nothing(sent, colleague):
    solve_case(case=sent.message.case, by=colleague)
    row = come_in(
        letter(
            "Ik ben op vakantie.",
            sender=CUSTOMER,
            subject="Automatisch antwoord: Mijn bestelling",
            answers=f"<{sent.reference}>",
            Auto_Submitted="auto-replied",
        )
    )

    assert row.kind == Kind.AUTO
    assert row.message.is_automatic
    assert row.message.reading is None
    assert row.message.case.status == Status.SOLVED
    assert row.message.case.waiting_since is None


def test_our_own_mail_that_comes_back_is_nobodys_message(sent):
    before = Message.objects.count()
    row = come_in(letter("Ik zoek het uit.", sender=ADDRESS, number=f"<{sent.reference}>"))

    assert row.kind == Kind.OWN
    assert Message.objects.count() == before


def test_the_same_mail_over_two_ways_is_one_message(post):
    first = letter("Stuk.", number="<een@klant.example>")
    come_in(b"Received: from a\n" + first)
    row = come_in(b"Received: from b\n" + first)

    assert row.kind == Kind.COPY
    assert Message.objects.count() == 1


def test_other_words_under_a_used_number_are_not_lost(post):
    come_in(letter("Eerste klacht.", number="<zelfde@klant.example>"))
    come_in(letter("Tweede klacht.", number="<zelfde@klant.example>"))
    come_in(letter("Derde klacht.", number="<zelfde@klant.example>", sender=STRANGER))

    assert Message.objects.count() == 3
    assert Customer.objects.count() == 2


def test_a_web_form_is_from_whoever_filled_it_in(post):
    row = come_in(
        letter("Help", sender=ADDRESS, Reply_To=CUSTOMER, Auto_Submitted="auto-generated")
    )

    assert row.message.case.customer.email == "marieke@klant.example"
    assert row.message.case.status == Status.WAITING


def test_mails_without_a_sender_are_nobody_we_know(post):
    for words in ("een", "twee"):
        come_in(letter(words, sender="undisclosed").replace(b"From: undisclosed\n", b""))

    assert Customer.objects.count() == 2


@pytest.mark.parametrize(
    ("status", "delivery"), [("5.1.1", Delivery.FAILED), ("4.4.1", Delivery.SENT)]
)
def test_a_delivery_report_is_about_the_reply_it_names(sent, status, delivery):
    raw = b"""From: MAILER-DAEMON@klant.example
To: service@winkel.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@klant.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: text/plain

This mail could not be delivered.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; klant.example

Final-Recipient: rfc822; marieke@klant.example
Action: ACTION
Status: STATUS
Diagnostic-Code: smtp; 550 STATUS user unknown
--x
Content-Type: text/rfc822-headers

From: service@winkel.example
Message-ID: <OURS>
--x--
"""
    action = b"failed" if status[0] == "5" else b"delayed"
    raw = raw.replace(b"ACTION", action).replace(b"STATUS", status.encode())
    row = come_in(raw.replace(b"OURS", sent.reference.encode()))

    sent.message.refresh_from_db()
    assert row.kind == Kind.BOUNCE
    assert row.about == sent.message
    assert sent.message.delivery == delivery
    assert bool(sent.message.failure) is (status[0] == "5")


def test_files_and_pictures_come_along_and_cannot_run(post):
    row = come_in(letter(files={"factuur.pdf": b"%PDF-1.4 x", "virus.exe": b"MZ"}))

    kept = {each.name: each.file.name for each in row.message.attachments.all()}
    assert kept.keys() == {"factuur.pdf", "virus.exe"}
    assert kept["virus.exe"].endswith(".bin")


def test_only_the_new_words_are_the_message(post):
    words = "Nee, nog steeds stuk.\n\nOp 3 juni 2025 schreef Winkel <service@winkel.example>:\n> Al gelukt?"

    assert come_in(letter(words)).message.text == "Nee, nog steeds stuk."


def test_what_belongs_to_no_case_goes_with_its_sender(sent):
    raw = letter("Ik zoek het uit.", sender=ADDRESS, number=f"<{sent.reference}>")
    own = come_in(raw)
    come_in(letter(sender=STRANGER, cc="zus@klant.example"))
    forget_mail(senders=["piet@vreemd.example", "zus@klant.example"])

    assert StoredMail.objects.filter(pk=own.pk).exists()
    assert not StoredMail.objects.filter(from_email="piet@vreemd.example").exists()
    assert not Participant.objects.filter(email="zus@klant.example").exists()


def test_mail_outside_cases_is_forgotten_when_cases_of_its_age_are(post):
    make_house(case_months=1)
    row = come_in(letter())
    StoredMail.objects.update(message=None, received_at="2020-01-01T00:00:00Z")
    path = row.file.name
    assert forget_old_mail() == 1
    assert not row.file.storage.exists(path)


def test_mails_on_the_disk_without_a_row_are_swept_after_a_while(post, monkeypatch):
    row = come_in(letter())
    lost = row.file.storage.save("mail/2020/01/verloren.eml", row.file.open())
    monkeypatch.setattr("gehoord.channels.email.forgetting.NEW", -timedelta(days=1))
    sweep_mail_files()

    assert not row.file.storage.exists(lost)
    assert row.file.storage.exists(row.file.name)


def test_erasing_a_case_takes_its_participants_along(sent):
    sent.message.case.messages.update(delivery=Delivery.SENT)
    erase_cases(cases=Case.objects.all())

    assert not Participant.objects.exists()
