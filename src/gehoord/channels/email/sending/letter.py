"""What goes into a letter, before it is bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gehoord.channels.email.sending.addresses import Person
from gehoord.channels.email.sending.formats import html_of, lines_as_html, plain_of

QUOTED_LENGTH = 20_000
QUOTE_STYLE = "margin:0 0 0 .8ex;border-left:2px solid #ccc;padding-left:1ex"
SMALL = "color:#555;font-size:90%"


@dataclass(frozen=True)
class Enclosure:
    """A file in a letter. With a `content_id` it stands inside the words, as a picture."""

    name: str
    content_type: str
    read: Callable[[], bytes]
    content_id: str = ""


@dataclass(frozen=True)
class Quoted:
    """The message a letter answers or passes on, shown below the new words."""

    who: Person
    written_at: datetime
    text: str
    subject: str = ""
    to: tuple[Person, ...] = ()
    is_passed_on: bool = False

    @property
    def words(self) -> str:
        if len(self.text) <= QUOTED_LENGTH:
            return self.text.strip()
        return self.text[:QUOTED_LENGTH].rstrip() + "\n[…]"

    @property
    def introduction(self) -> str:
        """The line above it, as mail programs write it."""
        at = timezone.localtime(self.written_at)
        if not self.is_passed_on:
            return _("On {day} at {time}, {who} wrote:").format(
                day=date_format(at, "j F Y"), time=f"{at:%H:%M}", who=self.who
            )
        lines = [
            _("---------- Forwarded message ----------"),
            _("From: {who}").format(who=self.who),
            _("Date: {moment}").format(moment=format_datetime(at)),
            _("Subject: {subject}").format(subject=self.subject),
        ]
        if self.to:
            lines.append(_("To: {people}").format(people=", ".join(map(str, self.to))))
        return "\n".join(lines)

    def as_text(self) -> str:
        if self.is_passed_on:
            return f"{self.introduction}\n\n{self.words}"
        lines = (f"> {line}".rstrip() if line else ">" for line in self.words.split("\n"))
        return self.introduction + "\n" + "\n".join(lines)

    def as_html(self) -> str:
        words = lines_as_html(self.words)
        if not self.is_passed_on:
            words = f'<blockquote type="cite" style="{QUOTE_STYLE}">{words}</blockquote>'
        return f"<div>{lines_as_html(self.introduction)}</div>\n<div>{words}</div>"


@dataclass(frozen=True)
class Letter:
    """Everything a customer will find in one e-mail, and nothing else."""

    sender: Person
    subject: str
    text: str
    message_id: str
    """With its angle brackets, fixed before the first attempt."""
    written_at: datetime
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()
    """On the envelope only: a Bcc header would be read by everybody."""
    html: str = ""
    """Formats the agent chose, cleaned; empty is: made from the text."""
    signature: str = ""
    notice: str = ""
    reply_to: Person | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    quoted: Quoted | None = None
    enclosures: tuple[Enclosure, ...] = field(default=())
    is_automatic: bool = False

    @property
    def recipients(self) -> tuple[Person, ...]:
        """Everybody on the envelope, each once."""
        once = {person.key: person for person in (*self.to, *self.cc, *self.bcc)}
        return tuple(once.values())

    def as_text(self) -> str:
        """The plain part."""
        parts = [plain_of(self.text), self.signature, self.notice]
        if self.quoted is not None:
            parts.append(self.quoted.as_text())
        return "\n\n".join(part.strip("\n") for part in parts if part.strip())

    def as_html(self) -> str:
        """The HTML part; its own styles stand in the tags, because mail programs drop others."""
        pictures = {each.name: each.content_id for each in self.enclosures if each.content_id}
        body = [self.html or html_of(self.text, pictures=pictures)]
        if self.signature.strip():
            body.append(f"<p>{lines_as_html(self.signature.strip())}</p>")
        if self.notice.strip():
            body.append(f'<p style="{SMALL}">{lines_as_html(self.notice.strip())}</p>')
        if self.quoted is not None:
            body.append(self.quoted.as_html())
        words = "\n".join(body)
        return f'<html><head><meta charset="utf-8"></head><body>\n{words}\n</body></html>\n'
