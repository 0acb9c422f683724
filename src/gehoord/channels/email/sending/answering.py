"""What a mail from a customer says about its answer: who to, under which subject, in which thread."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gehoord.cases.models import Attachment, Case, Conversation, Message
from gehoord.channels.email.models import DraftAddressing, Mailbox, OutgoingMail, StoredMail
from gehoord.channels.email.passing_on import is_passed_on_for
from gehoord.channels.email.senders import is_ours, own_addresses
from gehoord.channels.email.sending.addresses import AddressNotUsable, Person, usable
from gehoord.channels.email.sending.heads import Head, head_of
from gehoord.channels.email.sending.numbering import numbered
from gehoord.contacts.models import Channel

Mode = DraftAddressing.Mode
ANSWER = re.compile(
    r"^\s*(?:(?:re|aw|antw|antwoord|betr|rép|ré)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE
)
FORWARD = re.compile(r"^\s*(?:(?:fwd?|wg|doorst|tr)\s*:\s*)+", re.IGNORECASE)
SUBJECT_LENGTH = 900
REFERENCES = 100


class NoMailbox(Exception):
    """There is no mailbox from which this case could be answered."""


@dataclass(frozen=True)
class Addressing:
    """To whom a letter goes and what it carries; a start for the agent, who may change all of it."""

    mailbox: Mailbox
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()
    subject: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    quoted: Message | None = None
    is_forward: bool = False
    conversation: Conversation | None = None
    """In which it will stand; None if the case has none by e-mail."""
    attachments: tuple[Attachment, ...] = ()
    """Files of the quoted message to send along."""
    has_others: bool = False
    """Whether an answer to all goes to more people than an answer."""


def defaults_for(
    case: Case, mode: Mode | str = Mode.REPLY, *, answers: Message | None = None
) -> Addressing:
    """To whom and how an answer in this case goes, unless the agent says otherwise.

    `answers` is the message it is about, by default the customer's last one by e-mail. Raises
    NoMailbox.
    """
    conversation = _conversation_of(case, answers)
    answers = answers or _last_of(conversation)
    mailbox = mailbox_for(conversation, case=case)
    if conversation is None:
        return Addressing(mailbox, subject=numbered(case.title, case=case, mailbox=mailbox))
    head = head_of(answers) if answers else Head()
    own = own_addresses()
    to = _without(_who_asks(answers, conversation, head), own) or customer_of(conversation)
    everybody = _once((*to, *_without((*head.to, *head.cc), own)))
    subject = _subject_of(case, conversation, head)
    start = Addressing(
        mailbox,
        in_reply_to=head.message_id,
        references=_thread(conversation, head),
        conversation=conversation,
        has_others=len(everybody) > len(to),
    )
    if mode == Mode.FORWARD:
        files = tuple(answers.attachments.all()) if answers else ()
        return replace(
            start,
            subject=numbered(_forward_of(subject), case=case, mailbox=mailbox),
            quoted=answers,
            is_forward=True,
            attachments=files,
        )
    cc: tuple[Person, ...] = ()
    if mode == Mode.REPLY_ALL:
        to = _once((*to, *_without(head.to, own)))
        cc = tuple(p for p in _without(head.cc, own) if p.key not in {each.key for each in to})
    return replace(
        start,
        to=to,
        cc=cc,
        subject=numbered(_answer_to(subject), case=case, mailbox=mailbox),
        quoted=answers,
    )


def _who_asks(
    answers: Message | None, conversation: Conversation, head: Head
) -> tuple[Person, ...]:
    """Who wants an answer there; nobody for the mail of our customer that another passed on."""
    if answers is not None and is_passed_on_for(conversation, answers):
        return ()
    return head.reply_to or ((head.sender,) if head.sender else ())


def mailbox_for(conversation: Conversation | None, *, case: Case) -> Mailbox:
    """The mailbox in which a conversation is held: where it was written to, or its team's.

    Raises NoMailbox.
    """
    if conversation is not None:
        got = StoredMail.objects.filter(message__conversation=conversation).order_by("-message")
        if (mail := got.select_related("mailbox").first()) is not None:
            return mail.mailbox
        sent = OutgoingMail.objects.filter(message__conversation=conversation).order_by("-pk")
        if (outgoing := sent.select_related("mailbox").first()) is not None:
            return outgoing.mailbox
    boxes = Mailbox.objects.on().exclude(smtp_host="")
    box = boxes.filter(team=case.team_id).first() or boxes.first()
    if box is None:
        raise NoMailbox
    return box


def _conversation_of(case: Case, answers: Message | None) -> Conversation | None:
    if answers is not None:
        return answers.conversation
    mails = case.conversations.filter(channel=Channel.EMAIL)
    return mails.select_related("address__customer").order_by("-started_at", "-pk").first()


def _last_of(conversation: Conversation | None) -> Message | None:
    if conversation is None:
        return None
    written = conversation.messages.from_customers()
    return written.from_people().in_order().last() or written.in_order().last()


def _subject_of(case: Case, conversation: Conversation, head: Head) -> str:
    if head.subject:
        return head.subject
    sent = OutgoingMail.objects.filter(message__conversation=conversation).exclude(subject="")
    subject = sent.order_by("-pk").values_list("subject", flat=True).first()
    return subject or case.title


def _answer_to(subject: str) -> str:
    return f"Re: {ANSWER.sub('', subject)}"[:SUBJECT_LENGTH].rstrip()


def _forward_of(subject: str) -> str:
    return f"Fwd: {FORWARD.sub('', ANSWER.sub('', subject))}"[:SUBJECT_LENGTH]


def _thread(conversation: Conversation, head: Head) -> tuple[str, ...]:
    """The Message-IDs that came before, oldest first."""
    if head.message_id:
        return tuple(dict.fromkeys((*head.references, head.message_id)))[-REFERENCES:]
    sent = OutgoingMail.objects.filter(message__conversation=conversation).order_by("pk")
    return tuple(f"<{each}>" for each in sent.values_list("reference", flat=True)[:REFERENCES])


def customer_of(conversation: Conversation) -> tuple[Person, ...]:
    """Where a customer is reached by e-mail, whatever was written last; empty if nowhere."""
    customer = conversation.address.customer
    for address in (conversation.address.external_id, customer.email):
        try:
            return (usable(address, name=customer.name),)
        except AddressNotUsable:
            continue
    return ()


def _without(people: tuple[Person, ...], ours: frozenset[str]) -> tuple[Person, ...]:
    """Without our own mailboxes, also with a token behind a plus: we do not write to ourselves."""
    return _once(tuple(person for person in people if not is_ours(person.address, ours)))


def _once(people: tuple[Person, ...]) -> tuple[Person, ...]:
    return tuple({person.key: person for person in people if person.address}.values())
