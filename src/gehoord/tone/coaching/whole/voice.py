"""Who speaks in a reply."""

from __future__ import annotations

from collections.abc import Iterator

from gehoord.tone.coaching.draft import Span
from gehoord.tone.coaching.situation import Situation

Hit = tuple[Span, str | None]


def we_without_i(situation: Situation) -> Iterator[Hit]:
    """A reply in which a company writes and nobody in it."""
    draft = situation.draft
    found = list(draft.words_of.we.finditer(draft.text))
    if len(found) >= 3 and not draft.words_of.i.search(draft.text):
        yield found[0].span(), None
