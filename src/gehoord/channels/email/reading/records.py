"""What reading an e-mail gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

Automatic = Literal["none", "auto-reply", "bounce", "list"]
Security = Literal["", "signed", "encrypted"]


class Address(NamedTuple):
    """Somebody in a header: the name as people read it, and the address as it was written."""

    name: str
    email: str


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail; `content_id` is without its angle brackets."""

    filename: str
    mime: str
    content: bytes = field(repr=False)
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True)
class Bounce:
    """What a mail server says about a mail of ours; every field may be empty.

    `action` is failed, delayed, delivered, relayed or expanded; `status` is like 5.1.1;
    `message_id` is that of the mail we sent, with its angle brackets.
    """

    message_id: str = ""
    recipient: str = ""
    action: str = ""
    status: str = ""
    diagnostic: str = ""


@dataclass(frozen=True)
class Invitation:
    """An appointment in a mail, every field as it was written; moments carry their zone in words."""

    method: str
    summary: str
    starts: str
    ends: str
    location: str
    organizer: str
    description: str


@dataclass(frozen=True)
class Mail:
    """An e-mail, read: nothing of it is lost, and what was odd stands in `problems`.

    Message-IDs carry their angle brackets. `text` is what a person reads, `html` is the body as it
    came and unsafe. `forwarded` is who wrote first, when the mail passes on somebody else's;
    `original_from` is the writer behind a form or a list, when the mail names one.
    """

    from_email: str = ""
    from_name: str = ""
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    html: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    auto: Automatic = "none"
    bounce: Bounce | None = None
    is_spam: bool = False
    security: Security = ""
    invitations: tuple[Invitation, ...] = ()
    forwarded: Address | None = None
    original_from: Address | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    problems: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first header with this name, decoded, or an empty text."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")

    def header_all(self, name: str) -> tuple[str, ...]:
        """Every header with this name, decoded, in the order of the mail."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key == wanted)


class Problems:
    """What was odd in one mail, each sentence once."""

    MOST = 50

    def __init__(self) -> None:
        self._said: dict[str, None] = {}

    def note(self, sentence: str) -> None:
        """Keep a sentence; the fiftieth and later ones add nothing for a reader."""
        if len(self._said) < self.MOST:
            self._said[sentence] = None

    def said(self) -> tuple[str, ...]:
        """All sentences, in the order they were found."""
        return tuple(self._said)
