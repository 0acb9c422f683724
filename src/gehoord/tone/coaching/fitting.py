"""Where in a sentence a clause may stand, and what of a sentence would be lost."""

from __future__ import annotations

import regex

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.told.words import told_words

_MARKS = regex.compile(r"[.!?…]+")
_NO_WORD = regex.compile(r"[\s\p{P}\p{S}]*$")


def begins_clause(draft: Draft, sentence: Span, place: int) -> bool:
    """Whether a main clause can begin here: the sentence does, or a joining word or colon is before."""
    before = draft.text[sentence[0] : place]
    begun = told_words(draft.language).regex("fits", "before")
    return not before.strip() or begun.search(before) is not None


def stands_alone(draft: Draft, sentence: Span, span: Span) -> bool:
    """Whether a main clause can take the place of these words: nothing hangs on them.

    One can begin before them; behind them the sentence ends, or another main clause begins.
    """
    if not begins_clause(draft, sentence, span[0]):
        return False
    after = draft.text[span[1] : sentence[1]]
    goes_on = told_words(draft.language).regex("fits", "after")
    return bool(_NO_WORD.match(after) or goes_on.match(after))


def holds_nothing_else(draft: Draft, sentence: Span, found: Span | None) -> bool:
    """Whether the words of a sentence, apart from those found, say nothing of the agent's own."""
    empty = told_words(draft.language).words("empty", "words")
    start, end = found or (sentence[0], sentence[0])
    outside = [*draft.words((sentence[0], start)), *draft.words((end, sentence[1]))]
    return all(word.lower() in empty for word in outside)


def closed(draft: Draft, span: Span, new: str) -> tuple[Span, str]:
    """The span and its new words, with one right mark at the end: a statement keeps no “?” or “!”."""
    wanted = new[-1] if new.endswith(("?", ".")) else "."
    bare = new[:-1] if new.endswith(("?", ".")) else new
    marks = _MARKS.match(draft.text, span[1])
    if not marks:
        return span, new
    if marks[0] == wanted:
        return span, bare
    return (span[0], marks.end()), bare + wanted
