"""Checks that need more than words: the draft against the customer, the thread and the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gehoord.tone.coaching.draft import Span
from gehoord.tone.coaching.situation import Situation

Hit = tuple[Span, str | None]


def mixed_address(situation: Situation) -> Iterator[Hit]:
    """The form of address that is in the minority, at its first place."""
    formal, informal = situation.draft.formal, situation.draft.informal
    if formal and informal:
        yield (informal if len(formal) >= len(informal) else formal)[0], None


CONTEXT: dict[str, Callable[[Situation], Iterator[Hit]]] = {
    "mixed address": mixed_address,
}
