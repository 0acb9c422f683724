"""Reports that a mail did not arrive: at the reply they are about, or with a person who decides."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.cases.models import Case, Delivery, Message
from gehoord.channels.email.confirming import words_of
from gehoord.channels.email.models import Confirmation, Mailbox, MailReference, StoredMail
from gehoord.channels.email.receiving.storing import Arrived, store_mail
from gehoord.channels.email.setting_aside import read_again
from gehoord.channels.email.tests.arriving import CUSTOMER, answered, come_in
from gehoord.channels.email.tests.letters import letter

pytestmark = pytest.mark.django_db(transaction=True)
REPORT = """From: MAILER-DAEMON@klant.example
To: service@winkel.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{number}@klant.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: text/plain

This mail could not be delivered.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; klant.example

Final-Recipient: rfc822; {who}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} user unknown
{original}--x--
"""
ORIGINAL = """--x
Content-Type: text/rfc822-headers

From: service@winkel.example
Message-ID: <{named}>
"""


def report(who, *, action="failed", status="5.1.1", named="", number=1):
    original = ORIGINAL.format(named=named) if named else ""
    words = {"who": who, "action": action, "status": status, "number": number}
    raw = REPORT.format(original=original, **words).encode()
    return store_mail(mailbox=Mailbox.objects.get(), arrived=Arrived(raw=raw))


def state(outgoing):
    message = Message.objects.get(pk=outgoing.message_id)
    return message.delivery, bool(message.failure)


def test_a_report_that_names_no_mail_is_about_the_only_one_to_that_address(sent):
    row = report("marieke@klant.example")

    assert state(sent) == (Delivery.FAILED, True)
    row.refresh_from_db()
    assert (row.about, row.set_aside_at) == (sent.message, None)


def test_somebody_in_the_copy_who_did_not_get_it_is_told_in_the_case(sent):
    sent.cc = ["Zus <zus@klant.example>"]
    sent.save()
    report("ZUS@klant.example")

    assert state(sent) == (Delivery.SENT, True)
    sent.refresh_from_db()
    assert "zus@klant.example" in sent.refused


def test_which_of_several_replies_it_was_is_left_to_a_person(sent, colleague):
    other = answered(sent.message.case, colleague)
    row = report("marieke@klant.example")

    row.refresh_from_db()
    assert state(sent) == state(other) == (Delivery.SENT, False)
    assert row in StoredMail.objects.set_aside()
    assert "2 antwoorden" in row.problem


@pytest.mark.parametrize("who", ["vreemd@elders.example", "zus@klant.example", ""])
def test_a_report_about_nothing_of_ours_waits_for_a_person(sent, who):
    row = report(who)

    row.refresh_from_db()
    assert state(sent) == (Delivery.SENT, False)
    assert row in StoredMail.objects.set_aside()
    assert "niet aangekomen" in row.problem


def test_a_reply_of_long_ago_is_not_the_one(sent):
    Message.objects.update(written_at=timezone.now() - timedelta(days=20))
    row = report("marieke@klant.example")

    assert state(sent) == (Delivery.SENT, False)
    assert row in StoredMail.objects.set_aside()


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0")])
def test_that_something_is_late_or_arrived_asks_for_nobody(sent, action, status):
    report("vreemd@elders.example", action=action, status=status)

    assert not StoredMail.objects.set_aside().exists()


def test_a_report_somebody_wants_in_a_case_is_taken_in(sent):
    row = report("vreemd@elders.example")
    read_again(row=row)

    row.refresh_from_db()
    assert row.set_aside_at is None
    assert row.message.case != sent.message.case
    assert Case.objects.count() == 2


def test_a_report_read_again_still_finds_its_reply(sent):
    MailReference.objects.filter(reference=sent.reference).update(reference="weg")
    Message.objects.update(written_at=timezone.now() - timedelta(days=20))
    row = report("marieke@klant.example", named=sent.reference)
    assert row in StoredMail.objects.set_aside()
    MailReference.objects.filter(reference="weg").update(reference=sent.reference)
    read_again(row=row)

    assert state(sent) == (Delivery.FAILED, True)
    assert Case.objects.count() == 1


def test_a_confirmation_that_did_not_arrive_is_told_with_the_mail_it_confirmed(post):
    Mailbox.objects.update(
        smtp_host="127.0.0.1", smtp_port=1, confirms_since=timezone.now() - timedelta(hours=1)
    )
    row = come_in(letter(sender=CUSTOMER))
    report("marieke@klant.example", named=Confirmation.objects.get().reference)

    assert "niet aangekomen" in words_of(StoredMail.objects.get(pk=row.pk))
    assert not StoredMail.objects.set_aside().exists()
