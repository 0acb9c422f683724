"""Checks that need more than words: the draft against the customer, the thread and the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gehoord.tone.coaching.draft import Span
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.whole.address import greeting_clashes, mixed_address, other_address
from gehoord.tone.coaching.whole.before import asked_before, same_as_before
from gehoord.tone.coaching.whole.ending import end_unchecked, steps_unchecked
from gehoord.tone.coaching.whole.faults import apology_owed, fault_without_apology, sorry_again
from gehoord.tone.coaching.whole.known import asked_for_known
from gehoord.tone.coaching.whole.naming import (
    first_name_unasked,
    name_in_reproach,
    name_misspelt,
    name_too_often,
    name_too_often_in_conversation,
    name_unused,
)
from gehoord.tone.coaching.whole.replying import (
    not_mirrored,
    not_summed_up,
    points_in_one_block,
    points_left_open,
)
from gehoord.tone.coaching.whole.voice import we_without_i

Hit = tuple[Span, str | None]

CONTEXT: dict[str, Callable[[Situation], Iterator[Hit]]] = {
    "mixed address": mixed_address,
    "other address": other_address,
    "greeting clashes": greeting_clashes,
    "we without i": we_without_i,
    "same as before": same_as_before,
    "asked before": asked_before,
    "asked for known": asked_for_known,
    "name unused": name_unused,
    "name too often": name_too_often,
    "name too often in conversation": name_too_often_in_conversation,
    "name misspelt": name_misspelt,
    "name in reproach": name_in_reproach,
    "first name unasked": first_name_unasked,
    "points left open": points_left_open,
    "points in one block": points_in_one_block,
    "not summed up": not_summed_up,
    "not mirrored": not_mirrored,
    "apology owed": apology_owed,
    "fault without apology": fault_without_apology,
    "sorry again": sorry_again,
    "end unchecked": end_unchecked,
    "steps unchecked": steps_unchecked,
}
"""Every check by the name that a rule of kind `context` gives it."""
