"""Mail that comes in without a server, and our answers to it, for tests."""

from __future__ import annotations

from itertools import count

from gehoord.cases.models import Case, Delivery, Message
from gehoord.channels.email.models import Mailbox, MailReference, OutgoingMail, StoredMail
from gehoord.channels.email.receiving.storing import Arrived, store_mail
from tests.factories import make_reply

ADDRESS = "service@winkel.example"
CUSTOMER = "Marieke Verhoeven <marieke@klant.example>"
STRANGER = "Piet Kwaad <piet@vreemd.example>"
numbers = count(1)


def come_in(raw: bytes) -> StoredMail:
    row = store_mail(mailbox=Mailbox.objects.get(), arrived=Arrived(raw=raw))
    row.refresh_from_db()
    assert row.next_attempt_at is None, row.problem
    return row


def answered(case: Case, agent) -> OutgoingMail:
    """A reply of ours that the customer has; its mail is known."""
    reply = make_reply(case=case, author=agent)
    Message.objects.filter(pk=reply.pk).update(delivery=Delivery.SENT, next_attempt_at=None)
    number = next(numbers)
    sent = OutgoingMail.objects.create(
        message=reply,
        mailbox=Mailbox.objects.get(),
        reference=f"ons-{number}@winkel.example",
        to=[CUSTOMER],
        reply_token=f"abcdefghijkmnpqrst{number:02}",
    )
    MailReference.objects.create(
        reference=sent.reference, conversation=reply.conversation, message=reply
    )
    return sent
