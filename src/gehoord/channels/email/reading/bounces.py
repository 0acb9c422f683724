"""What a mail server says of a mail of ours: reports as they should be, and letters in prose."""

from __future__ import annotations

import re

from gehoord.channels.email.reading.charsets import decode
from gehoord.channels.email.reading.collecting import Collected
from gehoord.channels.email.reading.encoded_words import plain_header
from gehoord.channels.email.reading.headers import Headers, read_headers
from gehoord.channels.email.reading.records import Bounce, Mail, Problems

_ROBOT = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|postmaster|mdaemon|mail-delivery-subsystem|bounces?)(?:[+=-]|@|$)"
    r"|^(?:microsoftexchange[0-9a-f]+)@",
    re.IGNORECASE,
)
_ROBOT_NAME = re.compile(
    r"mail delivery (?:sub)?system|mailer-daemon|system administrator|postmaster", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"^\s*(?:undeliver(?:able|ed)|non[- ]?deliverable|delivery (?:status notification|failure|has failed"
    r"|notification)|mail delivery (?:failed|failure|system)|mail system error|returned mail|failure notice"
    r"|delivery report|message undeliverable|undelivered mail|onbestelbaar|niet bezorgd|bezorging mislukt"
    r"|unzustellbar|nicht zustellbar|zustellung fehlgeschlagen|mail konnte nicht zugestellt"
    r"|non remis|[ée]chec de (?:la )?remise|message non distribu|warning: (?:could not send|message)"
    r"|nachricht unzustellbar|rejected:|mailbox (?:full|unavailable)|address not found)",
    re.IGNORECASE,
)
# What the letters of qmail, Exim, Postfix, Exchange and Google say.
_LETTER = re.compile(
    r"this is the (?:qmail-send program|mail system at host|postfix program)"
    r"|a message that you sent could not be delivered|delivery has failed to these recipients"
    r"|your message (?:wasn't|was not|couldn't be|could not be|did not reach) (?:delivered|some or all)"
    r"|could not be delivered to (?:one or more|the following|these)"
    r"|the following (?:address(?:es)?|recipient\(?s?\)?) (?:had permanent|failed|cannot be reached|could not)"
    r"|delivery to the following recipients? (?:failed|has been delayed)"
    r"|message could not be delivered|unable to deliver (?:your|the) message|i wasn't able to deliver"
    r"|address (?:not found|rejected)|has been delayed|uw bericht (?:is|kan|kon) niet (?:bezorgd|worden bezorgd)"
    r"|ihre nachricht (?:wurde|konnte) nicht|votre message n'a pas (?:pu [êe]tre|[ée]t[ée])",
    re.IGNORECASE,
)
_RECIPIENT = re.compile(
    r"^[ \t>*]*(?:to:?|an:|aan:)?[ \t]*<?([^\s<>@:;\"'()]{1,128}@[^\s<>@:;\"'(),]{3,255}?)>?[.:]?[ \t]*(?:$|[(:])"
    r"|(?:delivered|bezorgd|zugestellt|remis) (?:to|aan|an|à) <?([^\s<>@\"'()]{1,128}@[^\s<>@\"'(),]{3,255}?)>?[.,]?\s",
    re.MULTILINE | re.IGNORECASE,
)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45]\d\d)[ -](?:[245]\.\d|[A-Za-z#<])")
_DIAGNOSTIC = re.compile(
    r"^[^\n]{0,300}?(?<![\d.])(?:[45]\d\d[ -]|#?[45]\.\d{1,3}\.\d{1,3})[^\n]{0,400}", re.MULTILINE
)
_ID_LINE = re.compile(
    r"^[ \t>]*Message-I[Dd]:[ \t]*\n?[ \t>]*(<[^<>\s]{1,500}>)", re.MULTILINE | re.IGNORECASE
)


def read_bounce(mail: Mail, found: Collected) -> Bounce | None:
    """What the report or letter says, or None if this mail is no bounce."""
    fields = _report(found.reports)
    if fields is None and not _is_letter(mail):
        return None
    fields = fields or {}
    failed = mail.header("x-failed-recipients").split(",")[0].strip()
    text = mail.text[:100_000]
    own = text.split("Message-ID:")[0] if "Message-ID:" in text else text
    recipient = _typed(fields.get("final-recipient", "")) or _typed(
        fields.get("original-recipient", "")
    )
    diagnostic = _typed(fields.get("diagnostic-code", "")) or _line(own)
    status = (
        _first(_STATUS, fields.get("status", ""))
        or _first(_STATUS, diagnostic)
        or _first(_STATUS, own)
    )
    return Bounce(
        message_id=_original_id(mail, found, text),
        recipient=recipient or failed or _recipient(own, mail),
        action=fields.get("action", "").lower().strip()
        or ("delayed" if _is_delay(mail) else "failed"),
        status=status or _by_code(diagnostic),
        diagnostic=diagnostic[:1_000],
    )


def _report(reports: list[bytes]) -> dict[str, str] | None:
    """The fields about the recipient that matters: the first that failed, or the first at all."""
    groups: list[dict[str, str]] = []
    for report in reports:
        for block in re.split(rb"(?:\r?\n){2,}", report.strip()[:200_000]):
            headers, _ = read_headers(block + b"\n\n", 0, len(block) + 2, Problems())
            groups.append({name: plain_header(value) for name, value in headers.fields})
    about = [group for group in groups if "final-recipient" in group or "action" in group]
    about = about or groups[:1]
    failed = [group for group in about if group.get("action", "").lower().startswith("fail")]
    return next(iter(failed or about), None)


def _is_letter(mail: Mail) -> bool:
    if mail.header("x-failed-recipients"):
        return True
    local = mail.from_email
    is_robot = bool(_ROBOT.search(local) or _ROBOT_NAME.search(mail.from_name))
    is_robot = is_robot or mail.header("return-path").strip() == "<>"
    if not is_robot:
        return False
    if mail.header("auto-submitted").lower().startswith("auto-replied") and not _LETTER.search(
        mail.text[:3_000]
    ):
        return False
    return bool(_SUBJECT.match(mail.subject) or _LETTER.search(mail.text[:3_000]))


def _is_delay(mail: Mail) -> bool:
    return bool(
        re.search(
            r"delayed|\(delay\)|vertraagd|verz[öo]ger|warning: could not send",
            mail.subject,
            re.IGNORECASE,
        )
    )


def _typed(value: str) -> str:
    """`rfc822; jan@example.org` without its type."""
    kind, sign, rest = value.partition(";")
    return (rest if sign and "@" not in kind and " " not in kind.strip() else value).strip(" <>")


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _by_code(diagnostic: str) -> str:
    code = _first(_CODE, diagnostic)
    return f"{code[0]}.0.0" if code else ""


def _line(text: str) -> str:
    found = _DIAGNOSTIC.search(text)
    return found[0].strip() if found else ""


def _recipient(text: str, mail: Mail) -> str:
    ours = {one.email.lower() for one in mail.to} | {mail.from_email.lower()}
    for found in _RECIPIENT.finditer(text):
        email = (found[1] or found[2]).rstrip(".")
        if email.lower() not in ours and not _ROBOT.search(email):
            return email
    return ""


def _original_id(mail: Mail, found: Collected, text: str) -> str:
    """The Message-ID of our mail: from the copy, the text, or the thread the report stands in."""
    for content in [*found.enclosed, *found.returned_headers]:
        headers, _ = read_headers(
            content[:200_000], 0, min(len(content), 200_000), Problems(), is_top=True
        )
        if said := _id_of(headers):
            return said
    for attachment in mail.attachments:
        if attachment.mime.startswith("text/") and (
            line := _ID_LINE.search(decode(attachment.content[:50_000])[0])
        ):
            return line[1]
    if line := _ID_LINE.search(text):
        return line[1]
    return mail.in_reply_to or (mail.references[-1] if mail.references else "")


def _id_of(headers: Headers) -> str:
    found = re.search(r"<[^<>]+>", headers.first("message-id").decode("utf-8", "replace"))
    return re.sub(r"\s+", "", found[0]) if found else ""
