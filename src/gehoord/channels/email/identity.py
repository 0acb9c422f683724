"""The one way to write an e-mail address by which we know whose it is."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress

import idna

WRITTEN = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
NEEDLESSLY_QUOTED = re.compile(r'"((?:[^"\\\s@<>,;]|\\[^\s@<>,;"\\])+)"(?=@)')


def identity(address: str) -> str:
    """An address as it is kept: `"Jan"@Müller.example.` is `jan@xn--mller-kva.example`.

    What is no address comes back in lower case.
    """
    plain = unicodedata.normalize("NFC", address.replace("\x00", "").strip().lower())
    if not WRITTEN.fullmatch(plain):
        return plain
    local, _at, domain = NEEDLESSLY_QUOTED.sub(_unquoted, plain).rpartition("@")
    with suppress(UnicodeError):  # a name that no server can have is kept as it stands
        domain = in_ascii(domain.rstrip("."))
    return f"{local}@{domain.rstrip('.')}"


def in_ascii(domain: str) -> str:
    """A domain as servers know it: `müller.example` is `xn--mller-kva.example`.

    Raises UnicodeError if it cannot be one.
    """
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")


def _unquoted(found: re.Match[str]) -> str:
    """`"jan"@klant.example` is the mailbox of `jan@klant.example`."""
    return found[1].replace("\\", "")
