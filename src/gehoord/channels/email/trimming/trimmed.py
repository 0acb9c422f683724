"""What a message falls apart in: the new words, the quotation and the signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a line of a message is to the one who reads it."""

    REPLY = "reply"
    QUOTED = "quoted"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Span:
    """Lines that belong together: from `start` up to `end`, counted from 0."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A message in three parts; every line of it is in exactly one, in the order of the message.

    `lines` are the lines of the whole message without their ends, `spans` say which lines are what.
    """

    reply: str
    quoted: str
    signature: str
    lines: tuple[str, ...]
    spans: tuple[Span, ...]


def assembled(lines: Sequence[str], kinds: Sequence[Kind]) -> Trimmed:
    """Put lines together by their kind; both are of the same length."""
    spans = tuple(_spans(kinds))
    parts = {kind: _joined(lines, [span for span in spans if span.kind is kind]) for kind in Kind}
    return Trimmed(
        reply=parts[Kind.REPLY],
        quoted=parts[Kind.QUOTED],
        signature=parts[Kind.SIGNATURE],
        lines=tuple(lines),
        spans=spans,
    )


def _spans(kinds: Sequence[Kind]) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for number in range(1, len(kinds) + 1):
        if number == len(kinds) or kinds[number] is not kinds[start]:
            spans.append(Span(kinds[start], start, number))
            start = number
    return spans


def _joined(lines: Sequence[str], spans: Sequence[Span]) -> str:
    """The pieces as paragraphs, without the blank lines around each."""
    pieces = []
    for span in spans:
        piece = [line.rstrip() for line in lines[span.start : span.end]]
        while piece and not piece[-1]:
            piece.pop()
        first = next((number for number, line in enumerate(piece) if line), 0)
        if piece:
            pieces.append("\n".join(piece[first:]))
    return "\n\n".join(pieces)
