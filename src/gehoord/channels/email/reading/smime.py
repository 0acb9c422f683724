"""The mail inside an opaque S/MIME signature, read without judging the signature."""

from __future__ import annotations

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")
_CONSTRUCTED = 0x20
_OCTETS = 0x04
DEEPEST = 12


def signed_content(raw: bytes) -> bytes | None:
    """The signed bytes of a CMS message, or None if it is encrypted or cannot be read."""
    if _SIGNED_DATA not in raw[:64]:
        return None
    begin = raw.find(_DATA, 0, 4_096)
    if begin < 0:
        return None
    try:
        # After the type comes [0] with the octets in it, whole or in pieces.
        inner = _value(raw, begin + len(_DATA))
        pieces: list[bytes] = []
        _octets(raw, inner[0], inner[1], pieces, 0)
    except (IndexError, ValueError):
        return None
    return b"".join(pieces) or None


def _header(raw: bytes, position: int) -> tuple[int, int, int]:
    """The tag at a place, where its value begins, and its length (-1 if it has no length)."""
    tag, first = raw[position], raw[position + 1]
    if first < 0x80:
        return tag, position + 2, first
    if first == 0x80:
        return tag, position + 2, -1
    count = first & 0x7F
    if count > 6:
        raise ValueError("a length of more than six bytes")
    return (
        tag,
        position + 2 + count,
        int.from_bytes(raw[position + 2 : position + 2 + count], "big"),
    )


def _value(raw: bytes, position: int) -> tuple[int, int]:
    tag, start, length = _header(raw, position)
    if tag != 0xA0:
        raise ValueError("no content")
    return start, len(raw) if length < 0 else min(len(raw), start + length)


def _octets(raw: bytes, position: int, end: int, pieces: list[bytes], depth: int) -> int:
    """Gather octet strings up to `end` or the mark that ends a value without length."""
    while position < end and depth < DEEPEST:
        if raw[position : position + 2] == b"\0\0":
            return position + 2
        tag, start, length = _header(raw, position)
        if tag == _OCTETS:
            pieces.append(raw[start : start + max(length, 0)])
            position = start + max(length, 0)
        elif tag == _OCTETS | _CONSTRUCTED:
            stop = end if length < 0 else start + length
            position = _octets(raw, start, stop, pieces, depth + 1)
        else:
            return end
    return position
