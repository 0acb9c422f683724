"""Delivery reports, bound to the reply they tell about."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from gehoord.cases.models import Delivery, Message
from gehoord.channels.email.models import MailReference, OutgoingMail
from gehoord.channels.email.reading import Bounce, Mail
from gehoord.channels.email.references import answered_by, reference
from gehoord.channels.email.sending.reports import note_bounce
from gehoord.contacts.models import Channel

RECENT = timedelta(days=5)
"""So long mail servers try before they give up."""
DELIVERED = "2.0.0"
DELAYED = "4.0.0"
FAILED = "5.0.0"


def bind_bounce(mail: Mail) -> Message | None:
    """Note what a delivery report says on the reply it is about; None if that is none of ours.

    Only what the report itself names is believed, and only about somebody we wrote to.
    """
    bounce = mail.bounce
    if bounce is None:
        return None
    outgoing = _by_message_id(mail, bounce) or _by_recipient(bounce)
    if outgoing is None:
        return None
    note_bounce(outgoing, bounce.recipient, _status(bounce), bounce.diagnostic)
    return outgoing.message


def _by_message_id(mail: Mail, bounce: Bounce) -> OutgoingMail | None:
    names = [reference(bounce.message_id), *answered_by(mail)]
    rows = MailReference.objects.filter(reference__in=[name for name in names if name])
    sent = OutgoingMail.objects.filter(message__in=rows.values("message"))
    return sent.select_related("message").order_by("-pk").first()


def _by_recipient(bounce: Bounce) -> OutgoingMail | None:
    """The last reply to this address, for servers that keep the Message-ID to themselves."""
    email = bounce.recipient.strip().strip("<>").lower()
    if not email:
        return None
    recent = OutgoingMail.objects.filter(
        Q(message__delivery=Delivery.SENT),
        message__conversation__channel=Channel.EMAIL,
        message__conversation__address__external_id=email,
        message__written_at__gt=timezone.now() - RECENT,
    )
    return recent.select_related("message").order_by("-pk").first()


def _status(bounce: Bounce) -> str:
    by_action = {
        "delayed": DELAYED,
        "delivered": DELIVERED,
        "relayed": DELIVERED,
        "expanded": DELIVERED,
        "failed": FAILED,
    }
    if bounce.action in ("delayed", "delivered", "relayed", "expanded"):
        given = bounce.status
        return given if given[:1] == by_action[bounce.action][:1] else by_action[bounce.action]
    # Given up after days of trying: the code is still that of a delay.
    return bounce.status if bounce.status.startswith(("5.", "2.")) else FAILED
