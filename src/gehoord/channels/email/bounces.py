"""Delivery reports, bound to the reply they tell about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.cases.models import Delivery, Message
from gehoord.channels.email.models import (
    Confirmation,
    MailReference,
    OutgoingMail,
    Participant,
)
from gehoord.channels.email.reading import Bounce, Mail
from gehoord.channels.email.references import answered_by, reference
from gehoord.channels.email.sending.addresses import people_in
from gehoord.channels.email.sending.reports import note_bounce
from gehoord.channels.email.setting_aside import MailIsSetAside

RECENT = timedelta(days=5)
"""So long mail servers try before they give up."""
MOST = 50
"""So many replies to one address are looked at."""
DELIVERED = "2.0.0"
DELAYED = "4.0.0"
FAILED = "5.0.0"


def bind_bounce(bounce: Bounce, mail: Mail) -> Message | None:
    """Note what a delivery report says on what it is about; the reply, if it is one.

    Only what the report itself names is believed, and only about somebody we wrote to. Raises
    MailIsSetAside if something did not arrive and nobody can say what: a person may know.
    """
    names = [name for name in (reference(bounce.message_id), *answered_by(mail)) if name]
    status = _status(bounce)
    if _is_about_confirmation(names, bounce, status):
        return None
    found = _by_message_id(names) or _by_recipient(bounce)
    if len(found) == 1:
        note_bounce(found[0], bounce.recipient, status, bounce.diagnostic)
        return found[0].message
    if status.startswith("5."):
        raise MailIsSetAside(_words(bounce, len(found)))
    return None


def _words(bounce: Bounce, fitting: int) -> str:
    who = bounce.recipient[:120] or _("somebody")
    if fitting > 1:
        return _(
            "A mail to {who} did not arrive, and this report does not say which. It may be one of "
            "{number} replies: look in the cases of this address."
        ).format(who=who, number=fitting)
    return _(
        "A mail to {who} did not arrive. No reply fits: perhaps it was sent from another program, "
        "or by somebody who uses your address."
    ).format(who=who)


def _is_about_confirmation(names: Sequence[str], bounce: Bounce, status: str) -> bool:
    told = Confirmation.objects.filter(reference__in=names).first()
    if told is None:
        return False
    if status.startswith("5."):
        words = _("The confirmation of receipt did not arrive: {why}")
        told.problem = words.format(why=bounce.diagnostic or bounce.status or "?")[:300]
        told.save(update_fields=["problem"])
    return True


def _by_message_id(names: Sequence[str]) -> list[OutgoingMail]:
    rows = MailReference.objects.filter(reference__in=names)
    sent = OutgoingMail.objects.filter(message__in=rows.values("message"))
    return list(sent.select_related("message").order_by("-pk")[:1])


def _by_recipient(bounce: Bounce) -> list[OutgoingMail]:
    """What we sent to this address lately, for servers that keep the Message-ID to themselves."""
    email = bounce.recipient.strip().strip("<>").casefold()
    if not email:
        return []
    known = Participant.objects.filter(email=email).values("conversation")
    lately = OutgoingMail.objects.filter(
        Q(message__conversation__address__external_id=email) | Q(message__conversation__in=known),
        message__delivery=Delivery.SENT,
        message__written_at__gt=timezone.now() - RECENT,
    )
    return [
        each
        for each in lately.select_related("message").order_by("-pk")[:MOST]
        if any(person.key == email for person in people_in([*each.to, *each.cc, *each.bcc]))
    ]


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
