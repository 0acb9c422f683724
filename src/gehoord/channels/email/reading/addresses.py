"""Address headers, as people and programs really write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gehoord.channels.email.reading.encoded_words import WORD, decode_words, header_text
from gehoord.channels.email.reading.records import Address

LONGEST = 100_000
_EMAIL = re.compile(
    r"""(?:"[^"\s@]{1,64}"|[^\s<>()\[\]{}"',;:@\\|]{1,128}(?:'[^\s<>()\[\]{}",;:@\\]{1,64})?)"""
    r"""@(?:\[[0-9a-fA-F.:]{3,60}\]|[^\s<>()\[\]{}"',;:@\\|]{1,255})"""
)
_QUOTED_LOCAL = re.compile(r'"(?:[^"\\]|\\.){1,64}"\s*@\s*[\w.-]{1,255}')
_ANGLE = re.compile(r"<([^<>]*)(?:>|$)")
_SPECIAL = re.compile(r'=\?|["\\(),;:<>]')
_QUOTES = "\"'`´‘’“”„«»"


@dataclass
class _Scan:
    """Where a header falls apart: text, and what stood in brackets as a comment."""

    pieces: list[tuple[str, str]]
    is_sound: bool


def read_addresses(raw: bytes, hint: str = "") -> tuple[Address, ...]:
    """Everybody in an address header, in order; a group gives its members.

    Somebody without a readable address is left out; an unquoted comma in a name joins its halves.
    """
    text = header_text(raw[:LONGEST], hint)
    found = _from_text(text)
    if not found and "=?" in text:
        # Some programs put the address itself inside the encoded word.
        found = _from_text(decode_words(text))
    return tuple(found)


def _from_text(text: str) -> list[Address]:
    scan = _pieces(text, obeys_quotes=True)
    if not scan.is_sound:
        scan = _pieces(text, obeys_quotes=False)
    found: list[Address] = []
    before: list[str] = []
    for piece, comment in scan.pieces:
        address = _one(piece, comment)
        if address is None:
            before.append(piece.strip())
            continue
        if before and "<" in piece:
            name = ", ".join([*(part for part in before if part), address.name])
            address = Address(_name(name), address.email)
        before = []
        found.append(address)
    return found


def _pieces(text: str, *, obeys_quotes: bool) -> _Scan:
    """Cut a header at the commas that separate people."""
    pieces: list[tuple[str, str]] = []
    current: list[str] = []
    comment: list[str] = []
    position, depth, in_quotes, in_angle = 0, 0, False, False
    while found := _SPECIAL.search(text, position):
        (comment if depth else current).append(text[position : found.start()])
        sign, position = found[0], found.end()
        if (
            sign == "=?"
            and not in_quotes
            and (word := WORD.match(text, found.start(), found.start() + 2_000))
        ):
            (comment if depth else current).append(word[0])
            position = word.end()
        elif sign == "\\" and obeys_quotes and (in_quotes or depth):
            (comment if depth else current).append(text[position : position + 1])
            position += 1
        elif sign == '"' and obeys_quotes and not depth:
            in_quotes = not in_quotes
            current.append(sign)
        elif in_quotes:
            current.append(sign)
        elif sign == "(" and obeys_quotes and not in_angle:
            depth += 1
            comment.append(" " if depth == 1 else sign)
        elif sign == ")" and depth:
            depth -= 1
            comment.append(sign if depth else "")
        elif depth:
            comment.append(sign)
        elif sign in ",;" and not (in_angle and "<@" in "".join(current)):
            pieces.append(("".join(current), "".join(comment)))
            current, comment, in_angle = [], [], False
        elif sign == ":" and not in_angle and not _is_scheme(current):
            current = []
        else:
            in_angle = (in_angle or sign == "<") and sign != ">"
            current.append(sign)
    (comment if depth else current).append(text[position:])
    pieces.append(("".join(current), "".join(comment)))
    return _Scan(pieces, not in_quotes and not depth)


def _is_scheme(current: list[str]) -> bool:
    """Whether the colon after this text belongs to `mailto:`, to an address, or to a name."""
    text = "".join(current)
    return text.rstrip().lower().endswith(("mailto", "smtp")) or "@" in text


def _one(piece: str, comment: str) -> Address | None:
    angles = [found for found in _ANGLE.finditer(piece)]
    for found in angles:
        if email := _email(found[1]):
            name = _name(piece[: found.start()].strip())
            after = _name(_ANGLE.sub(" ", piece[found.end() :]).strip(" >"))
            return Address(name or _name(comment) or after, email)
    if quoted := _QUOTED_LOCAL.search(piece):
        return Address(_name(comment), re.sub(r"\s*@\s*", "@", quoted[0]))
    bare = re.sub(r"\s+@\s*|\s*@\s+", "@", piece)
    # What follows the address is hardly ever a name, so the last address counts.
    matches = list(_EMAIL.finditer(bare))
    if not matches:
        return _from_comment(piece, comment)
    email = _email(matches[-1][0])
    name = _name((bare[: matches[-1].start()] + " " + bare[matches[-1].end() :]).strip(" <>[]"))
    if name.lower() in ("mailto:", "mailto", "smtp:"):
        name = ""
    return Address(name or _name(comment), email) if email else None


def _from_comment(piece: str, comment: str) -> Address | None:
    """`Name (address)`: the address in brackets."""
    found = _EMAIL.search(comment)
    return Address(_name(piece.strip()), _email(found[0])) if found else None


def _email(text: str) -> str:
    """The address in some text, or nothing: without mailto, routes, spaces and stray signs."""
    text = decode_words(text).strip()
    if text.lower().startswith(("mailto:", "smtp:")):
        text = text.split(":", 1)[1].split("?", 1)[0]
    if text.startswith("@") and ":" in text:
        text = text.rsplit(":", 1)[1]
    if _QUOTED_LOCAL.fullmatch(text):
        return text
    text = re.sub(r"\s+", "", text).strip("'\"`,;:()[]")
    found = _EMAIL.fullmatch(text) or _EMAIL.search(text)
    return found[0].rstrip(".") if found else ""


def _name(text: str) -> str:
    """A display name as people read it: decoded, without quotes and escapes around it."""
    text = text.strip()
    if text.startswith('"') and '"' in text[1:]:
        text = re.sub(r'"((?:[^"\\]|\\.)*)"?', r"\1", text)
    text = re.sub(r"\\(.)", r"\1", text) if "\\" in text else text
    text = decode_words(decode_words(text))
    text = re.sub(r"[\x00-\x20\x7f\xa0]+", " ", text).strip()
    while len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        text = text[1:-1].strip()
    return text.strip('"').strip()
