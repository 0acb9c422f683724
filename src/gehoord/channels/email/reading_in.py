"""Mails on their way into a case: read, bound to their conversation, put in it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from gehoord.cases.actions import (
    IncomingFile,
    Thread,
    take_in_message,
    take_in_note,
    take_in_reply,
)
from gehoord.cases.files import store_content
from gehoord.cases.models import Message
from gehoord.channels.email.bounces import bind_bounce
from gehoord.channels.email.confirming import confirm
from gehoord.channels.email.models import Kind, MailReference, StoredMail
from gehoord.channels.email.opened import Read, SomebodyElseReads
from gehoord.channels.email.reading import Address as Person
from gehoord.channels.email.reading import Attachment, read_mail
from gehoord.channels.email.references import note_participants, note_reference, reference
from gehoord.channels.email.senders import Sender, others, own_addresses, who_wrote
from gehoord.channels.email.setting_aside import MailIsSetAside, set_aside, too_many_from
from gehoord.channels.email.threading import Belonging, Proof, belonging_of
from gehoord.channels.email.wording import (
    fit,
    is_answering_machine,
    line,
    new_words,
    written_at,
)
from gehoord.contacts.actions import add_address, find_or_add_address
from gehoord.contacts.models import Address, Channel
from gehoord.jobs.due import work_through

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
TRIES = 3
PATIENT_TRIES = 8
"""For what is the database's or the disk's fault and not the mail's."""
MOST_FILES = 200
"""The other files of such a mail are in the original."""


def read_due_mail() -> int:
    """Read every stored mail into its case; what fails comes back, and in the end is set aside."""
    rows = StoredMail.objects.select_related("mailbox__team")
    return work_through(rows, read_or_set_aside, lease=LEASE)


def read_or_set_aside(row: StoredMail) -> None:
    """Read one mail; one that cannot be read is set aside for a person and stops nothing."""
    if row.attempts > PATIENT_TRIES:
        set_aside(row=row, problem=_("Reading this mail stopped the program several times."))
        return
    try:
        read_in(row)
    except SomebodyElseReads:
        return
    except MailIsSetAside as why:
        set_aside(row=row, problem=str(why))
    except (OperationalError, OSError) as trouble:
        if row.attempts < PATIENT_TRIES:
            raise
        logger.exception("mail %s cannot be read", row.pk)
        set_aside(row=row, problem=_could_not(trouble))
    except Exception as trouble:
        if row.attempts < TRIES:
            raise
        logger.exception("mail %s cannot be read", row.pk)
        set_aside(row=row, problem=_could_not(trouble))


def _could_not(trouble: Exception) -> str:
    return _(
        "Gehoord cannot read this mail ({what}). Nothing of it is lost: open the original, or try "
        "again after an update."
    ).format(what=type(trouble).__name__)


def read_in(row: StoredMail) -> None:
    """Turn one stored mail into what it is: a message, a note, or a report about a reply.

    Raises MailIsSetAside if a person has to decide.
    """
    own = own_addresses()
    mail = read_mail(row.raw())
    read = Read(row, mail, who_wrote(mail, own), own)
    try:
        with transaction.atomic():
            _describe(read)
            if row.is_header_only and not row.is_wanted:
                raise MailIsSetAside(row.problem)
            _place(read)
    except Exception:
        _describe(read)  # from whom it is, for whoever looks what became of it
        raise


def _describe(read: Read) -> None:
    row, mail = read.row, read.mail
    row.from_email, row.from_name = read.sender.email, read.sender.name
    row.subject = line(mail.subject, 300)
    row.is_spam = mail.is_spam
    first = mail.forwarded
    row.forwarded_from = line(f"{first.name} <{first.email}>", 320) if first else ""
    row.kind = {"auto-reply": Kind.AUTO, "list": Kind.LIST, "bounce": Kind.BOUNCE}.get(
        mail.auto, Kind.MESSAGE
    )
    row.save(
        update_fields=["from_email", "from_name", "subject", "is_spam", "forwarded_from", "kind"]
    )


def _place(read: Read) -> None:
    row, mail = read.row, read.mail
    if mail.auto == "bounce" and mail.bounce is not None:
        try:
            read.finish(about=bind_bounce(mail.bounce, mail))
            return
        except MailIsSetAside:
            if not row.is_wanted:
                raise
    known = MailReference.objects.filter(reference=reference(mail.message_id)).first()
    if known is not None and _is_copy(read, known):
        kind = Kind.COPY if known.message and known.message.is_from_customer else Kind.OWN
        read.finish(kind=kind, about=known.message)
        return
    place = belonging_of(mail, read.sender)
    if place.colleague is not None and place.conversation is not None:
        _take_in_colleague(read, place, is_known=known is not None)
    else:
        _take_in(read, place, is_known=known is not None)


