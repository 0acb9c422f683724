"""What a customer told in a conversation, the most telling first."""

from __future__ import annotations

from collections.abc import Sequence

from gehoord.tone.coaching.finding import Turn
from gehoord.tone.coaching.told.clauses import Told, told_in
from gehoord.tone.coaching.told.words import told_words
from gehoord.tone.coaching.wording import DEFAULT


def told(thread: Sequence[Turn], language: str = DEFAULT) -> tuple[Told, ...]:
    """What the customer went through in this conversation, the worst and most exact first.

    Only the customer's own words, said from our side. Of messages that we have answered already
    only what stays true: he called three times, not that he has been waiting for two days.
    """
    found: dict[str, Told] = {}
    first_open = _first_open(thread)
    for at in range(len(thread) - 1, -1, -1):
        if thread[at].by == "customer":
            for each in told_in(thread[at].text, language):
                if at >= first_open or (each.lasts and not _passes(each, language)):
                    found.setdefault(each.kind, each)
    return tuple(sorted(found.values(), key=lambda each: -each.weight))


def _first_open(thread: Sequence[Turn]) -> int:
    """Where the customer's messages begin that this reply answers."""
    at = len(thread)
    while at and thread[at - 1].by == "agent":
        at -= 1
    while at and thread[at - 1].by == "customer":
        at -= 1
    return at


def _passes(each: Told, language: str) -> bool:
    """Whether it holds a word that was only true on the day it was written."""
    return bool(told_words(language).pattern("guards", "passing").search(each.behind))
