"""Signs as people mean them: broken encodings repaired, look-alikes and odd forms made plain."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html import unescape

import regex

from gehoord.tone.text.normal import Edit, Normal, edited

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164"
    "\ufe00-\ufe0f\uffa0\ufeff\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef"
)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
                         "“": '"', "”": '"', "„": '"', "″": '"', "«": '"', "»": '"',
                         "–": "-", "—": "-", "‑": "-", "…": ".", "\u00a0": " "})  # fmt: skip
# “Ã«” and “â€™”: UTF-8 that somebody's program took for Windows letters.
_MOJIBAKE = r"[ÂÃÄÅâð][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}"
_ENTITY = r"&(?:#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});"
_BROKEN = regex.compile(f"{_MOJIBAKE}|{_ENTITY}")
_EMOJI = r"\U0001f300-\U0001f3fa\U0001f400-\U0001faff"
_ODD = regex.compile(
    rf"[^\x09\x0a\x20-\x7e\u00a1-\u00a7\u00a9-\u00ac\u00ae\u00b0\u00b1\u00b6\u00b7"
    rf"\u00bb\u00bf-\u00ff€{_EMOJI}]|{_MOJIBAKE}|{_ENTITY}"
)
_HIDDEN = regex.compile(rf"[{_INVISIBLE}\p{{Cc}}--[\n\t]]", regex.V1)
# The same without the signs \x80 to \x9f, which may be half of a broken letter.
_UNSEEN = regex.compile(rf"[{_INVISIBLE}\x00-\x08\x0e-\x1b\x1f\x7f]")
_LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LOOKS_LIKE = str.maketrans(
    "абвгеёзіїјкӏмнорстухуѕһԁԛԝαβγεηικνορτυχωϲ", "abbreeziijklmhopctyxyshdqwabyenikvoptuxwc"
)
_SCRIPTS = regex.compile(r"[\p{Cyrillic}\p{Greek}]")
_MIXED = regex.compile(r"[a-z\p{Cyrillic}\p{Greek}]{2,40}")
_LATIN = regex.compile(r"[a-z]")


def plain(raw: str) -> Normal:
    """The message in lower case, with plain quotes and without what cannot be seen.

    Most messages hold nothing odd and keep every letter at its place; only the others are taken
    apart sign by sign.
    """
    ascii_only = raw.isascii()
    quoted = raw.replace("`", "'") if ascii_only else raw.translate(_QUOTES)
    lowered = quoted.lower()
    is_plain = len(lowered) == len(raw) and not _ODD.search(quoted)
    # Quotes made plain may have hidden that “â€™” was broken.
    if is_plain and (ascii_only or not _BROKEN.search(raw)):
        return Normal(lowered)
    seen = edited(Normal(raw), [(*found.span(), "") for found in _UNSEEN.finditer(raw)])
    repaired = edited(seen, list(_repairs(seen.text)))
    signs = _by_sign(repaired)
    return edited(signs, list(_look_alikes(signs.text)))


def _repairs(raw: str) -> Iterator[Edit]:
    for found in _BROKEN.finditer(raw):
        words = found[0]
        meant = unescape(words) if words[0] == "&" else _decoded(words)
        if meant != words:
            yield found.start(), found.end(), meant


def _decoded(signs: str) -> str:
    """What the bytes behind “Ã«” were meant to be; a closing quote often lost its last byte."""
    if signs in ("â€", "â€\x9d"):
        return '"'
    # Not all of the signs have to belong to the broken one: “Ã©…”.
    for length in range(len(signs), 1, -1):
        try:
            meant = b"".join(map(_byte, signs[:length])).decode("utf-8")
        except UnicodeError:
            continue
        return meant + signs[length:]
    return signs


def _byte(sign: str) -> bytes:
    return sign.encode("latin-1" if sign < "\u0100" else "cp1252")


def _by_sign(normal: Normal) -> Normal:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    old_starts = normal.starts if normal.starts is not None else range(len(normal.text))
    old_ends = normal.ends if normal.ends is not None else range(1, len(normal.text) + 1)
    for sign, start, end in zip(normal.text, old_starts, old_ends, strict=True):
        for letter in _plain(sign):
            if letter > "\u02ff" and unicodedata.combining(letter):
                if letters:
                    joined = unicodedata.normalize("NFC", letters[-1] + letter)
                    letters[-1] = joined if len(joined) == 1 else letters[-1]
                    ends[-1] = max(ends[-1], end)
                continue
            letters.append(letter)
            starts.append(start)
            ends.append(end)
    return Normal("".join(letters), tuple(starts), tuple(ends))


def _plain(sign: str) -> str:
    if "\x20" <= sign < "\x7f" or sign in "\n\t":
        return "'" if sign == "`" else sign.lower()
    if sign in _LINE_ENDS:
        return "\n"
    if _HIDDEN.match(sign):
        return ""
    if "\ud800" <= sign <= "\udfff":  # half a sign, which only broken senders send
        return "?"
    quoted = sign.translate(_QUOTES)
    if quoted != sign:
        return quoted
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", sign).lower())
    return _HIDDEN.sub("", folded.translate(_QUOTES))


def _look_alikes(text: str) -> Iterator[Edit]:
    """Cyrillic and Greek letters in a word that also has Latin ones: “kаnker” with a foreign a."""
    if not _SCRIPTS.search(text):
        return
    for found in _MIXED.finditer(text):
        word = found[0]
        if _LATIN.search(word) and _SCRIPTS.search(word):
            for at, letter in enumerate(word, found.start()):
                latin = letter.translate(_LOOKS_LIKE)
                if latin != letter:
                    yield at, at + 1, latin
