"""Earlier messages of a conversation: each is looked at once and remembered, within bounds.

A draft is checked at every pause of typing, and the messages before it stay the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from gehoord.tone.coaching.draft import REMEMBERED
from gehoord.tone.coaching.finding import Turn
from gehoord.tone.coaching.wording import DEFAULT, languages
from gehoord.tone.language import language_of
from gehoord.tone.reading import Reading, read


class Heard(NamedTuple):
    """A message of the customer, and its place in the thread."""

    number: int
    text: str


@lru_cache(REMEMBERED)
def reading_of(text: str, before: str, language: str) -> Reading:
    """How a customer's message reads, after the message `before` it."""
    return read(text, prev=before, lang=language)


def open_turns(thread: Sequence[Turn]) -> tuple[tuple[Heard, ...], tuple[str, ...]]:
    """The customer's messages since our reply before them, and what we said after them."""
    last = max((at for at, turn in enumerate(thread) if turn.by == "customer"), default=-1)
    first = last
    while first > 0 and thread[first - 1].by == "customer":
        first -= 1
    heard = tuple(Heard(at, thread[at].text) for at in range(max(first, 0), last + 1))
    return heard, tuple(turn.text for turn in thread[last + 1 :]) if heard else ()


def language_for(draft: str, thread: Sequence[Turn], lang: str = "") -> str:
    """The language of a reply: as given, its own, or that of the message it answers."""
    if lang in languages():
        return lang
    heard, _ = open_turns(thread)
    found = language_of(draft, prev=heard[-1].text if heard else "")
    return found if found in languages() else DEFAULT