def _is_copy(read: Read, known: MailReference) -> bool:
    """The same mail a second time, or our own come back; a careless program's next mail is not."""
    if known.message is None:
        return read.sender.is_own
    if not known.message.is_from_customer:
        return read.sender.is_own
    first = StoredMail.objects.filter(message=known.message).first()
    is_same = first is not None and first.from_email == read.sender.email
    return is_same and known.message.text == _text_of(read)


def _text_of(read: Read) -> str:
    return fit(read.row.problem) if read.row.is_header_only else new_words(read.mail)


def _take_in(read: Read, place: Belonging, *, is_known: bool) -> None:
    row, mail = read.row, read.mail
    if place.conversation is None:
        if (why := too_many_from(row, is_automatic=mail.auto != "none")) and not row.is_wanted:
            raise MailIsSetAside(why)
        address = _address_of(read)
        thread = Thread()
    else:
        address = place.conversation.address
        is_customer = place.is_customer or _gives_address(read, place)
        thread = Thread(
            conversation=place.conversation,
            spoken_by="" if is_customer else _called(read.sender),
            writer=None if is_customer else _known_address(read.sender),
            is_automatic=is_answering_machine(mail),
        )
    message = take_in_message(
        address=address,
        team=row.mailbox.team,
        text=_text_of(read),
        written_at=written_at(mail, row),
        external_id=_external_id(read, is_known=is_known),
        subject=line(mail.subject, 300),
        files=_files(mail.attachments),
        thread=thread,
    )
    _remember(read, message)
    read.finish(message=message)
    confirm(row=row, mail=mail, sender=read.sender, message=message)


def _take_in_colleague(read: Read, place: Belonging, *, is_known: bool) -> None:
    """A reply, if the customer got it as well; else it was meant for us alone."""
    row, mail, conversation = read.row, read.mail, place.conversation
    assert conversation is not None
    assert place.colleague is not None
    customers = set(
        Address.objects.filter(
            customer=conversation.address.customer_id, channel=Channel.EMAIL
        ).values_list("external_id", flat=True)
    )
    if customers.isdisjoint(each.email for each in others(mail, read.own)):
        note = take_in_note(
            case=conversation.case,
            author=place.colleague,
            text=_note_of(read),
            written_at=written_at(mail, row),
            submission=uuid5(NAMESPACE_URL, f"mail:{row.digest}"),
        )
        note_reference(conversation=conversation, message_id=mail.message_id)
        read.finish(note=note)
        return
    message = take_in_reply(
        conversation=conversation,
        author=place.colleague,
        text=_text_of(read),
        written_at=written_at(mail, row),
        external_id=_external_id(read, is_known=is_known),
        files=_files(mail.attachments),
    )
    _remember(read, message)
    read.finish(message=message)


def _note_of(read: Read) -> str:
    names = ", ".join(line(each.filename, 120) for each in read.mail.attachments[:20])
    said = _text_of(read)
    if not names:
        return said
    files = _("Files in the mail: {names}").format(names=names)
    return f"{said}\n\n{files}"


def _address_of(read: Read) -> Address:
    """The address of a new sender; whoever gives none is nobody we know, each time anew."""
    sender = read.sender
    return find_or_add_address(
        channel=Channel.EMAIL,
        external_id=sender.email or f"unknown:{read.row.digest}",
        name=sender.name,
        email=sender.email,
    )


def _known_address(sender: Sender) -> Address | None:
    """Of somebody who takes part in another's talk and is a customer of ours too."""
    known = Address.objects.filter(channel=Channel.EMAIL, external_id=sender.email)
    return known.select_related("customer").first()


def _gives_address(read: Read, place: Belonging) -> bool:
    """A token shows that our answer arrived at this writer.

    It may have been passed on: only who also bears the customer's name is the customer.
    """
    sender, conversation = read.sender, place.conversation
    if place.proof != Proof.TOKEN or conversation is None or not sender.email:
        return False
    customer = conversation.address.customer
    if not sender.name or sender.name.casefold() != customer.name.casefold():
        return False
    return add_address(customer=customer, channel=Channel.EMAIL, external_id=sender.email)


def _called(sender: Sender) -> str:
    return f"{sender.name} <{sender.email}>"[:200] if sender.name else sender.email


def _external_id(read: Read, *, is_known: bool) -> str:
    """The Message-ID; when another mail bears it already, that and what is in this one."""
    return f"{read.name[:130]}#{read.row.digest}" if is_known else read.name


def _remember(read: Read, message: Message) -> None:
    mail, conversation = read.mail, message.conversation
    note_reference(conversation=conversation, message_id=mail.message_id, message=message)
    writer = Person(read.sender.name, read.sender.email)
    if conversation.address.customer.addresses.filter(external_id=writer.email).exists():
        writer = Person("", "")
    note_participants(conversation=conversation, people=[writer, *others(mail, read.own)])


def _files(attachments: Sequence[Attachment]) -> list[IncomingFile]:
    return [
        store_content(
            each.content,
            name=each.filename,
            content_type=line(each.mime, 100),
            content_id=each.content_id,
        )
        for each in attachments[:MOST_FILES]
    ]
