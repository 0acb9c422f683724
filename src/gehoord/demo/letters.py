"""The e-mails of the demonstration, read from mails.toml, and the raw mails made of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid
from functools import lru_cache
from pathlib import Path
from typing import Any

from gehoord.demo.cast import Cast
from gehoord.demo.files import made_file
from gehoord.demo.stories import time_in

FILE = Path(__file__).parent / "mails.toml"
US = "us"


@dataclass(frozen=True)
class Letter:
    """One e-mail: of a customer or somebody else, or an answer of ours (`sender` is `us`)."""

    sender: str
    ago: timedelta
    text: str
    html: str
    name: str
    cc: str
    client: str
    files: tuple[str, ...]
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Thread:
    """E-mails with one subject, to the mailbox of one company."""

    company: str
    subject: str
    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class Answered:
    """Our last answer, as the next mail quotes it."""

    text: str
    at: datetime
    sender: str
    message_id: str


@lru_cache(maxsize=1)
def all_threads() -> tuple[Thread, ...]:
    """Every thread of the demonstration."""
    return tuple(
        Thread(
            company=table["company"],
            subject=table["subject"],
            letters=tuple(_letter(row) for row in table["letters"]),
        )
        for table in tomllib.loads(FILE.read_text("utf-8"))["threads"]
    )


def _letter(row: dict[str, Any]) -> Letter:
    return Letter(
        sender=row["from"],
        ago=time_in(row["ago"]),
        text=row.get("text", "").strip(),
        html=row.get("html", "").strip(),
        name=row.get("name", ""),
        cc=row.get("cc", ""),
        client=row.get("client", ""),
        files=tuple(row.get("files", ())),
        headers=row.get("headers", {}),
    )


def raw_mail(
    letter: Letter,
    *,
    thread: Thread,
    to: str,
    cast: Cast,
    at: datetime,
    answered: Answered | None,
    number: int,
) -> bytes:
    """A letter as the mail server hands it over; it answers our last answer, if there is one."""
    mail = EmailMessage()
    mail["From"] = _person(letter.sender, cast, name=letter.name)
    mail["To"] = to
    if letter.cc:
        mail["Cc"] = _person(letter.cc, cast)
    mail["Subject"] = f"RE: {thread.subject}" if answered else thread.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = make_msgid(f"demo{number}", "post.example")
    if answered:
        mail["In-Reply-To"] = mail["References"] = answered.message_id
    for name, value in letter.headers.items():
        mail[name] = value
    text = letter.text.replace("{quote}", _quoted(answered, letter.client, thread, to))
    if letter.html:
        mail.set_content(letter.html, subtype="html")
    else:
        mail.set_content(text)
    for kind in letter.files:
        name, content_type, content = made_file(kind, number=number)
        main, sub = content_type.split("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


def _person(who: str, cast: Cast, *, name: str = "") -> str:
    if "@" in who:
        return formataddr((name, who))
    person = next(each for each in cast.people if each.name == who)
    return formataddr((person.name, person.email))


def _quoted(answered: Answered | None, client: str, thread: Thread, to: str) -> str:
    if answered is None:
        return ""
    if client == "outlook":
        head = (
            f"Van: {answered.sender} <{to}>\nVerzonden: {answered.at:%d-%m-%Y %H:%M}\n"
            f"Onderwerp: Re: {thread.subject}"
        )
        return f"{head}\n\n{answered.text}"
    lines = "\n".join(f"> {line}".rstrip() for line in answered.text.splitlines())
    when = f"{answered.at:%d-%m-%Y} om {answered.at:%H:%M}"
    return f"Op {when} schreef {answered.sender} <{to}>:\n\n{lines}"
