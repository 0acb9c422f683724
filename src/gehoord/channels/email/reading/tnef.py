"""winmail.dat: the body and the files that Outlook packed into one."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass, field

from striprtf.striprtf import rtf_to_text
from tnefparse import TNEF

from gehoord.channels.email.reading.charsets import cleaned, decode

LARGEST = 60_000_000
LARGEST_RTF = 2_000_000
logging.getLogger("tnefparse").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Unpacked:
    """What stood in a winmail.dat."""

    text: str = ""
    html: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)


def unpack_tnef(raw: bytes) -> Unpacked | None:
    """The contents of a winmail.dat, or None if it cannot be read and must be kept whole."""
    if len(raw) > LARGEST or not raw.startswith(b"\x78\x9f\x3e\x22"):
        return None
    # The library trusts lengths in the file, so anything may go wrong in it.
    try:
        tnef = TNEF(raw, do_checksum=False)
        files = [(_name(one), bytes(one.data)) for one in tnef.attachments if one.data]
    except Exception:  # noqa: BLE001
        return None
    html = _text(tnef.htmlbody)
    text = _text(tnef.body)
    if not html and not text:
        text = _rtf(tnef)
    return Unpacked(cleaned(text).strip("\n"), html, files)


def _name(attachment: object) -> str:
    for attribute in ("long_filename", "name"):
        with contextlib.suppress(Exception):
            said = getattr(attachment, attribute)
            said = said() if callable(said) else said
            text = said if isinstance(said, str) else decode(bytes(said))[0]
            if text.strip("\0 "):
                return text.strip("\0 ")
    return ""


def _text(body: object) -> str:
    if isinstance(body, list):
        body = body[0] if body else b""
    if isinstance(body, bytes):
        return decode(body.rstrip(b"\0"))[0]
    return body.rstrip("\0") if isinstance(body, str) else ""


def _rtf(tnef: TNEF) -> str:
    with contextlib.suppress(Exception):
        rtf = tnef.rtfbody
        if rtf:
            raw = (
                rtf
                if isinstance(rtf, str)
                else bytes(rtf[:LARGEST_RTF]).decode("cp1252", "replace")
            )
            return str(rtf_to_text(raw[:LARGEST_RTF], errors="ignore"))
    return ""
