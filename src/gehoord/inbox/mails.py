"""What the timeline says about a message that came or went as an e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gehoord.cases.models import Delivery, Message
from gehoord.channels.email.confirming import words_of
from gehoord.channels.email.identity import identity
from gehoord.channels.email.models import Kind, OutgoingMail, StoredMail
from gehoord.channels.email.passing_on import first_writer
from gehoord.channels.email.sending.addresses import Person
from gehoord.channels.email.sending.answering import ANSWER, FORWARD
from gehoord.channels.email.sending.formats import html_of
from gehoord.channels.email.sending.heads import Head, head_of_mail
from gehoord.channels.email.threading import MARK
from gehoord.channels.email.tokens import without_token
from gehoord.contacts.models import Address, Channel

NAMED = 3
"""So many people stand on one line; the others are a number."""
HEADS_KEPT = 1024


@dataclass(frozen=True)
class ReceivedMail:
    """A mail that came in: from whom, to whom, and what to know before believing it."""

    stored: StoredMail
    message: Message
    head: Head
    shows_subject: bool = False

    @property
    def subject(self) -> str:
        return self.stored.subject

    @property
    def sender(self) -> str:
        """From which address, if it is not the one we know of the customer."""
        address = self.stored.from_email
        return "" if _is_of_customer(address, self.message) else address

    @property
    def lines(self) -> list[tuple[str, str]]:
        """To whom it went besides our own mailbox: label and names."""
        ours = identity(self.stored.mailbox.address)
        is_to_us = [without_token(each.address) for each in self.head.to] == [ours]
        to = () if is_to_us else self.head.to
        return _lines((_("To"), to), (_("Cc"), self.head.cc))

    @property
    def marks(self) -> list[str]:
        """What is special about it, in words."""
        return marks_of(self.stored, security=self.head.security, message=self.message)

    @cached_property
    def first_writer(self) -> Person | None:
        """Who seems to have written it, if that is not the customer of the case yet."""
        writer = first_writer(self.stored) if self.stored.forwarded_from else None
        if writer is None:
            return None
        own = Address.objects.filter(
            customer=self.message.conversation.address.customer_id, channel=Channel.EMAIL
        )
        return None if own.filter(external_id__iexact=writer.address).exists() else writer


@dataclass(frozen=True)
class SentMail:
    """A reply that went, or goes, as an e-mail."""

    outgoing: OutgoingMail
    message: Message
    shows_subject: bool = False

    @property
    def subject(self) -> str:
        return self.outgoing.subject

    @property
    def lines(self) -> list[tuple[str, str]]:
        """To whom it goes, unless that is the customer alone."""
        mail = self.outgoing
        people = [*mail.to, *mail.cc, *mail.bcc]
        if len(people) == 1 and _is_of_customer(_address_in(people[0]), self.message):
            return []
        return _lines((_("To"), mail.to), (_("Cc"), mail.cc), (_("Bcc"), mail.bcc))

    @property
    def is_forward(self) -> bool:
        return self.outgoing.is_forward

    @property
    def words(self) -> SafeString:
        """The text with its few formats."""
        return mark_safe(html_of(self.message.text))  # noqa: S308 - html_of cleans with nh3

    @property
    def has_left(self) -> bool:
        return self.message.delivery not in (Delivery.DUE, Delivery.FAILED)

    @property
    def failures(self) -> list[tuple[str, str]]:
        """Who did not get it, and in words why not and what to do."""
        return list(self.outgoing.refused.items())

    @property
    def waits_because(self) -> str:
        """Why it has not left yet though somebody tried."""
        is_waiting = self.message.delivery == Delivery.DUE and self.message.attempts
        return self.outgoing.said if is_waiting else ""

    @property
    def everybody(self) -> str:
        """All of To as a person would type it, to correct it."""
        return ", ".join(self.outgoing.to)


SeenMail = ReceivedMail | SentMail


@dataclass
class _Subjects:
    """A subject is only said when it is another one than that of the mail before."""

    last: str | None = field(default=None)

    def is_news(self, subject: str) -> bool:
        bare = FORWARD.sub("", ANSWER.sub("", MARK.sub("", subject))).strip().casefold()
        was, self.last = self.last, bare
        return bool(bare) and bare != was


def mails_of(messages: Sequence[Message]) -> dict[int, SeenMail]:
    """The mails among the messages of a case, by the number of their message.

    A case without e-mail costs nothing.
    """
    by_mail = {m.pk: m for m in messages if m.conversation.channel == Channel.EMAIL}
    if not by_mail:
        return {}
    came = StoredMail.objects.filter(message__in=by_mail.keys())
    received = {mail.message_id: mail for mail in came.select_related("confirmation", "mailbox")}
    sent = {
        mail.message_id: mail for mail in OutgoingMail.objects.filter(message__in=by_mail.keys())
    }
    subjects, seen = _Subjects(), dict[int, SeenMail]()
    for pk, message in by_mail.items():
        if (stored := received.get(pk)) is not None:
            is_news = subjects.is_news(stored.subject)
            seen[pk] = ReceivedMail(stored, message, _head_in(stored.file.name), is_news)
        elif (outgoing := sent.get(pk)) is not None:
            seen[pk] = SentMail(outgoing, message, subjects.is_news(outgoing.subject))
    return seen


@lru_cache(maxsize=HEADS_KEPT)
def _head_in(file: str) -> Head:
    """The header of a mail by its file: that never changes, and is looked at many times."""
    return head_of_mail(StoredMail(file=file))


def marks_of(stored: StoredMail, *, security: str, message: Message) -> list[str]:
    """What to know about a mail before believing it, in words."""
    return list(_marks(stored, security=security, message=message))


def _marks(stored: StoredMail, *, security: str, message: Message) -> Iterable[str]:
    if message.is_automatic or stored.kind == Kind.AUTO:
        yield _("Automatic mail: nobody typed this.")
    if stored.kind == Kind.LIST:
        yield _("From a mailing list.")
    if stored.is_spam:
        yield _("A mail server on the way took this for spam. Check it before you click anything.")
    if security == "encrypted" or "-----BEGIN PGP MESSAGE-----" in message.text:
        yield _(
            "This mail is encrypted and Gehoord cannot read it. Open the original in your own "
            "mail program, or ask for a mail without encryption."
        )
    elif security == "signed" or "-----BEGIN PGP SIGNED MESSAGE-----" in message.text:
        yield _("Digitally signed. Gehoord does not check the signature.")
    if stored.is_header_only:
        yield _("This mail was too large: only its head was fetched.")
    if confirmed := words_of(stored):
        yield confirmed


def _lines(*people: tuple[str, Iterable[object]]) -> list[tuple[str, str]]:
    return [(label, line) for label, them in people if (line := named(them))]


def named(people: Iterable[object]) -> str:
    """People on one line: the first few by name or address, the others as a number."""
    every = [_short(str(each)) for each in people]
    more = len(every) - NAMED
    if more <= 0:
        return ", ".join(every)
    return _("{names} and {number} more").format(names=", ".join(every[:NAMED]), number=more)


def _is_of_customer(address: str, message: Message) -> bool:
    """Whether an address is the one that stands beside the case already."""
    return identity(address) == identity(message.case.customer.email)


def _address_in(person: str) -> str:
    """`Zus <zus@klant.example>` is at `zus@klant.example`."""
    return person.rpartition("<")[2].strip("> ")


def _short(person: str) -> str:
    """`Zus <zus@klant.example>` is `Zus`; an address alone stays one."""
    name, _bracket, _address = person.rpartition(" <")
    return name.strip('"') or person
