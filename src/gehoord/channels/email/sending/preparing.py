"""A reply as the letter that will leave: fixed in the database before anything is tried."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from django.db import transaction

from gehoord.accounts.models import House
from gehoord.cases.models import Attachment, Message
from gehoord.channels.email.models import AgentSignature, OutgoingMail, StoredMail
from gehoord.channels.email.models.outgoing import new_token
from gehoord.channels.email.references import note_reference
from gehoord.channels.email.sending.addresses import Person, people_in, usable
from gehoord.channels.email.sending.answering import Addressing, customer_of, defaults_for
from gehoord.channels.email.sending.formats import pictures_in
from gehoord.channels.email.sending.heads import head_of
from gehoord.channels.email.sending.letter import Enclosure, Letter, Quoted
from gehoord.channels.email.wording import whole_text
from gehoord.contacts.models import Channel

TOKEN_SIGN = "+r-"  # noqa: S105
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def outgoing_for(message: Message) -> OutgoingMail:
    """The row with which a reply goes out; made with the usual recipients if nobody chose any.

    Raises NoMailbox.
    """
    found = OutgoingMail.objects.select_related("mailbox").filter(message=message).first()
    if found is not None:
        return found
    return keep_addressing(message=message, addressing=_usual(message))


@transaction.atomic
def keep_addressing(*, message: Message, addressing: Addressing, html: str = "") -> OutgoingMail:
    """Fix to whom and as what a reply goes out. Called again before it left, it changes that."""
    fields = {
        "mailbox": addressing.mailbox,
        "to": [str(person) for person in addressing.to],
        "cc": [str(person) for person in addressing.cc],
        "bcc": [str(person) for person in addressing.bcc],
        "subject": addressing.subject,
        "in_reply_to": addressing.in_reply_to,
        "references": list(addressing.references),
        "quoted": addressing.quoted,
        "is_forward": addressing.is_forward,
        "html": html,
    }
    new = {
        "reference": _new_reference(message, addressing.mailbox.address),
        "reply_token": _token_for(message),
    }
    outgoing, is_new = OutgoingMail.objects.update_or_create(
        message=message, defaults=fields, create_defaults=fields | new
    )
    if is_new:
        # An answer may be here before we know that the letter was taken.
        note_reference(
            conversation=message.conversation, message_id=outgoing.reference, message=message
        )
    return outgoing


def letter_of(outgoing: OutgoingMail) -> Letter:
    """Everything that goes over the wire for one reply."""
    message, mailbox = outgoing.message, outgoing.mailbox
    return Letter(
        sender=Person(mailbox.address, mailbox.name),
        subject=outgoing.subject,
        text=message.text,
        html=outgoing.html,
        message_id=f"<{outgoing.reference}>",
        written_at=message.written_at,
        to=people_in(outgoing.to),
        cc=people_in(outgoing.cc),
        bcc=people_in(outgoing.bcc),
        signature=_signature(outgoing),
        notice=message.notice,
        reply_to=_reply_to(outgoing),
        in_reply_to=outgoing.in_reply_to,
        references=tuple(outgoing.references),
        quoted=_quoted(outgoing),
        enclosures=tuple(_enclosures(outgoing)),
        is_automatic=message.is_automatic,
    )


def plus_address(address: str, token: str) -> str:
    """The mailbox with a token: `help@shop.example` is `help+r-…@shop.example`."""
    local, _at, domain = address.rpartition("@")
    return f"{local}{TOKEN_SIGN}{token}@{domain}"


def _usual(message: Message) -> Addressing:
    """To the customer himself: nobody looked to whom the last mail wanted an answer, or whose it was.

    So nobody else reads what is only for him, such as what was decided about him.
    """
    conversation = message.conversation
    earlier = conversation.messages.from_customers().filter(
        written_at__lte=message.written_at, spoken_by=""
    )
    answered = earlier.from_people().in_order().last() or earlier.in_order().last()
    usual = defaults_for(message.case, answers=answered)
    return replace(usual, to=_writer_of(answered) or customer_of(conversation))


def _writer_of(message: Message | None) -> tuple[Person, ...]:
    """Who wrote a mail, if that is an address of our customer."""
    sender = head_of(message).sender if message else None
    if message is None or sender is None:
        return ()
    known = message.conversation.address.customer.addresses.filter(channel=Channel.EMAIL)
    return (sender,) if known.filter(external_id=sender.key).exists() else ()


def _new_reference(message: Message, address: str) -> str:
    domain = address.rpartition("@")[2]
    return f"{secrets.token_hex(12)}.{message.pk}@{domain if domain.isascii() else 'gehoord'}"


def _token_for(message: Message) -> str:
    """One token for a whole conversation, so that address books hold one of us."""
    sent = OutgoingMail.objects.filter(message__conversation=message.conversation_id)
    known = sent.exclude(reply_token="").values_list("reply_token", flat=True).first()
    return known or new_token()


def _reply_to(outgoing: OutgoingMail) -> Person | None:
    mailbox = outgoing.mailbox
    if not (mailbox.signs_with_token and outgoing.reply_token):
        return None
    return usable(plus_address(mailbox.address, outgoing.reply_token), name=mailbox.name)


def _signature(outgoing: OutgoingMail) -> str:
    """The agent's own lines and the mailbox's; `{{medewerker}}` in them is the agent's name."""
    is_nameless = outgoing.message.case.hides_names
    author = None if is_nameless else outgoing.message.author
    own = AgentSignature.objects.filter(agent=author).first() if author else None
    lines = [own.text if own else "", outgoing.mailbox.signature]
    name = author.called if author and House.current().shows_agent_name else ""
    text = "\n".join(line.strip() for line in lines if line.strip())
    return text.replace("{{medewerker}}", name).strip()


def _quoted(outgoing: OutgoingMail) -> Quoted | None:
    quoted = outgoing.quoted
    if quoted is None:
        return None
    head = head_of(quoted)
    customer = quoted.conversation.address.customer
    who = head.sender or Person(customer.email, customer.name)
    return Quoted(
        who=who,
        written_at=quoted.written_at,
        text=_words_of(quoted) if outgoing.is_forward else quoted.text,
        subject=head.subject,
        to=head.to,
        is_passed_on=outgoing.is_forward,
    )


def _words_of(message: Message) -> str:
    """All of a mail, with what was quoted in it; its new words if it is gone from the disk."""
    mail = StoredMail.objects.filter(message=message).first()
    try:
        return (whole_text(mail) if mail else "") or message.text
    except FileNotFoundError:
        return message.text


def _enclosures(outgoing: OutgoingMail) -> Iterable[Enclosure]:
    inside = set(pictures_in(outgoing.message.text))
    for file in outgoing.message.attachments.order_by("pk"):
        is_inside = file.content_type in PICTURES and (
            file.name in inside or (file.content_id and f"cid:{file.content_id}" in outgoing.html)
        )
        cid = file.content_id or f"file-{file.pk}.{outgoing.reference}"
        yield Enclosure(
            name=file.name,
            content_type=file.content_type,
            read=partial(_content, file),
            content_id=cid if is_inside else "",
        )


def _content(file: Attachment) -> bytes:
    with file.file.open("rb") as content:
        found: bytes = content.read()
    return found
