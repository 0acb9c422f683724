"""Address headers, as people and programs really write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gehoord.channels.email.reading.encoded_words import WORD, decode_words, header_text
from gehoord.channels.email.reading.records import Address

LONGEST = 100_000
LEFT_OVER = 40
_EMAIL = re.compile(
    r"""(?:"[^"\s@]{1,64}"|[^\s<>()\[\]{}"',;:@\\|]{1,128}(?:'[^\s<>()\[\]{}",;:@\\]{1,64})?)"""
    r"""@(?:\[[0-9a-fA-F.:]{3,60}\]|[^\s<>()\[\]{}"',;:@\\|]{1,255})"""
)
_QUOTED_LOCAL = re.compile(r'"(?:[^"\\]|\\.){1,64}"\s*@\s*[\w.-]{1,255}')
_ANGLE = re.compile(r"<([^<>]*)(?:>|$)")
_SPECIAL = re.compile(r'["\\(),;:<>]')
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Encoded words and comments travel through the cutting behind marks that no header may have.
_MASKED = re.compile(r"\x03(\d+)\x04")
_COMMENT = re.compile(r"\x01([^\x02]*)\x02")
_LEFT_OVER = re.compile(r"[\[<(]?\s*(?:mailto|smtp)\s*:?\s*$", re.IGNORECASE)
_QUOTES = "\"'`´‘’“”„«»"


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
    words: list[str] = []

    def mask(found: re.Match[str]) -> str:
        words.append(found[0])
        return f"\x03{len(words) - 1}\x04"

    text = WORD.sub(mask, _CONTROLS.sub(" ", text))
    scan = _Scan(text, obeys_quotes=True)
    if not scan.is_sound:
        scan = _Scan(text, obeys_quotes=False)
    found: list[Address] = []
    before: list[str] = []
    for piece in scan.pieces:
        people = [Address(_name(one.name, words), one.email) for one in _people(piece)]
        if not people:
            before.append(piece.strip())
        elif before and "<" in piece:
            parts = [_name(part, words) for part in before if part]
            people[0] = Address(", ".join([*parts, people[0].name]), people[0].email)
        before = before if not people else []
        found += people
    return found


class _Scan:
    """A header cut at the commas that separate people: pieces with their comments marked.

    Quotes and brackets that never close are letters like others: `obeys_quotes` is False then.
    """

    def __init__(self, text: str, *, obeys_quotes: bool) -> None:
        self.text = text
        self.pieces: list[str] = []
        self.obeys_quotes = obeys_quotes
        self.current: list[str] = []
        self.depth = 0
        self.in_quotes = self.in_angle = self.in_route = self.has_at = False
        self.last_semicolon = text.rfind(";")
        position = 0
        while found := _SPECIAL.search(text, position):
            self._say(text[position : found.start()])
            position = self._sign(text, found)
        self._say(text[position:])
        self._cut()
        self.is_sound = not self.in_quotes and not self.depth

    def _say(self, text: str) -> None:
        self.current.append(text)
        self.has_at = self.has_at or "@" in text

    def _cut(self) -> None:
        self.pieces.append("".join(self.current))
        self._begin()

    def _begin(self) -> None:
        self.current = []
        self.in_angle = self.in_route = self.has_at = False

    def _sign(self, text: str, found: re.Match[str]) -> int:
        """Take one special sign over; returns where to go on."""
        sign, start, after = found[0], found.start(), found.end()
        if sign == "\\" and self.obeys_quotes and (self.in_quotes or self.depth):
            self._say(text[start : after + 1])
            return after + 1
        if sign == '"' and self.obeys_quotes and not self.depth:
            self.in_quotes = not self.in_quotes
            self._say(sign)
        elif self.in_quotes:
            self._say(sign)
        elif sign in "()" and self.obeys_quotes and not self.in_angle:
            self._bracket(sign)
        elif self.depth:
            self._say(sign)
        else:
            self._outside(sign, after)
        return after

    def _bracket(self, sign: str) -> None:
        if sign == "(":
            self._say(sign if self.depth else " \x01")
            self.depth += 1
        elif self.depth:
            self.depth -= 1
            self._say(sign if self.depth else "\x02 ")

    def _outside(self, sign: str, after: int) -> None:
        if sign in ",;" and not self.in_route:
            self._cut()
        elif sign == ":" and self._is_group(after):
            self._begin()
        else:
            if sign in "<>":
                self.in_angle = sign == "<"
                self.in_route = self.in_angle and self.text.startswith("@", after)
            self._say(sign)

    def _is_group(self, after: int) -> bool:
        """Whether the text before this colon names a group; it may be `mailto` or a name too."""
        if self.in_angle or self.has_at or self.last_semicolon < after:
            return False
        # Only the end is looked at: a header may hold thousands of colons.
        return not _LEFT_OVER.search("".join(self.current[-3:])[-LEFT_OVER:])


