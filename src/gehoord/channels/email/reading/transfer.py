"""Bodies unpacked from base64, quoted-printable, uuencode and yEnc, also damaged ones."""

from __future__ import annotations

import binascii
import re
from typing import NamedTuple

from gehoord.channels.email.reading.records import Problems

_OUTSIDE = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
)
_BASE64 = bytes(set(range(256)) - set(_OUTSIDE))
LONG_WORD = 16
_SOFT = re.compile(rb"=[ \t]+(?=\r?\n)")
_QP_SIGNS = re.compile(rb"=(?:[0-9A-F]{2}|\r?\n)")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]*={0,2}[ \t]*\Z")
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
_YENC_BEGIN = re.compile(rb"^=ybegin [^\r\n]*?name=([^\r\n]{1,255})\r?\n", re.MULTILINE)
_YENC = bytes((byte - 42) % 256 for byte in range(256))
_YENC_ESCAPED = bytes((byte - 106) % 256 for byte in range(256))
_PLAIN = {"", "7bit", "8bit", "binary"}
_ALIASES = {
    "7-bit": "7bit", "8-bit": "8bit", "8bits": "8bit", "7bits": "7bit", "none": "7bit",
    "quoted/printable": "quoted-printable", "quotedprintable": "quoted-printable",
    "quoted printable": "quoted-printable", "quoted_printable": "quoted-printable",
    "qp": "quoted-printable", "base-64": "base64", "base 64": "base64", "b64": "base64",
    "base_64": "base64", "x-base64": "base64", "uuencode": "x-uuencode", "uue": "x-uuencode",
    "x-uue": "x-uuencode", "utf-8": "8bit", "us-ascii": "7bit", "7bit8bit": "8bit",
}  # fmt: skip


class Packed(NamedTuple):
    """A file that stood in the text itself."""

    filename: str
    content: bytes


def decoded(
    raw: bytes, start: int, end: int, encoding: str, mime: str, problems: Problems
) -> bytes:
    """The bytes of a body between two places of a message, unpacked as its header says."""
    how = _ALIASES.get(encoding, encoding)
    if how not in _PLAIN and not how.startswith(("base64", "quoted", "x-uu")):
        problems.note(f"unknown transfer encoding {how[:40]}")
    body = raw[start:end]
    if how.startswith("base64"):
        return unbase64(body, problems, is_text=mime.startswith(("text/", "message/")))
    if how.startswith("quoted"):
        return unquoted_printable(body)
    if how.startswith("x-uu") and (files := unpacked_files(body)[1]):
        return files[0].content
    if not how and mime.startswith("text/") and _is_unlabelled_quoted_printable(body):
        problems.note("quoted-printable without saying so")
        return unquoted_printable(body)
    return body


def unquoted_printable(body: bytes) -> bytes:
    """The bytes behind quoted-printable; what is no escape stays as it is."""
    return binascii.a2b_qp(_SOFT.sub(b"=", body))


def _is_unlabelled_quoted_printable(body: bytes) -> bool:
    signs = _QP_SIGNS.findall(body[:20_000])
    return any(len(sign) == 3 and sign[1:].isalnum() for sign in signs) and (
        sum(sign.endswith(b"\n") for sign in signs) > 1 and signs.count(b"=3D") > 0
    )


def unbase64(body: bytes, problems: Problems, *, is_text: bool = False) -> bytes:
    """The bytes behind base64, also when it is cut off, glued together or has text after it."""
    pad = body.find(b"=")
    if pad < 0 or not body[pad:].strip(b"= \t\r\n"):
        try:
            return _checked(body)
        except (binascii.Error, ValueError):
            problems.note("damaged base64")
    else:
        problems.note("damaged base64")
    after = b""
    if is_text:
        if not _looks_like_base64(body):
            problems.note("text that is not the base64 its header says")
            return body
        body, after = _split_plain_end(body)
    pieces = re.split(rb"=+", body.translate(None, _OUTSIDE))
    return b"".join(_piece(piece) for piece in pieces) + after


