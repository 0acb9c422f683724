"""The header of a stored mail, as far as an answer needs it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass

from gehoord.cases.models import Message
from gehoord.channels.email.models import StoredMail
from gehoord.channels.email.reading import Mail, read_mail
from gehoord.channels.email.sending.addresses import AddressNotUsable, Person, usable

HEAD_BYTES = 256 * 1024
END = re.compile(rb"\r?\n\r?\n")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Head:
    """Who wrote to whom under which subject and Message-ID; empty if there is no mail."""

    sender: Person | None = None
    reply_to: tuple[Person, ...] = ()
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    subject: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    security: str = ""
    """`signed`, `encrypted` or nothing, as far as the header says."""


def head_of(message: Message) -> Head:
    """The header of the mail a message came in; an empty one if it came another way or is gone."""
    mail = StoredMail.objects.filter(message=message).first()
    return Head() if mail is None else head_of_mail(mail)


def head_of_mail(mail: StoredMail) -> Head:
    """The header of a stored mail; an empty one if it is gone from the disk."""
    try:
        with mail.file.open("rb") as file:
            start = file.read(HEAD_BYTES)
    except OSError:
        logger.warning("mail %s is not on the disk", mail.pk)
        return Head()
    end = END.search(start.lstrip())
    read = read_mail(start.lstrip()[: end.end()] if end else start)
    return Head(
        sender=next(iter(_people(((read.from_name, read.from_email),))), None),
        reply_to=_people(read.reply_to),
        to=_people(read.to),
        cc=_people(read.cc),
        subject=read.subject,
        message_id=read.message_id,
        references=read.references or ((read.in_reply_to,) if read.in_reply_to else ()),
        security=_security_of(read),
    )


def _security_of(read: Mail) -> str:
    """An opaque signature looks encrypted to whoever sees the header alone."""
    is_opaque = "signed-data" in read.header("content-type").lower()
    return "signed" if is_opaque else read.security


def _people(found: Iterable[tuple[str, str]]) -> tuple[Person, ...]:
    """Those to whom can be written: a header may hold anything."""
    people = []
    for name, email in found:
        try:
            people.append(usable(email, name=name))
        except AddressNotUsable:
            continue
    return tuple(people)
