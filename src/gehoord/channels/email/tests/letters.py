"""Mails as people send them, for tests."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime
from itertools import count

from django.utils import timezone

numbers = count(1)


def letter(
    text: str = "Waar blijft mijn pakje?",
    *,
    sender: str = "Marieke Verhoeven <marieke@klant.example>",
    to: str = "service@winkel.example",
    cc: str = "",
    subject: str = "Mijn bestelling",
    answers: str = "",
    number: str = "",
    files: dict[str, bytes] | None = None,
    **headers: str,
) -> bytes:
    """A whole mail as bytes; `answers` is the Message-ID of the mail it is an answer to."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = number or f"<{next(numbers)}.brief@klant.example>"
    mail["Date"] = format_datetime(timezone.now())
    if cc:
        mail["Cc"] = cc
    if answers:
        mail["In-Reply-To"] = mail["References"] = answers
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    for name, content in (files or {}).items():
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()
