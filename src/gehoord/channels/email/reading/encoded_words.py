"""Header values as people read them: encoded words, and bytes that should not be there."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from gehoord.channels.email.reading.charsets import decode, known

# Lenient: spaces and raw bytes inside, no space around, a language after the charset.
WORD = re.compile(
    r"=\?([^?\s]{1,60})\?([bBqQ])\?((?:(?!=\?[^?\s]{1,60}\?[bBqQ]\?)(?:[^?]|\?(?!=)))*)\?="
)
_Q = re.compile(rb"=([0-9A-Fa-f]{2})")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")


def header_text(raw: bytes, hint: str = "") -> str:
    """The text of a header's bytes, encoded words untouched; `hint` is the body's charset."""
    if raw.isascii() and b"\x1b$" not in raw:
        return raw.decode("ascii")
    try:
        return raw.decode("utf-8") if b"\x1b$" not in raw else decode(raw)[0]
    except UnicodeError:
        codec = known(hint) if hint else ""
        return decode(raw, hint if codec not in ("", "ascii", "utf-8") else "")[0]


def decode_words(text: str) -> str:
    """A header's text with every encoded word decoded; what cannot be decoded stays as it is."""
    if "=?" not in text:
        return text
    out: list[str] = []
    run: list[tuple[str, str, str]] = []
    end = 0
    # Past the last end of a word there is nothing to find, however many beginnings there are.
    for found in WORD.finditer(text, 0, text.rfind("?=") + 2):
        between = text[end : found.start()]
        if between.strip() or not run:
            out += _decoded(run)
            run = []
            out.append(between)
        run.append((found[1], found[2].upper(), found[3]))
        end = found.end()
    return "".join([*out, *_decoded(run), text[end:]])


def _decoded(run: list[tuple[str, str, str]]) -> Iterator[str]:
    """Neighbours in one charset are decoded as one: letters are cut in two between them."""
    index = 0
    while index < len(run):
        charset = run[index][0].split("*")[0]
        stop = index
        while stop < len(run) and run[stop][0].split("*")[0].lower() == charset.lower():
            stop += 1
        raw = b"".join(_word_bytes(run[index:stop]))
        yield decode(raw, charset)[0]
        index = stop


def _word_bytes(words: list[tuple[str, str, str]]) -> Iterator[bytes]:
    carried = b""
    for _, how, body in words:
        raw = body.encode("utf-8", "surrogateescape")
        if how == "Q":
            yield from (_base64(carried), _Q.sub(_unhex, raw.replace(b"_", b" ")))
            carried = b""
            continue
        carried += _NOT_BASE64.sub(b"", raw)
        # A word cut inside a group of four goes on in the next one.
        if carried.endswith(b"=") or len(carried) % 4 == 0:
            yield _base64(carried)
            carried = b""
    yield _base64(carried)


def _unhex(found: re.Match[bytes]) -> bytes:
    return bytes((int(found[1], 16),))


def _base64(raw: bytes) -> bytes:
    out = b""
    for piece in re.split(rb"=+", raw):
        whole = piece[:-1] if len(piece) % 4 == 1 else piece
        out += binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
    return out


def plain_header(raw: bytes, hint: str = "") -> str:
    """A header people read, such as a subject: decoded, on one line, single spaces kept."""
    text = decode_words(decode_words(header_text(raw, hint)))
    text = re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", text)
    return text.strip()
