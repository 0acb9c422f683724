"""The life of a measure: one readable table of what may follow what."""

from __future__ import annotations

from enum import StrEnum

from gehoord.limits.ladder.records import PENDING, Kind, State


class Move(StrEnum):
    """What people do with a measure."""

    GIVE = "give"
    PROPOSE = "propose"
    HEAR = "hear"
    APPROVE = "approve"
    REFUSE = "refuse"
    TELL = "tell"
    EXTEND = "extend"
    REVIEW = "review"
    NOTE_BREACH = "note a breach"
    LIFT = "lift"
    WITHDRAW = "withdraw"
    SHORTEN = "shorten"


class NotPossibleNow(Exception):
    """The measure is not in a state in which this can be done."""


AT_ONCE = (Kind.WARNING, Kind.COOL_OFF)
"""Given by the agent himself, in the conversation."""
DECIDED = (Kind.FLAG, Kind.ARRANGEMENT, Kind.BLOCK)
"""Proposed by one, decided by others."""
HEARD = (Kind.ARRANGEMENT, Kind.BLOCK)

COURSE: dict[tuple[Kind, State | None, Move], State] = {
    **{(kind, None, Move.GIVE): State.ACTIVE for kind in AT_ONCE},
    **{(kind, None, Move.PROPOSE): State.PROPOSED for kind in DECIDED},
    **{(kind, State.PROPOSED, Move.HEAR): State.HEARD for kind in HEARD},
    # Heard afterwards, when it could not wait.
    **{(kind, State.APPROVED, Move.HEAR): State.APPROVED for kind in HEARD},
    **{(kind, State.ACTIVE, Move.HEAR): State.ACTIVE for kind in HEARD},
    # Approved is who has every seat filled; the action says when that is so.
    **{(kind, State.PROPOSED, Move.APPROVE): State.APPROVED for kind in DECIDED},
    **{(kind, State.HEARD, Move.APPROVE): State.APPROVED for kind in HEARD},
    **{(kind, state, Move.REFUSE): State.REFUSED for kind in DECIDED for state in PENDING},
    # It begins when the customer is told, never before.
    **{(kind, State.APPROVED, Move.TELL): State.ACTIVE for kind in DECIDED},
    (Kind.COOL_OFF, State.ACTIVE, Move.EXTEND): State.ACTIVE,
    **{(kind, State.ACTIVE, Move.REVIEW): State.ACTIVE for kind in HEARD},
    (Kind.ARRANGEMENT, State.ACTIVE, Move.NOTE_BREACH): State.ACTIVE,
    **{(kind, State.ACTIVE, Move.LIFT): State.LIFTED for kind in Kind},
    **{(kind, State.ACTIVE, Move.SHORTEN): State.ACTIVE for kind in Kind},
    # An appeal may be decided after the measure ended: it was unjustified then too.
    **{
        (kind, state, Move.WITHDRAW): State.WITHDRAWN
        for kind in Kind
        for state in (State.ACTIVE, State.LIFTED)
    },
}


def after(kind: Kind, state: State | None, move: Move) -> State:
    """The state of a measure after a move; `state` is None before it exists.

    Raises NotPossibleNow if the table has no such row.
    """
    try:
        return COURSE[kind, state, move]
    except KeyError:
        raise NotPossibleNow(f"{move}: {kind}, {state}") from None
