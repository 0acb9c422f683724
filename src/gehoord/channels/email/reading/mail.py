"""A raw message in, a mail out."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from datetime import datetime

from gehoord.channels.email.reading.addresses import read_addresses
from gehoord.channels.email.reading.automatic import automatic, is_spam
from gehoord.channels.email.reading.bounces import read_bounce
from gehoord.channels.email.reading.collecting import Collected, collect
from gehoord.channels.email.reading.dates import is_in_future, read_date
from gehoord.channels.email.reading.encoded_words import header_text, plain_header
from gehoord.channels.email.reading.forwards import forwarded_sender
from gehoord.channels.email.reading.headers import Headers
from gehoord.channels.email.reading.records import Address, Attachment, Mail, Problems
from gehoord.channels.email.reading.structure import Part, read_structure

_ID = re.compile(r"<([^<>]{1,1000})>")
_BARE_ID = re.compile(r"[^\s<>,;\"()]{1,250}@[^\s<>,;\"()]{1,250}")
_SENDERS = ("from", "reply-to", "return-path", "sender", "x-sender", "x-envelope-from")


def read_mail(raw: bytes) -> Mail:
    """Read any raw message, for those who must answer it.

    Never raises: what cannot be read is kept as a file and named in `problems`. Attachments are
    bytes as they came; dates are aware; `html` is unsafe until `safe_html` has had it.
    """
    problems = Problems()
    try:
        return _read(_as_bytes(raw, problems), problems)
    except Exception as error:  # noqa: BLE001 - no mail may stop the others
        problems.note(f"this mail cannot be read: {type(error).__name__}")
        whole = Attachment("message.eml", "message/rfc822", raw)
        return Mail(attachments=(whole,), problems=problems.said())


def _as_bytes(raw: bytes, problems: Problems) -> bytes:
    """The message as lines of bytes: a mark at the beginning, UTF-16 and lone CRs are undone."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        problems.note("the whole mail is UTF-16")
        raw = raw.decode("utf-16", "replace").encode()
    if raw.startswith(codecs.BOM_UTF8):
        raw = raw[3:]
    if b"\r" in raw[:20_000] and b"\n" not in raw[:100_000]:
        problems.note("lines end in CR only")
        raw = raw.replace(b"\r", b"\n")
    return raw


def _read(raw: bytes, problems: Problems) -> Mail:
    top = read_structure(raw, problems)
    found = collect(top, problems)
    mail = _with_header(top.headers, _hint(top), found, problems)
    mail = replace(mail, is_spam=is_spam(mail), bounce=read_bounce(mail, found))
    mail = replace(mail, auto=automatic(mail, top.mime, top.params))
    if mail.auto != "bounce":
        mail = replace(mail, forwarded=forwarded_sender(mail, found.enclosed))
    return replace(mail, problems=problems.said())


def _hint(top: Part) -> str:
    """The charset of the body: raw letters in the header are in it as well."""
    for part in top.walk():
        if part.mime.startswith("text/") and (said := part.params.get("charset", "")):
            return said
    return ""


def _with_header(headers: Headers, hint: str, found: Collected, problems: Problems) -> Mail:
    if not headers.fields:
        problems.note("no header")
    for name in ("from", "subject", "date", "message-id"):
        if len(headers.every(name)) > 1:
            problems.note(f"more than one {name} header")
    sender = _sender(headers, hint, problems)
    parents = _ids(header_text(headers.first("in-reply-to")))
    return Mail(
        from_email=sender.email,
        from_name=sender.name,
        reply_to=_all(headers, "reply-to", hint),
        to=_all(headers, "to", hint),
        cc=_all(headers, "cc", hint),
        subject=plain_header(headers.first("subject"), hint),
        date=_date(headers, problems),
        message_id=_own_id(headers, problems),
        in_reply_to=parents[0] if parents else "",
        references=_ids(" ".join(header_text(one) for one in headers.every("references"))),
        text=found.text,
        html=found.html,
        attachments=tuple(found.attachments),
        security=found.security,
        invitations=tuple(found.invitations),
        original_from=_original(headers, hint),
        headers=tuple((name, plain_header(value[:20_000], hint)) for name, value in headers.fields),
    )


def _sender(headers: Headers, hint: str, problems: Problems) -> Address:
    named = ""
    for name in _SENDERS:
        for value in headers.every(name):
            if found := read_addresses(value, hint):
                if name != "from":
                    problems.note(f"no sender in From; taken from {name}")
                return Address(named or found[0].name, found[0].email)
            if name == "from" and not named:
                named = plain_header(value, hint).strip("\"'<> ")
    problems.note("no sender")
    # A program of the machine itself, such as MAILER-DAEMON, has no domain.
    local = re.match(r"<?([\w.+-]{1,64})>?(?:\s*\(|$)", named)
    return Address(named, local[1] if local else "")


def _all(headers: Headers, name: str, hint: str) -> tuple[Address, ...]:
    return tuple(one for value in headers.every(name) for one in read_addresses(value, hint))


def _original(headers: Headers, hint: str) -> Address | None:
    """Who wrote, when a list or a form sends in its own name."""
    for name in ("x-original-from", "x-original-sender", "x-google-original-from", "x-reply-to"):
        if found := read_addresses(headers.first(name), hint):
            return found[0]
    return None


def _date(headers: Headers, problems: Problems) -> datetime | None:
    said = header_text(headers.first("date"))
    moment = read_date(said) if said else None
    if said and moment is None:
        problems.note("a date that cannot be read")
    elif moment and is_in_future(moment):
        problems.note("a date in the future")
    return moment


def _ids(text: str) -> tuple[str, ...]:
    """Message-IDs in a header, each once, in order, with angle brackets and without spaces."""
    text = text[:100_000]
    found = [re.sub(r"\s+", "", one) for one in _ID.findall(text)]
    if not found:
        found = _BARE_ID.findall(text)
    return tuple(dict.fromkeys(f"<{one}>" for one in found if one))


def _own_id(headers: Headers, problems: Problems) -> str:
    said = header_text(headers.first("message-id")).strip()
    if found := _ids(said):
        return found[0]
    if said:
        problems.note("an odd Message-ID")
        bare = re.sub(r"[\s<>]+", "", said)[:500]
        return f"<{bare}>"
    return ""
