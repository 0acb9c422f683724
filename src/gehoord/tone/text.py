"""Write a message the way the rules expect it, without losing where each letter came from."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

import regex

_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0f\ufeff"
_ODD = regex.compile(rf"[^\x09\x0a\x20-\x7e\u00a1-\u00ac\u00ae-\u00ff€]|[´¨`]|[{_INVISIBLE}]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "‚": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"',
                         "«": '"', "»": '"', "–": "-", "—": "-", "…": "."})  # fmt: skip
_HIDDEN = regex.compile(rf"[{_INVISIBLE}\p{{Cc}}--[\n\t]]", regex.V1)
_SPACES = regex.compile(r"[ \t]{2,}|[ \t]*\n[\s]*|\t")
_STRETCHED = regex.compile(r"(\p{L})\1{2,}")
_SPACED = regex.compile(r"(?<![\w'])\w(?:([ .\-_*])\w)(?:\1\w)+(?!\w)")
_MASKED = regex.compile(r"(?<![\w@./])(?=\w{0,20}[*@$#!0-9])[a-z][\w*@$#!]{1,24}(?<=[\w*$#])(?!\w)")
_LEET = str.maketrans("@$!01345", "asioieas")

# Nobody hides more words than this; without a limit a made-up message could keep us busy.
MOST_MASKED = 200

Known = Callable[[str], bool]
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Normal:
    """A message in lower case with plain quotes; `raw_span` leads back to the text as given."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the normalised piece from `start` to `end` stands in the original."""
        if self.starts is None or self.ends is None or start >= end:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normalise(raw: str, *, known: Known = lambda word: False, masked: Iterable[str] = ()) -> Normal:
    """The message in lower case, without invisible signs, stretched and hidden letters undone.

    `known` says whether a word is in the lexicon (to choose between “nee” and “ne” for “neeee”);
    `masked` are the words that people write as “k*t” or “l u l”. Linear in the length of `raw`.
    """
    lowered = raw.lower()
    is_plain = len(lowered) == len(raw) and not _ODD.search(raw)
    normal = Normal(lowered) if is_plain else _by_character(raw)
    normal = _edited(normal, _space_edits(normal.text))
    normal = _edited(normal, _stretched_edits(normal.text, known))
    return _edited(normal, _mask_edits(normal.text, tuple(masked)))


def _by_character(raw: str) -> Normal:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, sign in enumerate(raw):
        if sign > "\u02ff" and unicodedata.combining(sign) and letters:
            joined = unicodedata.normalize("NFC", letters[-1] + sign)
            letters[-1] = joined if len(joined) == 1 else letters[-1]
            ends[-1] = at + 1
            continue
        for letter in _plain(sign):
            letters.append(letter)
            starts.append(at)
            ends.append(at + 1)
    return Normal("".join(letters), tuple(starts), tuple(ends))


def _plain(sign: str) -> str:
    if sign == "\n" or sign == "\t":
        return sign
    if sign in "\r\x0b\x0c\x85\u2028\u2029":
        return "\n"
    if _HIDDEN.match(sign):
        return ""
    if "\ud800" <= sign <= "\udfff":  # half a sign, which only broken senders send
        return "?"
    quoted = sign.translate(_QUOTES)
    if quoted != sign:
        return quoted
    return unicodedata.normalize("NFKC", sign).lower()


def _space_edits(text: str) -> list[Edit]:
    return [
        (found.start(), found.end(), "\n" if "\n" in found[0] else " ")
        for found in _SPACES.finditer(text)
        if found[0] != "\n"
    ]


def _stretched_edits(text: str, known: Known) -> list[Edit]:
    edits = []
    for found in _STRETCHED.finditer(text):
        letter = found[1]
        before = text[max(0, found.start() - 24) : found.start()].rpartition(" ")[2]
        after = regex.match(r"\w{0,24}", text, pos=found.end())
        rest = after[0] if after else ""
        single, double = before + letter + rest, before + letter * 2 + rest
        short = known(single) or (letter not in "aeo" and not known(double))
        edits.append((found.start(), found.end(), letter if short else letter * 2))
    return edits


def _mask_edits(text: str, masked: tuple[str, ...]) -> list[Edit]:
    words = set(masked)
    edits: list[Edit] = []
    for found in _SPACED.finditer(text):
        joined = found[0][::2]
        if joined in words:
            edits.append((found.start(), found.end(), joined))
    for found in islice(_MASKED.finditer(text), MOST_MASKED):
        if word := _unmasked(found[0], masked):
            edits.append((found.start(), found.end(), word))
    return sorted(edits)


def _unmasked(token: str, masked: tuple[str, ...]) -> str:
    """The word meant by “k*t”, “kl00tzak” or “k*tbedrijf”, or nothing; longest words first."""
    if not any(sign in "*@$#!01345" for sign in token):
        return ""
    plain = token.translate(_LEET)
    for word in masked:
        rest = plain[len(word) :]
        if len(plain) >= len(word) >= 3 and _covers(plain, word) and (not rest or rest.isalpha()):
            return word + rest
    return ""


def _covers(plain: str, word: str) -> bool:
    """Whether a word stands at the start of a token in which * and # hide one letter each."""
    return (
        all(mark == letter or mark in "*#" for mark, letter in zip(plain, word, strict=False))
        and plain[0] == word[0]
    )


def _edited(normal: Normal, edits: list[Edit]) -> Normal:
    """The text with every edit made, in order and not overlapping, and the map kept right."""
    if not edits:
        return normal
    old_starts = normal.starts or tuple(range(len(normal.text)))
    old_ends = normal.ends or tuple(range(1, len(normal.text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, new in edits:
        if start < done:
            continue
        pieces += (normal.text[done:start], new)
        starts += old_starts[done:start]
        ends += old_ends[done:start]
        starts += [old_starts[start]] * len(new)
        ends += [old_ends[end - 1]] * len(new)
        done = end
    pieces.append(normal.text[done:])
    return Normal("".join(pieces), (*starts, *old_starts[done:]), (*ends, *old_ends[done:]))