def _checked(body: bytes) -> bytes:
    """Decode when there is nothing but base64 and line ends; the common case, without copies."""
    found = binascii.a2b_base64(body)
    # Skipped bytes show as a shorter result than the letters promise.
    if (len(body) < 1 << 20 or len(found) < len(body) * 0.70) and len(
        body.translate(None, _OUTSIDE)
    ) != len(body.translate(None, b" \t\r\n")):
        raise ValueError("not only base64")
    return found


def _piece(piece: bytes) -> bytes:
    whole = piece[:-1] if len(piece) % 4 == 1 else piece
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _looks_like_base64(body: bytes) -> bool:
    lines = [line for line in body[:4_000].splitlines() if line.strip()]
    return (
        not lines
        or _is_noisy_base64(lines[0])
        or (sum(map(_is_noisy_base64, lines)) * 2 > len(lines))
        or _is_spaced_base64(lines)
    )


def _is_spaced_base64(lines: list[bytes]) -> bool:
    """Whether it is base64 with stray spaces: far longer than words, and nothing else in it."""
    pieces = b" ".join(lines).rstrip(b"= ").split()
    letters = b"".join(pieces)
    return len(letters) >= LONG_WORD * len(pieces) and not letters.translate(None, _BASE64)


def _is_noisy_base64(line: bytes) -> bool:
    """Whether a line is base64, a few wrong bytes aside; words have spaces between them."""
    line = line.strip()
    return b" " not in line and len(line.translate(None, _OUTSIDE)) >= 0.8 * len(line)


def _split_plain_end(body: bytes) -> tuple[bytes, bytes]:
    """Mailing lists write their footer in plain text after the base64."""
    position = 0
    while position < len(body):
        after = body.find(b"\n", position)
        after = len(body) if after < 0 else after + 1
        line = body[position:after].strip()
        is_rule = not line.translate(None, b"_-=*~#")
        if line and (is_rule or b" " in line) and not _BASE64_LINE.match(line):
            rest = body[position:]
            return (body[:position], b"\n" + rest) if rest.count(b" ") > 1 else (body, b"")
        position = after
    return body, b""


def unpacked_files(body: bytes) -> tuple[bytes, list[Packed]]:
    """The text without the files that stand in it as uuencode or yEnc, and those files."""
    files: list[Packed] = []
    kept: list[bytes] = []
    position = 0
    while begin := _UU_BEGIN.search(body, position) or _YENC_BEGIN.search(body, position):
        is_uu = begin[0].startswith(b"begin")
        end = re.compile(rb"^end\s*$" if is_uu else rb"^=yend[^\n]*$", re.MULTILINE).search(
            body, begin.end()
        )
        stop = end.end() if end else len(body)
        inner = body[begin.end() : end.start() if end else len(body)]
        content = _uu(inner, begin[0]) if is_uu else _yenc(inner)
        if content:
            kept.append(body[position : begin.start()])
            files.append(Packed(begin[1].decode("utf-8", "replace").strip(), content))
        else:
            kept.append(body[position:stop])
        position = stop
    return b"".join([*kept, body[position:]]) if files else body, files


def _uu(lines: bytes, begin: bytes) -> bytes:
    if begin.startswith(b"begin-base64"):
        return _piece(lines.translate(None, _OUTSIDE).rstrip(b"="))
    out = []
    for line in lines.splitlines():
        if not line or line in (b"`", b" "):
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some programs write a wrong length or cut spaces at the end of a line.
            count = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:count].ljust(count, b" ")))
            except binascii.Error:
                return b""
    return b"".join(out)


def _yenc(lines: bytes) -> bytes:
    out = bytearray()
    for line in lines.splitlines():
        if line.startswith(b"=ypart "):
            continue
        first, *escaped = line.split(b"=")
        out += first.translate(_YENC)
        for part in escaped:
            out += part[:1].translate(_YENC_ESCAPED) + part[1:].translate(_YENC)
    return bytes(out)
