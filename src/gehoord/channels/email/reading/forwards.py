"""Who wrote a mail that somebody passes on."""

from __future__ import annotations

import re

from gehoord.channels.email.reading.addresses import read_addresses
from gehoord.channels.email.reading.headers import read_headers
from gehoord.channels.email.reading.records import Address, Mail, Problems

_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,60}\]\s*)?(?:fwd?|fw|tr|wg|doorst|dgs|rv|i|doorgestuurd|weitergeleitet|transf(?:[ée]r[ée])?)"
    r"\s*(?:\[\d+\])?\s*:",
    re.IGNORECASE,
)
# The lines above a forwarded mail, in Gmail, Apple Mail, Thunderbird, Outlook and Proton.
_LINE = re.compile(
    r"^[ \t>*]*(?:-{2,}[ \t]*(?:forwarded (?:message|by [^\n-]{1,80})|doorgestuurd bericht|oorspronkelijk bericht"
    r"|original(?:e)? (?:message|nachricht)|weitergeleitete (?:nachricht|mail)|urspr[üu]ngliche nachricht"
    r"|message (?:transf[ée]r[ée]|d.origine|original)|forwarded mail)[^\n]{0,80}"
    r"|begin forwarded message:|begin doorgestuurd bericht:|doorgestuurd bericht:?"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail):|d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])\s?:"
    r"|_{10,}|-{20,})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_STRONG = re.compile(r"forward|doorgestuurd|weitergeleit|transf[ée]r|r[ée]exp[ée]di", re.IGNORECASE)
_FROM = re.compile(
    r"^[ \t>*|]*(?:from|van|von|de|exp[ée]diteur|afzender|absender)[ \t\xa0]*:[ \t\xa0*]*([^\n]{3,400})$",
    re.IGNORECASE | re.MULTILINE,
)
_COMPANION = re.compile(
    r"^[ \t>*|]*(?:sent|date|to|subject|cc|reply-to|verzonden|datum|aan|onderwerp|gesendet|an|betreff|envoy[ée](?: le)?"
    r"|[àa]|objet|antwoord aan|antwort an)[ \t\xa0*]*:",
    re.IGNORECASE | re.MULTILINE,
)
_MAILTO = re.compile(r"\[(?:mailto:|smtp:)([^\]\s]+)\]|<mailto:([^>\s]+)>", re.IGNORECASE)


def forwarded_sender(mail: Mail, enclosed: list[bytes]) -> Address | None:
    """The original sender of a forwarded mail, or None if nothing was passed on."""
    says_so = bool(_SUBJECT.match(mail.subject))
    if len(enclosed) == 1 and (inner := _enclosed_sender(enclosed[0])):
        return inner
    text = mail.text[:60_000]
    for line in _FROM.finditer(text):
        if not _is_block(text, line):
            continue
        above = text[max(0, line.start() - 400) : line.start()]
        marks = list(_LINE.finditer(above))
        is_marked = bool(marks) and not above[marks[-1].end() :].strip(" \t\n>*")
        # A reply quotes with the same lines; only the subject or the words above tell.
        if (is_marked and _STRONG.search(marks[-1][0])) or says_so:
            return _address(line[1])
        return None
    return None


def _is_block(text: str, line: re.Match[str]) -> bool:
    """Whether the line with the sender stands in a header: other header lines follow."""
    after = text[line.end() : line.end() + 800]
    before = text[max(0, line.start() - 300) : line.start()]
    near = "\n".join(after.split("\n")[:6] + before.split("\n")[-4:])
    return len(_COMPANION.findall(near)) >= 2


def _address(said: str) -> Address | None:
    said = _MAILTO.sub(lambda one: f"<{one[1] or one[2]}>", said.replace("*", ""))
    # A link to the address itself follows it in text made of HTML.
    said = re.sub(r"<\s*<", "<", re.sub(r">\s*>", ">", said))
    found = read_addresses(said.encode())
    if found:
        return found[0]
    name = re.sub(r"\s*[<\[].*", "", said).strip(" \"'")
    return Address(name, "") if name else None


def _enclosed_sender(content: bytes) -> Address | None:
    headers, _ = read_headers(content, 0, len(content), Problems(), is_top=True)
    for name in ("from", "reply-to", "sender"):
        if found := read_addresses(headers.first(name)):
            return found[0]
    return None
