"""Split a message in the new words, the quotation and the signature."""

from __future__ import annotations

from collections.abc import Sequence

from gehoord.channels.email.trimming.lines import Line, read_lines, split_lines
from gehoord.channels.email.trimming.markup import read_hints
from gehoord.channels.email.trimming.quoting import Quotation, find_quotation
from gehoord.channels.email.trimming.signature import Signing, find_signature
from gehoord.channels.email.trimming.trimmed import Kind, Trimmed, assembled

_SIGNS = 0x2100
_FACES = frozenset((":)", ":(", ":-", ";)", ";-", "??", "!!", "?", "!"))


def split_reply(text: str, *, html: str = "") -> Trimmed:
    """Tell the words a customer wrote now from those he quotes and signs with.

    `html` is the same message as HTML, if it has one: it says where a quotation begins that has
    no mark in the text. Every line of `text` is in exactly one part; when in doubt it is in the
    reply, and the reply is never empty when the message has words. Never raises.
    """
    raw = split_lines(text)
    lines = read_lines(raw)
    hints = read_hints(lines, html)
    quotation = find_quotation(lines, hints.quoted, hints.maybe)
    signing = find_signature(lines, quotation, hints.signature)
    return assembled(raw, _kinds(lines, quotation, signing))


def _kinds(lines: Sequence[Line], quotation: Quotation, signing: Signing) -> list[Kind]:
    kinds = [
        Kind.QUOTED if is_quoted else Kind.SIGNATURE if is_signed else Kind.REPLY
        for is_quoted, is_signed in zip(quotation.quoted, signing.signed, strict=True)
    ]
    if _has_words(lines, kinds, Kind.REPLY):
        return kinds
    return _shown(lines, kinds, quotation, signing)


def _shown(
    lines: Sequence[Line], kinds: list[Kind], quotation: Quotation, signing: Signing
) -> list[Kind]:
    """Nothing new was found: show what the customer most likely wants to be read."""
    if quotation.is_forward:
        shown = Kind.QUOTED
    elif _has_words(lines, kinds, Kind.SIGNATURE) and not signing.is_only_footer:
        shown = Kind.SIGNATURE
    elif _has_words(lines, kinds, Kind.QUOTED):
        shown = Kind.QUOTED
    else:
        shown = Kind.SIGNATURE
    return [Kind.REPLY if kind is shown else kind for kind in kinds]


def _has_words(lines: Sequence[Line], kinds: Sequence[Kind], wanted: Kind) -> bool:
    return any(
        kind is wanted and _is_said(line.text) for line, kind in zip(lines, kinds, strict=True)
    )


def _is_said(text: str) -> bool:
    """Whether there is more than signs: a word, a number, a face."""
    return any(letter.isalnum() or ord(letter) > _SIGNS for letter in text) or text[:2] in _FACES
