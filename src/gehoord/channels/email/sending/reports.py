"""What mail servers tell us afterwards about a letter we sent."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoord.cases.actions import mark_delivered, mark_failed, mark_partly_failed
from gehoord.cases.models import Delivery
from gehoord.channels.email.identity import identity
from gehoord.channels.email.models import OutgoingMail
from gehoord.channels.email.sending.addresses import people_in
from gehoord.channels.email.sending.refusals import Refusal, words_for_recipient

GONE = (Delivery.SENT, Delivery.DELIVERED, Delivery.READ)


@transaction.atomic
def note_bounce(outgoing: OutgoingMail, recipient: str, status: str, diagnostic: str = "") -> None:
    """Note what a delivery report says about one recipient of a letter.

    `status` is an enhanced status code: `2.x.x` arrived, `4.x.x` is late and changes nothing,
    `5.x.x` did not arrive; without one it is taken for a failure. The agent is told with what he
    can do; if nobody else got it, the reply counts as not delivered and can be sent again.
    """
    outgoing = OutgoingMail.objects.select_for_update().get(pk=outgoing.pk)
    message = outgoing.message
    if status.startswith("4."):
        return
    if status.startswith("2."):
        mark_delivered(replies=[message])
        return
    address = _which(outgoing, recipient)
    if address in outgoing.refused:
        return
    outgoing.refused[address] = _words(address, status, diagnostic)
    left = [each for each in _everybody(outgoing) if each not in outgoing.refused]
    words = " ".join(outgoing.refused.values())
    if left or message.delivery not in GONE:
        outgoing.save(update_fields=["refused"])
        mark_partly_failed(reply=message, why=words)
        return
    # Nobody has it: a new attempt goes to everybody again, who may be others by then.
    outgoing.accepted, outgoing.handed_over_at, outgoing.failed_at = [], None, timezone.now()
    outgoing.save(update_fields=["refused", "accepted", "handed_over_at", "failed_at"])
    mark_failed(reply=message, why=words)


def _everybody(outgoing: OutgoingMail) -> list[str]:
    people = people_in([*outgoing.to, *outgoing.cc, *outgoing.bcc])
    return [person.address for person in people]


def _which(outgoing: OutgoingMail, recipient: str) -> str:
    """The recipient as we wrote him; a report about a letter to one person is about him."""
    everybody = _everybody(outgoing)
    wanted = identity(recipient.strip().strip("<>"))
    same = [address for address in everybody if identity(address) == wanted]
    if same:
        return same[0]
    if len(everybody) == 1:
        return everybody[0]  # forwarded to another mailbox, which bounced
    return recipient or _("one of the recipients")


def _words(address: str, status: str, diagnostic: str) -> str:
    said = diagnostic if status and status in diagnostic else f"{status} {diagnostic}".strip()
    code = said[:3] if said[:3].isdecimal() else ""
    text = said[3:].strip() if code else said
    return words_for_recipient(Refusal.from_reply(int(code or 550), text), address=address)
