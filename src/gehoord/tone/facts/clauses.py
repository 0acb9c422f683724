"""Cut sentences into clauses: what stands between commas, “maar”, and “en” with a subject."""

from __future__ import annotations

from collections.abc import Iterator

from gehoord.tone.facts.words import Place, Words

_EDGES = " \n\t\"'.,;:!?()-–"


def clauses(text: str, words: Words, sentence: Place) -> Iterator[Place]:
    """The clauses of a sentence, in order, without signs at their ends."""
    start, end = sentence
    joins = words.pattern("clauses", "joins")
    low = start
    for match in words.pattern("clauses", "breaks").finditer(text, start, end):
        if match[0].startswith(",") and joins.match(text, match.end(), end):
            continue
        if place := trimmed(text, low, match.start()):
            yield place
        low = match.end()
    if place := trimmed(text, low, end):
        yield place


def trimmed(text: str, start: int, end: int, *, signs: str = _EDGES) -> Place | None:
    """The place without those signs at its ends; None if there is nothing else."""
    words = text[start:end]
    start += len(words) - len(words.lstrip(signs))
    end -= len(words) - len(words.rstrip(signs))
    return (start, end) if start < end else None
