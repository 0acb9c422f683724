"""What a mail server said no to, and what the agent can do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
SAID_LENGTH = 120


@dataclass(frozen=True)
class Refusal:
    """A server's answer that is not a yes: its code, and what it said."""

    code: int
    said: str

    @classmethod
    def from_reply(cls, code: int, said: bytes | str) -> Refusal:
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return cls(code, " ".join("".join(c if c.isprintable() else " " for c in text).split()))

    @property
    def is_final(self) -> bool:
        """Whether trying again is no use."""
        return 500 <= self.code <= 599

    @property
    def status(self) -> str:
        """The enhanced status code, e.g. `5.1.1`; empty if the server gave none."""
        found = STATUS.search(self.said)
        return found[0] if found else ""

    @property
    def quote(self) -> str:
        """The server's own words, for whoever has to look further."""
        words = f"{self.code} {self.said}".strip()
        return words if len(words) <= SAID_LENGTH else words[: SAID_LENGTH - 1] + "…"


class MailRefused(Exception):
    """The server does not take this letter at all."""

    def __init__(self, refusal: Refusal, words: str) -> None:
        super().__init__(words)
        self.refusal = refusal


class ServerAway(Exception):
    """The server could not be reached, or broke off; the text says how far we came.

    `is_end_unknown` if the letter was handed over but the answer did not come: it may have been
    taken.
    """

    def __init__(self, words: str, *, is_end_unknown: bool = False) -> None:
        super().__init__(words)
        self.is_end_unknown = is_end_unknown


def words_for_status(status: str, *, address: str) -> str:
    """Why one recipient did not get it and what to do, by enhanced status code; maybe empty."""
    kind = status.partition(".")[2]
    if kind in ("1.1", "1.0", "1.6", "4.6"):
        return _("{address} does not exist (any more). Check the address, or call the customer.")
    if kind in ("1.2", "4.4", "1.10"):
        return _("The part after the @ of {address} does not exist. Check the address.")
    if kind in ("2.2", "2.4"):
        return _("The mailbox of {address} is full. Try again tomorrow, or call the customer.")
    if kind in ("3.4", "2.3"):
        return _("The message is too big for {address}. Send fewer or smaller files.")
    if kind in ("1.3", "1.4"):
        return _("{address} is not an address the mail server understands. Check the address.")
    if kind in ("2.1",):
        return _("The mailbox of {address} is closed. Call the customer, or write elsewhere.")
    if kind.startswith("7."):
        return _("The mail server of {address} refuses our mail. Tell your administrator.")
    return ""


def words_for_recipient(refusal: Refusal, *, address: str) -> str:
    """Why one recipient did not get it, and what the agent can do."""
    words = words_for_status(refusal.status, address=address) if refusal.status else ""
    if not words and refusal.code in (550, 551, 553):
        words = _("The mail server does not know {address}. Check the address.")
    if not words and refusal.code in (552, 452):
        words = _("The mailbox of {address} is full. Try again tomorrow, or call the customer.")
    if not words:
        words = _("The mail server does not take mail for {address}.")
    return f"{words.format(address=address)} ({refusal.quote})"


def too_big(*, size: int, most: int) -> str:
    """The words for a letter that is larger than the server takes."""
    return _(
        "The message with its files is {size} MB and the mail server takes at most {most} MB. "
        "Send fewer or smaller files, or share a link."
    ).format(size=_megabytes(size), most=_megabytes(most))


def sender_refused(refusal: Refusal, *, sender: str) -> str:
    """The words for a mailbox that may not send."""
    words = _(
        "The mail server does not let us send as {sender}. Tell your administrator: the settings "
        "of this mailbox are not right."
    ).format(sender=sender)
    return f"{words} ({refusal.quote})"


def may_not_send(refusal: Refusal, *, sender: str) -> str:
    """The words for whoever sets up a mailbox that may not send, not even to itself."""
    said = refusal.said.lower()
    if "relay" in said or refusal.code == 530:
        words = _(
            "The mail server takes no mail from us. Sign in to send, or have this machine allowed on "
            "the mail server."
        )
    elif "sender" in said or "send as" in said or ".7." in refusal.status:
        words = _(
            "The mail server does not let us send as {sender}. Give the account with which we sign "
            "in the right to do that, or fill in another user name."
        )
    elif refusal.status.endswith(".2.2") or refusal.code == 552 or "quota" in said:
        words = _("This mailbox is full, so customers' mail comes back to them. Make room in it.")
    else:
        words = _("The mail server does not know {sender}. Check the address of this mailbox.")
    return f"{words.format(sender=sender)} ({refusal.quote})"


def content_refused(refusal: Refusal) -> str:
    """The words for a letter that was refused after it was read."""
    if refusal.status.endswith(".3.4") or refusal.code == 552:
        words = _("The message is too big for the mail server. Send fewer or smaller files.")
    else:
        words = _(
            "The mail server refuses this message, perhaps because of a file or a link. Write it "
            "differently, or tell your administrator."
        )
    return f"{words} ({refusal.quote})"


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".rstrip("0").rstrip(".").replace(".", ",")
