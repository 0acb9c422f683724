"""The lines at the head of a mail or of a part, however broken."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gehoord.channels.email.reading.records import Problems

MOST_FIELDS = 2_000
LONGEST = 200_000
MOST_HANGING = 20
_FIELD = re.compile(rb"([!-9;-~\x80-\xff]{1,120})[ \t]*:")
# Lines that open a real head; anything else with a colon may be the text of the mail.
_FAMILIAR = re.compile(
    rb"(?:from|to|cc|bcc|subject|date|message-id|received|return-path|reply-to|sender|mime-version"
    rb"|content-[a-z-]+|in-reply-to|references|delivered-to|x-[a-z0-9-]+|list-[a-z-]+|dkim-signature"
    rb"|auto-submitted|precedence|importance|priority|thread-[a-z]+|user-agent|authentication-results"
    rb"|arc-[a-z-]+|resent-[a-z-]+|received-spf|domainkey-signature|envelope-to|organization)[ \t]*:",
    re.IGNORECASE,
)
_LONE_CR = re.compile(rb"\r(?=[A-Za-z-]{2,40}:)")


@dataclass
class Headers:
    """Header fields in the order of the mail: lower-case names, unfolded raw values."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)

    def first(self, name: str) -> bytes:
        """The first value with this name that says something, or nothing."""
        return next((value for key, value in self.fields if key == name and value.strip()), b"")

    def every(self, name: str) -> list[bytes]:
        """All values with this name."""
        return [value for key, value in self.fields if key == name]


def read_headers(
    raw: bytes, start: int, end: int, problems: Problems, *, is_top: bool = False
) -> tuple[Headers, int]:
    """The header fields from `start`, and where the body begins.

    A mail may open with blank lines and an mbox line; a part that opens with a blank line has no
    header at all.
    """
    if is_top:
        start = _real_start(raw, start, end, problems)
    elif _opens_blank(raw, start, end):
        return Headers(), _next_line(raw, start, end)
    lines: list[bytes] = []
    position = start
    while position < end:
        after = _next_line(raw, position, end)
        line = raw[position:after].rstrip(b"\r\n")
        if _ends_head(raw, line, after, end):
            position = after
            break
        if not _belongs(line, is_first=not lines) and not _skips(raw, line, after, end, problems):
            problems.note("no blank line between header and body")
            break
        lines.append(line)
        position = after
    return _fields(lines, problems), position


def _next_line(raw: bytes, position: int, end: int) -> int:
    found = raw.find(b"\n", position, end)
    return end if found < 0 else found + 1


def _real_start(raw: bytes, start: int, end: int, problems: Problems) -> int:
    """Past blank lines, if a header follows them, and past the line of a mailbox file."""
    position = start
    while position < end and raw[position] in b"\r\n\t \0":
        position += 1
    if raw.startswith((b"From ", b">From "), position):
        position = _next_line(raw, position, end)
    elif position > start:
        if not _FAMILIAR.match(raw, position, end):
            return start
        problems.note("blank lines before the header")
    return position


def _opens_blank(raw: bytes, start: int, end: int) -> bool:
    after = _next_line(raw, start, end)
    if raw[start:after].strip():
        return False
    return not re.compile(rb"content-[a-z-]+[ \t]*:", re.IGNORECASE).match(raw, after, end)


def _ends_head(raw: bytes, line: bytes, after: int, end: int) -> bool:
    if not line:
        return True
    if line.strip(b" \t\r\0"):
        return False
    # A line of spaces only is folding when the head goes on after it.
    return not (_FAMILIAR.match(raw, after, end) or raw[after : after + 1] in (b" ", b"\t"))


def _belongs(line: bytes, *, is_first: bool) -> bool:
    if line[:1] in (b" ", b"\t"):
        return not is_first
    return _FIELD.match(line.lstrip(b"\0")) is not None


def _skips(raw: bytes, line: bytes, after: int, end: int, problems: Problems) -> bool:
    """Whether a line that is no field is only noise: a familiar field follows it.

    Lines that hang under it are part of it: a field may have lost its first indentation.
    """
    for _hanging in range(MOST_HANGING):
        if raw[after : after + 1] not in (b" ", b"\t"):
            break
        after = _next_line(raw, after, end)
    if line.startswith(b"--") or not _FAMILIAR.match(raw, after, end):
        return False
    problems.note("a header line without a colon")
    return True


def _fields(lines: list[bytes], problems: Problems) -> Headers:
    folded: list[list[bytes]] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and folded:
            folded[-1].append(line.strip(b" \t\r\0"))
        else:
            folded += [[piece] for piece in _LONE_CR.split(line)]
    if len(folded) > MOST_FIELDS:
        problems.note(f"{len(folded)} header fields")
    headers = Headers()
    for pieces in folded[:MOST_FIELDS]:
        whole = b" ".join(pieces).replace(b"\0", b"")
        if found := _FIELD.match(whole):
            value = whole[found.end() :].strip()
            if len(value) > LONGEST:
                problems.note("a very long header")
            headers.fields.append((found[1].decode("latin-1").lower(), value[:LONGEST]))
    return headers
