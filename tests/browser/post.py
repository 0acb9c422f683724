"""A customer's post: a real mail server, a real mailbox, and what somebody writes and reads there."""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime, make_msgid
from typing import cast

from django.utils import timezone

from tests.dovecot import Dovecot, dovecot_running
from tests.postfix import Postfix, postfix_running
from tests.services import wait_until

SERVICE = "service@lindehout.example"
RENEE = "Renée Müller <renee@klant.example>"
PIET = "Piet Bos <piet@klant.example>"
JAN = "Jan de Boer <jan@klant.example>"
STRANGER = "Jan de Boer <jan@vreemd.example>"
"""Somebody else with Jan's name."""
MAIL_UID = "8"
"""Of the user `mail` on Debian, to whom the mailboxes of the tests' Dovecot belong."""


@dataclass
class Post:
    """Postfix brings mail into mailboxes that Dovecot shows, for the customers and for us."""

    postfix: Postfix
    dovecot: Dovecot

    def send(self, mail: EmailMessage) -> EmailMessage:
        """Hand a mail to the server, as a mail program does."""
        with smtplib.SMTP("127.0.0.1", self.postfix.port, timeout=60) as server:
            server.send_message(mail)
        return mail

    def received(self, who: str) -> list[EmailMessage]:
        """Everything in somebody's mailbox, read by IMAP."""
        with self.dovecot.client(who) as client:
            client.select("INBOX", readonly=True)
            numbers = client.search(None, "ALL")[1][0].split()
            raw = [client.fetch(number.decode(), "(RFC822)")[1][0][1] for number in numbers]
        return [cast(EmailMessage, message_from_bytes(each, policy=default)) for each in raw]

    def answer_to(self, mail: EmailMessage, *, who: str) -> EmailMessage:
        """The mail in somebody's mailbox that answers his, once it is there."""

        def there() -> EmailMessage | None:
            found = [each for each in self.received(who) if named(each) == mail["Message-ID"]]
            return found[0] if found else None

        answer = wait_until(there, what=f"an answer for {who}", within_s=60)
        return cast(EmailMessage, answer)


def named(mail: EmailMessage) -> str:
    return str(mail["In-Reply-To"] or "")


@contextlib.contextmanager
def post_running() -> Iterator[Post]:
    """Both servers, with a mailbox for each customer and one for us."""
    people = [RENEE, PIET, JAN, f"<{SERVICE}>"]
    boxes = [each.partition("<")[2].strip(">") for each in people]
    maps = " ".join(f"{{ {each} = {each.partition('@')[0]}/ }}" for each in boxes)
    with (
        dovecot_running() as dovecot,
        postfix_running(
            virtual_mailbox_domains="klant.example lindehout.example",
            virtual_mailbox_base=str(dovecot.folder / "mail"),
            virtual_mailbox_maps=f"inline:{{ {maps} }}",
            virtual_uid_maps=f"static:{MAIL_UID}",
            virtual_gid_maps=f"static:{MAIL_UID}",
        ) as postfix,
    ):
        yield Post(postfix, dovecot)


def letter(text: str, *, subject: str, sender: str = RENEE) -> EmailMessage:
    """A mail to us as a customer's program makes it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, SERVICE, subject
    mail["Date"] = format_datetime(timezone.localtime())
    mail["Message-ID"] = make_msgid(domain="klant.example")
    mail.set_content(text)
    return mail


def answer(text: str, *, to: EmailMessage, subject: str = "", sender: str = RENEE) -> EmailMessage:
    """The customer's answer to our mail, with all of it quoted below, as mail programs do."""
    quoted = plain(to).replace("\n", "\n> ")
    said = f"{text}\n\nOp di 24 nov 2026 om 09:12 schreef {to['From']}:\n> {quoted}\n"
    mail = letter(said, subject=subject or str(to["Subject"]), sender=sender)
    mail["In-Reply-To"] = to["Message-ID"]
    mail["References"] = f"{to['References'] or ''} {to['Message-ID']}".strip()
    return mail


def plain(mail: EmailMessage) -> str:
    return words(mail, "plain")


def words(mail: EmailMessage, kind: str) -> str:
    """What stands in the plain or the HTML part."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def files(mail: EmailMessage) -> dict[str, bytes]:
    """Everything that came along, pictures between the words as well."""
    return {
        part.get_filename(): part.get_payload(decode=True)
        for part in mail.walk()
        if part.get_filename()
    }
