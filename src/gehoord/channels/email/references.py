"""Message-IDs, by which a mail says which other mails it answers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from gehoord.cases.models import Conversation, Message
from gehoord.channels.email.identity import identity
from gehoord.channels.email.models import MailReference, Participant
from gehoord.channels.email.reading import Address, Mail

LONGEST = 200
MOST = 40
ONE = re.compile(r"<([^<>]{1,1000})>")


def reference(message_id: str) -> str:
    """A Message-ID as it is kept: without blanks and brackets, a very long one as its digest."""
    plain = "".join(message_id.replace("\x00", "").split()).strip("<>")
    if len(plain) > LONGEST:
        return f"sha256:{hashlib.sha256(plain.encode('utf-8', 'replace')).hexdigest()}"
    return plain


def answered_by(mail: Mail) -> list[str]:
    """The references of the mails this one answers, the nearest first."""
    direct = ONE.findall(mail.in_reply_to) or [mail.in_reply_to]
    nearest = list(reversed(mail.references[-MOST:])) + list(mail.references[:1])
    found = dict.fromkeys(reference(each) for each in (*direct[:MOST], *nearest))
    return [each for each in found if each]


def note_reference(
    *, conversation: Conversation, message_id: str, message: Message | None = None
) -> None:
    """Remember that a mail belongs to a conversation; who was first keeps the Message-ID."""
    if name := reference(message_id):
        row = MailReference(reference=name, conversation=conversation, message=message)
        MailReference.objects.bulk_create([row], ignore_conflicts=True)


def note_participants(*, conversation: Conversation, people: Iterable[Address]) -> None:
    """Remember who else takes part in a conversation: an answer of theirs belongs to it."""
    named = {identity(who.email): who.name[:200] for who in people}
    Participant.objects.bulk_create(
        [
            Participant(conversation=conversation, email=email, name=name)
            for email, name in named.items()
            if email and email != conversation.address.external_id
        ],
        ignore_conflicts=True,
    )
