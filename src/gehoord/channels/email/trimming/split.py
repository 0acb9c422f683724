"""Split a message in the new words, the quotation and the signature."""

from __future__ import annotations

from collections.abc import Sequence

from gehoord.channels.email.trimming.headers import is_rule
from gehoord.channels.email.trimming.lines import Line, read_lines, split_lines
from gehoord.channels.email.trimming.markup import read_hints
from gehoord.channels.email.trimming.pasted import announces_answers, says_nothing
from gehoord.channels.email.trimming.quoting import Quotation, find_quotation
from gehoord.channels.email.trimming.signature import Signing, find_signature
from gehoord.channels.email.trimming.trimmed import Kind, Trimmed, assembled

MOST_LINES = 10_000
"""Lines that are looked at with care."""
_DRAWN, _RULE = "<hr", "_____"
"""A line that is drawn in HTML, and what text has in its place: nobody wrote it."""
_SIGNS = 0x2100
_FACES = frozenset((":)", ":(", ":-", ";)", ";-", "??", "!!", "?", "!"))


def split_reply(text: str, *, html: str = "") -> Trimmed:
    """Tell the words a customer wrote now from those he quotes and signs with.

    `html` is the same message as HTML, if it has one: it says where a quotation begins that has
    no mark in the text. Every line of `text` is in exactly one part; when in doubt it is in the
    reply, and the reply is never empty when the message has words. Never raises.
    """
    raw = split_lines(text)
    lines = read_lines(raw[:MOST_LINES])
    hints = read_hints(lines, html)
    quotation = find_quotation(lines, hints.quoted, hints.maybe)
    signing = find_signature(lines, quotation, hints.signature)
    kinds = _kinds(lines, quotation, signing)
    if _DRAWN in html.casefold() and _RULE not in html:
        kinds = [
            Kind.SIGNATURE if kind is Kind.REPLY and is_rule(line.text) else kind
            for line, kind in zip(lines, kinds, strict=True)
        ]
    return assembled(raw, kinds + _further(raw[MOST_LINES:], runs_on=quotation.runs_on))


def _further(raw: Sequence[str], *, runs_on: bool) -> list[Kind]:
    """The kinds of lines after the first thousands: that is no letter any more."""
    end = next((number for number, line in enumerate(raw) if not line.startswith(">")), len(raw))
    if runs_on:
        end = len(raw)
    return [Kind.QUOTED] * end + [Kind.REPLY] * (len(raw) - end)


def _kinds(lines: Sequence[Line], quotation: Quotation, signing: Signing) -> list[Kind]:
    kinds = [
        Kind.QUOTED if is_quoted else Kind.SIGNATURE if is_signed else Kind.REPLY
        for is_quoted, is_signed in zip(quotation.quoted, signing.signed, strict=True)
    ]
    answered = _answered(lines, kinds, quotation)
    kinds[answered:] = [Kind.REPLY] * (len(kinds) - answered)
    if _has_words(lines, kinds, Kind.REPLY):
        for number in signing.farewells:
            kinds[number] = Kind.REPLY
        return kinds
    return _shown(lines, kinds, quotation, signing)


def _answered(lines: Sequence[Line], kinds: Sequence[Kind], quotation: Quotation) -> int:
    """The line from which on all is shown: the answers cannot be told from the quotation there."""
    if quotation.answered is not None:
        return quotation.answered
    start = kinds.index(Kind.QUOTED) if Kind.QUOTED in kinds else len(kinds)
    if _has_words(lines[start:], kinds[start:], Kind.REPLY):
        return len(kinds)
    said = [
        line.text
        for line, kind in zip(lines[:start], kinds[:start], strict=True)
        if kind is Kind.REPLY and not line.is_blank
    ]
    if announces_answers(said):
        return start
    is_bare = quotation.runs_on and bool(said)
    return start if is_bare and says_nothing(said, is_forward=quotation.is_forward) else len(kinds)


def _shown(
    lines: Sequence[Line], kinds: list[Kind], quotation: Quotation, signing: Signing
) -> list[Kind]:
    """Nothing new was found: show what the customer most likely wants to be read."""
    is_signed = _has_words(lines, kinds, Kind.SIGNATURE) and not signing.is_only_footer
    shown = {Kind.SIGNATURE}
    if quotation.is_forward:
        shown = {Kind.QUOTED}
    elif quotation.is_headed:
        # An answer without words and a message passed on look the same here.
        shown = {Kind.QUOTED, Kind.SIGNATURE} if is_signed else {Kind.QUOTED}
    elif not is_signed and _has_words(lines, kinds, Kind.QUOTED):
        shown = {Kind.QUOTED}
    return [Kind.REPLY if kind in shown else kind for kind in kinds]


def _has_words(lines: Sequence[Line], kinds: Sequence[Kind], wanted: Kind) -> bool:
    return any(
        kind is wanted and _is_said(line.text) for line, kind in zip(lines, kinds, strict=True)
    )


def _is_said(text: str) -> bool:
    """Whether there is more than signs: a word, a number, a face."""
    return any(letter.isalnum() or ord(letter) > _SIGNS for letter in text) or text[:2] in _FACES
