"""From the tree of parts to what a person gets: text, files, appointments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from gehoord.channels.email.reading import naming
from gehoord.channels.email.reading.bodies import Block, alternatives, joined
from gehoord.channels.email.reading.charsets import cleaned, decode
from gehoord.channels.email.reading.encoded_words import plain_header
from gehoord.channels.email.reading.invitations import invitation_text, read_invitations
from gehoord.channels.email.reading.records import Attachment, Invitation, Problems, Security
from gehoord.channels.email.reading.smime import signed_content
from gehoord.channels.email.reading.structure import Part, read_structure
from gehoord.channels.email.reading.text_parts import is_body_type, text_block
from gehoord.channels.email.reading.tnef import unpack_tnef
from gehoord.channels.email.reading.transfer import unpacked_files

MOST_ATTACHMENTS = 20_000
LARGEST_TEXT, LARGEST_HTML = 10_000_000, 4_000_000
DEEPEST_MAIL = 3
MESSAGES = {"message/rfc822", "message/global", "message/news"}
_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_SIGNATURES = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
}


@dataclass
class Collected:
    """What was found in the parts of one mail."""

    problems: Problems
    blocks: list[Block] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    enclosed: list[bytes] = field(default_factory=list)
    reports: list[bytes] = field(default_factory=list)
    returned_headers: list[bytes] = field(default_factory=list)
    security: Security = ""
    text: str = ""
    html: str = ""


def collect(top: Part, problems: Problems, *, depth: int = 0) -> Collected:
    """Everything in a tree of parts; `depth` counts mails inside mails."""
    reader = _Collector(Collected(problems), depth)
    reader.found.blocks = reader.blocks(top)
    reader.finish()
    return reader.found


class _Collector:
    """One walk over the parts of one mail."""

    def __init__(self, found: Collected, depth: int) -> None:
        self.found = found
        self.depth = depth
        self.has_body = False
        self.packed: list[Block] = []
        self.partial = b""
        self.appointments: list[Block] = []

    def blocks(self, part: Part) -> list[Block]:
        """The body of a part, in stretches; its files go to the attachments."""
        kind = part.mime.partition("/")[2]
        if part.mime.startswith("multipart/"):
            self._secure(part)
            if kind == "alternative" or (kind == "related" and _is_pair(part.children)):
                had_body = self.has_body
                versions = [self._version(child, had_body=had_body) for child in part.children]
                return alternatives(versions)
            return [block for child in part.children for block in self.blocks(child)]
        if part.mime in MESSAGES and part.depth >= 0:
            return self._message(part)
        return self._leaf(part)

    def _version(self, child: Part, *, had_body: bool) -> list[Block]:
        # Each version may be the body, also when it carries a file name.
        self.has_body = had_body
        is_text = child.mime.startswith("text/") and child.mime != "text/calendar"
        # A version for watches or of AMP says nothing that the others do not.
        if is_text and not is_body_type(child.mime) and not child.name:
            return []
        return self.blocks(child)

    def _secure(self, part: Part) -> None:
        if part.mime == "multipart/encrypted":
            self.found.security = "encrypted"
        elif part.mime == "multipart/signed":
            self.found.security = self.found.security or "signed"

    def _leaf(self, part: Part) -> list[Block]:
        if part.mime == "text/calendar" or (part.mime == "application/ics"):
            return self._calendar(part)
        if part.mime in _SMIME:
            return self._smime(part)
        if part.mime in _SIGNATURES and part.mime.startswith("application/"):
            self.found.security = self.found.security or "signed"
        if is_body_type(part.mime) and self._is_body(part):
            return self._text(part)
        content = part.body(self.found.problems)
        self._report(part, content)
        if _may_be_tnef(part) and self._tnef(content):
            return []
        if part.mime == "message/partial":
            self.partial = content
        if content.strip() or part.name:
            self._keep(part, content)
        return []

    def _is_body(self, part: Part) -> bool:
        if part.disposition == "attachment":
            return part.depth == 0 and not part.name
        return not part.name or not self.has_body

    def _text(self, part: Part) -> list[Block]:
        content = part.body(self.found.problems)
        most = LARGEST_HTML if "html" in part.mime else LARGEST_TEXT
        if len(content) > most:
            self.found.problems.note("a very long text; the whole of it is kept as a file")
            self._keep(part, content)
            content = content[:most]
        content, files = unpacked_files(content)
        for file in files:
            self._add(
                Attachment(
                    naming.safe_name(file.filename) or "attachment.bin", _OCTETS, file.content
                )
            )
        block = text_block(part, content, self.found.problems)
        self._inline_security(block)
        self.has_body = self.has_body or not block.is_blank
        return [block]

    def _inline_security(self, block: Block) -> None:
        text = (block.plain or block.html or "")[:200_000]
        if "-----BEGIN PGP MESSAGE-----" in text:
            self.found.security = "encrypted"
        elif "-----BEGIN PGP SIGNED MESSAGE-----" in text:
            self.found.security = self.found.security or "signed"

    def _calendar(self, part: Part) -> list[Block]:
        content = part.body(self.found.problems)
        text = cleaned(decode(content, part.params.get("charset", ""))[0])
        found = read_invitations(text)
        self.found.invitations += [one for one in found if one not in self.found.invitations]
        self.appointments += [Block(plain=invitation_text(one)) for one in found]
        self._keep(part, content)
        return []

    def _smime(self, part: Part) -> list[Block]:
        content = part.body(self.found.problems)
        kind = part.params.get("smime-type", "").lower()
        self._keep(part, content)
        inner = signed_content(content) if kind != "enveloped-data" else None
        if inner is None:
            self.found.security = "encrypted" if kind != "certs-only" else self.found.security
            return []
        self.found.security = self.found.security or "signed"
        if self.depth >= DEEPEST_MAIL:
            return []
        below = collect(
            read_structure(inner, self.found.problems), self.found.problems, depth=self.depth + 1
        )
        for attachment in below.attachments:
            self._add(attachment)
        self.found.enclosed += below.enclosed
        return below.blocks

    def _tnef(self, content: bytes) -> bool:
        unpacked = unpack_tnef(content)
        if unpacked is None or not (unpacked.files or unpacked.text or unpacked.html):
            self.found.problems.note("a winmail.dat that cannot be unpacked")
            return False
        if unpacked.text or unpacked.html:
            self.packed.append(Block(unpacked.text or None, unpacked.html or None))
        for name, file in unpacked.files:
            filename = naming.safe_name(name) or naming.made_up_name(
                _OCTETS, len(self.found.attachments) + 1
            )
            self._add(Attachment(filename, naming.mime_of(filename), file))
        return True

    def _message(self, part: Part) -> list[Block]:
        content = part.body(self.found.problems)
        self.found.enclosed.append(content)
        self._keep(part, content)
        return []

    def _report(self, part: Part, content: bytes) -> None:
        if part.mime in ("message/delivery-status", "message/global-delivery-status"):
            self.found.reports.append(content)
        elif part.mime in (
            "text/rfc822-headers",
            "message/rfc822-headers",
            "message/global-headers",
        ):
            self.found.returned_headers.append(content)

    def _keep(self, part: Part, content: bytes) -> None:
        name = naming.safe_name(part.name)
        if not name:
            subject = _subject(content) if part.mime in MESSAGES else ""
            name = naming.made_up_name(part.mime, len(self.found.attachments) + 1, subject)
        is_inline = part.disposition == "inline" and part.mime.startswith("image/")
        self._add(Attachment(name, part.mime, content, is_inline, part.content_id))

    def _add(self, attachment: Attachment) -> None:
        if len(self.found.attachments) < MOST_ATTACHMENTS:
            self.found.attachments.append(attachment)
        else:
            self.found.problems.note(
                f"more than {MOST_ATTACHMENTS} files; the rest is in the raw mail"
            )

    def finish(self) -> None:
        """Put the body together, and fall back on what lies packed in files when there is none."""
        found = self.found
        if all(block.is_blank for block in found.blocks):
            found.blocks = self.packed or found.blocks
        found.text, found.html = joined(found.blocks)
        for block in self.appointments:
            if not _says(found.text, block.plain or ""):
                found.blocks.append(block)
                found.text = "\n\n".join(one for one in (found.text, block.plain) if one)
        if not found.text.strip() and self.depth < DEEPEST_MAIL:
            self._open_enclosed()
        kept = _without_twins(found.attachments)
        found.attachments = list(_with_inline(kept, found.html))

    def _open_enclosed(self) -> None:
        """A mail that is nothing but another mail shows that one."""
        for content in [*self.found.enclosed[:1], *filter(None, [self.partial])][:1]:
            top = read_structure(content, Problems())
            below = collect(top, Problems(), depth=self.depth + 1)
            self.found.text = below.text


_OCTETS = "application/octet-stream"
_CALENDARS = ("text/calendar", "application/ics")


def _subject(content: bytes) -> str:
    head = content[:65_536]
    found = re.search(rb"^subject:[ \t]*((?:[^\n]|\n[ \t])*)", head, re.IGNORECASE | re.MULTILINE)
    return plain_header(re.sub(rb"\r?\n[ \t]+", b" ", found[1])) if found else ""


def _without_twins(attachments: list[Attachment]) -> list[Attachment]:
    """Without an invitation that came twice: as a version of the text, and as a file."""
    seen: dict[bytes, int] = {}
    for number, one in enumerate(attachments):
        if one.mime in _CALENDARS:
            # The file comes last, and bears its own name.
            seen[b"".join(one.content.split())] = number
    last = set(seen.values())
    return [
        one
        for number, one in enumerate(attachments)
        if one.mime not in _CALENDARS or number in last
    ]


def _is_pair(children: list[Part]) -> bool:
    """Whether a `multipart/related` is really the same text twice."""
    kinds = [child.mime for child in children if not child.name and not child.content_id]
    return kinds[:2] == ["text/plain", "text/html"]


def _may_be_tnef(part: Part) -> bool:
    return part.mime in ("application/ms-tnef", "application/vnd.ms-tnef") or (
        part.name.lower() in ("winmail.dat", "win.dat")
    )


def _says(text: str, appointment: str) -> bool:
    """Whether the text already tells what stands in an appointment."""
    words = set(re.findall(r"\w{3,}", appointment.lower()))
    return bool(words) and len(words & set(re.findall(r"\w{3,}", text.lower()))) >= 0.8 * len(words)


def _with_inline(attachments: Iterable[Attachment], html: str) -> Iterable[Attachment]:
    """A picture that the text shows by its name is part of the text."""
    shown = {name.lower() for name in re.findall(r"cid:([^\s\"'<>)]{1,300})", html, re.IGNORECASE)}
    for one in attachments:
        is_shown = bool(one.content_id) and one.content_id.lower() in shown
        yield replace(one, inline=True) if is_shown and not one.inline else one
