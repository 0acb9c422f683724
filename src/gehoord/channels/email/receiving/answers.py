"""What an IMAP server said, as far as it can be understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

UID = re.compile(rb"\bUID (\d{1,20})")
SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,20})")
MOMENT = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"')
USED = re.compile(rb"\b(?:STORAGE|MESSAGE) (\d{1,20}) (\d{1,20})")
CODE = re.compile(rb"^\D*(\d{1,20})")
ASKABLE = re.compile(r"[!#-\[\]-~]{3,250}")
"""What stands in quotes in a command without being understood as something else."""


@dataclass(frozen=True)
class Opened:
    """What a server says of a folder: its numbering, the next number and how many mails."""

    uid_validity: int
    uid_next: int
    exists: int


@dataclass(frozen=True)
class Listed:
    """A mail in a folder, before it is fetched."""

    uid: int
    received_at: datetime | None


def numbers(uids: Iterable[int]) -> str:
    """Numbers of mails as a server is asked for them."""
    return ",".join(map(str, uids))


def plain(lines: Iterable[Any]) -> Iterator[bytes]:
    """The lines of an answer, without the mails between them."""
    for line in lines:
        if line:
            yield line[0] if isinstance(line, tuple) else line


def bodies(lines: Sequence[Any]) -> Iterator[tuple[int, bytes]]:
    """Each mail with its number, which some servers say before it and some behind."""
    for place, line in enumerate(lines):
        if not isinstance(line, tuple):
            continue
        after = lines[place + 1] if place + 1 < len(lines) else b""
        uid = UID.search(line[0]) or (UID.search(after) if isinstance(after, bytes) else None)
        if uid:
            yield int(uid[1]), line[1]


def words_in(lines: Iterable[Any]) -> str:
    """What a server said, as one text."""
    return " ".join(line.decode("utf-8", "replace") for line in plain(lines))


def moment(words: bytes) -> datetime | None:
    """When a mail came; None for what is no moment."""
    try:
        return datetime.strptime(words.decode().strip(), "%d-%b-%Y %H:%M:%S %z")
    except ValueError:
        return None


def fullness(lines: Iterable[Any]) -> float | None:
    """How full a mailbox is at most, by what a server said of quotas; None if it set none."""
    used = [(int(a), int(b)) for line in plain(lines) for a, b in USED.findall(line) if int(b)]
    return max((now / most for now, most in used), default=None)
