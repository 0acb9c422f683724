"""What of a mail becomes the text of a message, and when it was written."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta

from gehoord.channels.email.models import StoredMail
from gehoord.channels.email.reading import Mail, read_mail
from gehoord.channels.email.reading.automatic import automatic
from gehoord.channels.email.trimming import split_reply

LONGEST = 100_000
"""Characters of one message; the whole mail stays one click away."""
KEPT = frozenset("\n\t")
UNFIT = frozenset({"Cc", "Cs"})
"""No database and no screen takes them."""
UNDERWAY = timedelta(days=2)
"""So long a mail may have travelled; a date further off is a wrong clock."""


def new_words(mail: Mail) -> str:
    """What the writer says now, without what he quotes and signs with; all of it when in doubt.

    Of a mail that was passed on, the words of who wrote it first are what it is about.
    """
    if mail.forwarded is not None:
        return fit(mail.text)
    reply = split_reply(mail.text, html=mail.html).reply
    return fit(reply) or fit(mail.text)


def whole_text(stored: StoredMail) -> str:
    """Everything that stands in a mail, for whoever wants to see more than the new words."""
    return fit(read_mail(stored.raw()).text)


def fit(text: str) -> str:
    """A text as it can be kept: without what no database takes, with one kind of line end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (each for each in lines if each in KEPT or unicodedata.category(each) not in UNFIT)
    whole = "".join(kept).strip()
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1].rstrip() + "…"


def line(text: str, length: int) -> str:
    """A text on one line of at most `length` characters."""
    return " ".join(fit(text[: length * 8]).split())[:length]


def written_at(mail: Mail, stored: StoredMail) -> datetime:
    """The date of a mail if that can be, else when it came."""
    came = stored.received_at
    if mail.date is not None and came - UNDERWAY <= mail.date <= came:
        return mail.date
    return came


def is_answering_machine(mail: Mail) -> bool:
    """Whether a mail only says that somebody is away, and nobody wrote it.

    What another helpdesk or a web form sends is marked as made by a machine too, and people's
    words stand in it: that has to be answered.
    """
    if mail.auto != "auto-reply":
        return False
    if mail.header("auto-submitted").strip().lower().startswith("auto-replied"):
        return True
    plain = replace(mail, headers=(), bounce=None)
    if automatic(plain, "text/plain", {}) == "auto-reply":
        return True  # by its subject
    names = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-vacation", "x-auto-reply")
    return any(mail.header(name).strip() for name in names)