def _people(piece: str) -> list[Address]:
    """Who stands in one piece of a header, with names as they were written."""
    if "@" not in piece:
        return []
    angles = [(found, email) for found in _ANGLE.finditer(piece) if (email := _email(found[1]))]
    if angles:
        return list(_in_angles(piece, angles))
    plain = _COMMENT.sub(" ", piece)
    comment = " ".join(_COMMENT.findall(piece))
    if quoted := _QUOTED_LOCAL.search(plain):
        return [Address(comment, re.sub(r"\s*@\s*", "@", quoted[0]))]
    bare = re.sub(r"\s+@\s*|\s*@\s+", "@", plain)
    matches = list(_EMAIL.finditer(bare))
    if not matches:
        # `Name (address)`: the address in brackets.
        inside = _EMAIL.search(comment)
        return [Address(plain, _email(inside[0]))] if inside else []
    # Before the address stands a name, and hardly ever after it.
    last = matches[-1]
    name = f"{_LEFT_OVER.sub('', bare[: last.start()])} {bare[last.end() :]}".strip(" <>[]")
    email = _email(last[0])
    return [Address(name or comment, email)] if email else []


def _in_angles(piece: str, angles: list[tuple[re.Match[str], str]]) -> Iterator[Address]:
    start = 0
    for found, email in angles:
        before = _ANGLE.sub(" ", piece[start : found.start()]).strip(" <>")
        after = piece[found.end() :].strip(" >") if found is angles[-1][0] else ""
        comment = " ".join(_COMMENT.findall(before)) or " ".join(_COMMENT.findall(after))
        is_named = _COMMENT.sub("", before).strip()
        yield Address(before if is_named else comment or _ANGLE.sub(" ", after), email)
        start = found.end()


def _email(text: str) -> str:
    """The address in some text, or nothing: without mailto, routes, spaces and stray signs."""
    text = decode_words(text).strip()
    if text.lower().startswith(("mailto:", "smtp:")):
        text = text.split(":", 1)[1].split("?", 1)[0]
    if text.startswith("@") and ":" in text:
        text = text.rsplit(":", 1)[1]
    if _QUOTED_LOCAL.fullmatch(text):
        return text
    text = re.sub(r"[\s\x01\x02]+", "", text).strip("'\"`,;:()")
    text = text if "@[" in text else text.strip("[]")
    found = _EMAIL.fullmatch(text) or _EMAIL.search(text)
    return found[0].rstrip(".") if found else ""


def _name(text: str, words: list[str]) -> str:
    """A display name as people read it: decoded, without quotes and escapes around it."""
    text = text.replace("\x01", "(").replace("\x02", ")").strip()
    if text.startswith('"') and '"' in text[1:]:
        text = re.sub(r'"((?:[^"\\]|\\.)*)"?', r"\1", text)
    text = re.sub(r"\\(.)", r"\1", text) if "\\" in text else text
    text = _MASKED.sub(lambda one: words[int(one[1])], text)
    text = decode_words(decode_words(text))
    text = re.sub(r"[\x00-\x20\x7f\xa0]+", " ", text).strip()
    while len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        text = text[1:-1].strip()
    return text.strip('"').strip()
