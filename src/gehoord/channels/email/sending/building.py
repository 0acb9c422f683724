"""Letters as bytes for a mail server, by the standards and readable by every mail program."""

from __future__ import annotations

import re
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Any, cast

from gehoord.channels.email.sending.addresses import PLAIN_NAME, Person, one_line, wire_address
from gehoord.channels.email.sending.letter import Enclosure, Letter

SUBJECT_LENGTH = 900
REFERENCES = 20
"""The first and the last ones: mail programs find the thread, and the header stays short."""
WIDTH = 76
ID = re.compile(r"<[^<>\s]{1,500}>")
NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
NOT_IN_NAMES = re.compile(r"[\"\\/:*?<>|]")
TYPE = re.compile(r"[a-z0-9][\w.+-]*/[a-z0-9][\w.+-]*", re.IGNORECASE | re.ASCII)


class _Folded(str):
    """A header that is encoded and folded already."""


class _Policy(EmailPolicy):
    """The rules for SMTP, where headers that are folded already stay as they are.

    The standard library takes the quotes off encoded names when it folds them; then a comma in a
    name makes two people.
    """

    def header_store_parse(self, name: str, value: object) -> tuple[str, Any]:
        if isinstance(value, _Folded):
            return name, value
        return super().header_store_parse(name, value)

    def fold(self, name: str, value: object) -> str:
        if isinstance(value, _Folded):
            return f"{name}: {value}{self.linesep}"
        folded: str = super().fold(name, cast(str, value))
        return folded

    def fold_binary(self, name: str, value: object) -> bytes:
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii", "surrogateescape")


# Quoted-printable and base64 pass every server; eight bits do not.
_POLICY = _Policy(linesep=SMTP.linesep, cte_type="7bit", max_line_length=WIDTH)


def as_bytes(letter: Letter) -> bytes:
    """The letter as it goes over the wire, lines ending in CR LF."""
    message = build(letter)
    if _needs_utf8(letter):
        return message.as_bytes(policy=_POLICY.clone(utf8=True))
    return message.as_bytes()


def needs_smtputf8(letter: Letter) -> bool:
    """Whether somebody on it has a mailbox outside ASCII, which the server has to know about."""
    return _needs_utf8(letter) or not all(map(_is_plain, letter.recipients))


def build(letter: Letter) -> EmailMessage:
    """The letter as a message of the standard library."""
    message = EmailMessage(policy=_POLICY)
    for name, value in _headers(letter):
        message[name] = _Folded(value)
    text = _text(letter.as_text())
    message.set_content(text + "\n", charset="utf-8")
    message.add_alternative(_text(letter.as_html()), subtype="html", charset="utf-8")
    inside = [each for each in letter.enclosures if each.content_id]
    html = cast(list[EmailMessage], message.get_payload())[1]
    for each in inside:
        _add(html, each)
    for each in letter.enclosures:
        if not each.content_id:
            _add(message, each)
    return message


def _headers(letter: Letter) -> list[tuple[str, str]]:
    """The headers in the order in which mail programs write them."""
    headers = [
        ("Date", format_datetime(letter.written_at)),
        ("From", _people((letter.sender,))),
        ("Reply-To", _people((letter.reply_to,) if letter.reply_to else ())),
        ("To", _people(letter.to)),
        ("Cc", _people(letter.cc)),
        ("Subject", _words(one_line(letter.subject, most=SUBJECT_LENGTH), name="Subject")),
        ("Message-ID", _ids((letter.message_id,))),
        ("In-Reply-To", _ids((letter.in_reply_to,))),
        ("References", _ids(letter.references)),
    ]
    if not letter.to and not letter.cc:
        headers.append(("To", "undisclosed-recipients:;"))
    if letter.is_automatic:
        headers += [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")]
        headers.append(("Precedence", "bulk"))  # older programs know no other sign
    return [(name, value) for name, value in headers if value or name == "Subject"]


def _people(people: tuple[Person, ...]) -> str:
    return ",\r\n ".join(_person(person) for person in people)


def _person(person: Person) -> str:
    address = wire_address(person.address)
    name = one_line(person.name, most=150)
    if not name:
        return address
    if PLAIN_NAME.fullmatch(name) and "=?" not in name:
        return f"{name} <{address}>"
    if name.isascii() and "=?" not in name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{address}>'
    return f"{_encoded(name, width=60, name='To')}\r\n <{address}>"


def _words(text: str, *, name: str) -> str:
    if text.isascii() and "=?" not in text and max(map(len, text.split()), default=0) < 900:
        return Header(text, "us-ascii", WIDTH, name).encode(linesep="\r\n")
    return _encoded(text, width=WIDTH - 1, name=name)


def _encoded(text: str, *, width: int, name: str) -> str:
    return Header(text, "utf-8", width, name).encode(linesep="\r\n")


def _ids(ids: tuple[str, ...]) -> str:
    known = list(dict.fromkeys(each for text in ids for each in ID.findall(text)))
    known = [each for each in known if each.isascii() and each.isprintable()]
    if len(known) > REFERENCES:
        known = [known[0], *known[1 - REFERENCES :]]
    return "\r\n ".join(known)


def _text(text: str) -> str:
    """Words that survive the way: one kind of line end, nothing that is no text."""
    return NOT_IN_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _add(to: EmailMessage, file: Enclosure) -> None:
    kind = file.content_type if TYPE.fullmatch(file.content_type) else "application/octet-stream"
    main, _slash, sub = kind.lower().partition("/")
    if main in ("message", "multipart"):
        main, sub = "application", "octet-stream"  # those have rules of their own
    name = NOT_IN_NAMES.sub("_", one_line(file.name, most=120)) or "bestand"
    if file.content_id:
        cid = f"<{file.content_id}>"
        to.add_related(file.read(), main, sub, cid=cid, filename=name, disposition="inline")
    else:
        to.add_attachment(file.read(), main, sub, filename=name)


def _needs_utf8(letter: Letter) -> bool:
    return not all(map(_is_plain, (letter.sender, *letter.to, *letter.cc)))


def _is_plain(person: Person) -> bool:
    return person.address.rpartition("@")[0].isascii()
