"""What an agent does with an e-mail: answer, pass on, begin one, and split one off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent
from gehoord.cases.actions import (
    IncomingFile,
    ReplyIsAlreadyGone,
    ReplyIsEmpty,
    open_case,
    send_reply,
    split_message,
    take_back_reply,
)
from gehoord.cases.models import Attachment, Case, Delivery, Draft, Message
from gehoord.channels.email.models import (
    DraftAddressing,
    Mailbox,
    MailDraft,
    MailReference,
    OutgoingMail,
)
from gehoord.channels.email.reading import Address
from gehoord.channels.email.references import note_participants
from gehoord.channels.email.sending.addresses import people_in
from gehoord.channels.email.sending.answering import Addressing, Mode, defaults_for
from gehoord.channels.email.sending.formats import clean
from gehoord.channels.email.sending.numbering import numbered
from gehoord.channels.email.sending.preparing import keep_addressing
from gehoord.contacts.actions import find_or_add_address
from gehoord.contacts.models import Channel

Typed = str | Sequence[str]


class NobodyOnTheEnvelope(Exception):
    """There is no address in To."""


@dataclass(frozen=True)
class Envelope:
    """What an agent filled in above a letter; None is: as it would be by itself."""

    to: Typed | None = None
    cc: Typed | None = None
    bcc: Typed | None = None
    subject: str | None = None
    mode: str = Mode.REPLY

    def over(self, usual: Addressing) -> Addressing:
        """The usual addressing with what the agent changed.

        Raises AddressNotUsable or NobodyOnTheEnvelope.
        """
        changed = replace(
            usual,
            to=usual.to if self.to is None else people_in(self.to),
            cc=usual.cc if self.cc is None else people_in(self.cc),
            bcc=usual.bcc if self.bcc is None else people_in(self.bcc),
        )
        if not (changed.to or changed.cc or changed.bcc):
            raise NobodyOnTheEnvelope
        return changed if self.subject is None else replace(changed, subject=self.subject.strip())


@transaction.atomic
def send_mail(
    *,
    case: Case,
    author: Agent,
    text: str,
    submission: UUID,
    envelope: Envelope | None = None,
    files: Iterable[IncomingFile] = (),
    carried: Iterable[Attachment] = (),
    answers: Message | None = None,
    html: str = "",
) -> Message:
    """Send a reply by e-mail, to whom and under what the envelope says.

    `carried` are files of the quoted message that go along in a forward; they are copied. The
    same `submission` twice is one e-mail. Raises what `send_reply` raises, AddressNotUsable,
    NobodyOnTheEnvelope or NoMailbox; then nothing is kept.
    """
    envelope = envelope or Envelope()
    addressing = envelope.over(defaults_for(case, envelope.mode, answers=answers))
    known = Message.objects.filter(submission=submission).first()
    copies = [] if known else [_copied(file) for file in carried]
    reply = send_reply(
        case=case,
        author=author,
        text=text,
        submission=submission,
        files=[*files, *copies],
        conversation=addressing.conversation,
        is_for_customer=not addressing.is_forward,
    )
    if reply.delivery == Delivery.DUE:
        keep_addressing(message=reply, addressing=addressing, html=clean(html) if html else "")
        _note_participants(reply, addressing)
    return reply


@transaction.atomic
def address_reply(*, reply: Message, envelope: Envelope) -> OutgoingMail:
    """Say to whom a reply goes that is still waiting to leave.

    Raises ReplyIsAlreadyGone, AddressNotUsable or NobodyOnTheEnvelope.
    """
    waiting = Message.objects.select_for_update(of=("self",)).filter(
        pk=reply.pk, delivery__in=[Delivery.DUE, Delivery.FAILED], leased_until__isnull=True
    )
    if not waiting.exists():
        raise ReplyIsAlreadyGone
    addressing = envelope.over(defaults_for(reply.case, envelope.mode))
    outgoing = keep_addressing(message=reply, addressing=addressing)
    _note_participants(reply, addressing)
    return outgoing


@transaction.atomic
def address_draft(
    *, draft: Draft, envelope: Envelope, answers: Message | None = None
) -> DraftAddressing:
    """Keep what the agent fills in above a draft, exactly as typed, and which mail it answers."""
    fields = {
        name: [typed] if isinstance(typed, str) else list(typed or ())
        for name, typed in (("to", envelope.to), ("cc", envelope.cc), ("bcc", envelope.bcc))
    }
    subject = (envelope.subject or "")[:900]
    kept, _is_new = DraftAddressing.objects.update_or_create(
        draft=draft,
        defaults={**fields, "subject": subject, "mode": envelope.mode, "answers": answers},
    )
    return kept


@transaction.atomic
def take_back_mail(*, reply: Message, agent: Agent) -> Draft:
    """Take a reply back before it leaves; text and addresses are a draft again.

    Raises ReplyIsAlreadyGone.
    """
    outgoing = OutgoingMail.objects.filter(message=reply).first()
    draft = take_back_reply(reply=reply, agent=agent)
    if outgoing is not None:
        mode = Mode.FORWARD if outgoing.is_forward else Mode.REPLY
        address_draft(
            draft=draft,
            envelope=Envelope(outgoing.to, outgoing.cc, outgoing.bcc, outgoing.subject, mode),
            answers=outgoing.quoted,
        )
    return draft


@transaction.atomic
def write_new_mail(
    *,
    mailbox: Mailbox,
    author: Agent,
    envelope: Envelope,
    text: str,
    submission: UUID | None = None,
    files: Iterable[IncomingFile] = (),
    html: str = "",
) -> Message:
    """Write to somebody first: opens a case with the first address in To as its customer.

    The same `submission` twice is one case. Raises AddressNotUsable, NobodyOnTheEnvelope,
    ReplyIsEmpty or ReplyHasBlanks; then nothing is kept.
    """
    submission = submission or uuid4()
    if (sent := Message.objects.filter(submission=submission).first()) is not None:
        return sent
    addressing = envelope.over(Addressing(mailbox))
    if not addressing.to:
        raise NobodyOnTheEnvelope
    if not text.strip() and not (files := tuple(files)):
        raise ReplyIsEmpty
    customer = addressing.to[0]
    address = find_or_add_address(
        channel=Channel.EMAIL,
        external_id=customer.key,
        name=customer.name,
        email=customer.address,
    )
    conversation = open_case(
        address=address, team=mailbox.team, title=addressing.subject or text[:80], by=author
    )
    case = conversation.case
    reply = send_reply(case=case, author=author, text=text, submission=submission, files=files)
    subject = numbered(addressing.subject, case=case, mailbox=mailbox)
    keep_addressing(
        message=reply,
        addressing=replace(addressing, subject=subject),
        html=clean(html) if html else "",
    )
    _note_participants(reply, addressing)
    discard_mail_draft(author=author)
    return reply


@transaction.atomic
def save_mail_draft(*, author: Agent, mailbox: Mailbox | None, **typed: str) -> MailDraft | None:
    """Keep a new e-mail while the agent writes it: `to`, `cc`, `bcc`, `subject` and `text`.

    One in which nothing stands is none.
    """
    if not any(typed.values()):
        discard_mail_draft(author=author)
        return None
    kept, _is_new = MailDraft.objects.update_or_create(
        author=author, defaults={**typed, "mailbox": mailbox}
    )
    return kept


@transaction.atomic
def discard_mail_draft(*, author: Agent) -> None:
    """Throw away the new e-mail the agent was writing."""
    MailDraft.objects.filter(author=author).delete()


@transaction.atomic
def split_mail(*, message: Message, by: Agent) -> Case:
    """Make a case of its own of a mail about something else; its answers follow it there.

    Raises NothingToSplitOff.
    """
    case = split_message(message=message, by=by)
    moved = Message.objects.get(pk=message.pk)
    MailReference.objects.filter(message=message).update(conversation=moved.conversation)
    return case


def _copied(file: Attachment) -> IncomingFile:
    """A file of its own for the forward: the first one goes when its message goes."""
    kind = file.file.name.rpartition(".")[2]
    with file.file.open("rb") as content:
        path = default_storage.save(
            f"attachments/{timezone.now():%Y/%m}/{uuid4().hex}.{kind}", ContentFile(content.read())
        )
    return IncomingFile(path=path, name=file.name, content_type=file.content_type, size=file.size)


def _note_participants(reply: Message, addressing: Addressing) -> None:
    """Whoever got it may answer in the same conversation."""
    people = (*addressing.to, *addressing.cc, *addressing.bcc)
    note_participants(
        conversation=reply.conversation,
        people=[Address(person.name, person.address) for person in people],
    )
