"""Whether a customer is called u or je in what we write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from gehoord import tone
from gehoord.tone.coaching.draft import Draft
from gehoord.tone.coaching.situation import Situation


def says_u(*, address: str, thread: Sequence[tuple[Literal["customer", "agent"], str]]) -> bool:
    """Whether we say u to this customer: as the house wants it, else as the talk has gone so far.

    `address` is the house's `u`, `je` or `mirror` (as the customer does); `thread` the messages
    until now, oldest first.
    """
    turns = tuple(tone.Turn(by=by, text=text) for by, text in thread)
    return Situation(draft=Draft("", "nl"), thread=turns, address=address).is_formal
