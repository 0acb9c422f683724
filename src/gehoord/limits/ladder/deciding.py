"""What several people decide together: marks, contact arrangements and contact stops."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gehoord.limits.ladder.course import HEARD, Move, NotPossibleNow, after
from gehoord.limits.ladder.guards import Situation, customer_heard
from gehoord.limits.ladder.records import PENDING, Approval, History, Kind, Measure, State
from gehoord.limits.ladder.rungs import ANSWERS, LADDER, LEAD, MANAGER, Rung, seats_of
from gehoord.limits.ladder.spans import Span, working_days_after
from gehoord.limits.ladder.steps import (
    NOT_YOUR_SEAT,
    WHY_NEEDED,
    NotAllowed,
    Now,
    check,
    end_of,
    needs,
)

HEAR_WITHIN = 5
"""Working days in which a customer is heard after a measure that could not wait."""
MAY_PROPOSE = {Kind.FLAG: ANSWERS, Kind.ARRANGEMENT: LEAD | MANAGER, Kind.BLOCK: LEAD | MANAGER}
STILL_DECIDING = _("Not everybody who decides about this has said yes.")
NOT_IN_FORCE = _("It is not in force.")
LAPSED = _(
    "Nobody decided about this in 30 days, so it is off. Is it still needed? Propose it again."
)


@dataclass(frozen=True)
class Meant:
    """What somebody fills in to propose a measure."""

    kind: Kind
    grounds: tuple[int, ...]
    reason: str
    renews: int | None = None
    less_severe: str = ""
    duties_checked: bool = False


def propose(history: History, now: Now, meant: Meant) -> Measure:
    """Propose a measure for others to decide about.

    Raises NotAllowed.
    """
    needs(now.actor, MAY_PROPOSE[meant.kind])
    measure = Measure(
        number=0,
        kind=meant.kind,
        state=after(meant.kind, None, Move.PROPOSE),
        grounds=meant.grounds,
        proposed_by=now.actor.number,
        proposed_at=now.at,
        reason=meant.reason,
        renews=meant.renews,
        less_severe=meant.less_severe,
        duties_checked=meant.duties_checked,
    )
    check(LADDER[meant.kind].begin, Situation(history, now.at, now.actor, measure))
    return measure


def hear(history: History, now: Now, *, number: int) -> Measure:
    """Note that the customer gave his side, before the decision or after an urgent one.

    Raises NotAllowed or NotPossibleNow.
    """
    measure = history.measure(number)
    needs(now.actor, MAY_PROPOSE[measure.kind])
    state = after(measure.kind, measure.state, Move.HEAR)
    if measure.state == State.ACTIVE and not measure.is_in_force(now.at):
        # Nobody heard him in time: what ended then does not come back.
        raise NotAllowed(NOT_IN_FORCE)
    return replace(measure, state=state, heard_at=measure.heard_at or now.at)


def cannot_wait(history: History, now: Now, *, number: int, reason: str) -> Measure:
    """Let a decision be made before the customer is heard; he is heard within five working days.

    Raises NotAllowed or NotPossibleNow.
    """
    measure = history.measure(number)
    needs(now.actor, LEAD, MANAGER)
    after(measure.kind, measure.state, Move.HEAR)
    if measure.state != State.PROPOSED or not reason.strip():
        raise NotAllowed(WHY_NEEDED)
    return replace(measure, hear_by=working_days_after(now.at, HEAR_WITHIN, now.zone))


def tell_privacy_officer(history: History, now: Now, *, number: int) -> Measure:
    """Note that the privacy officer knows of a contact stop that is to be decided.

    Raises NotAllowed or NotPossibleNow.
    """
    measure = history.measure(number)
    needs(now.actor, LEAD, MANAGER)
    if measure.kind != Kind.BLOCK or measure.state not in (State.PROPOSED, State.HEARD):
        raise NotPossibleNow
    return replace(measure, privacy_told=True)


def approve(history: History, now: Now, *, number: int) -> Measure:
    """Say yes to a proposal, in a seat that is still free; the last yes approves it.

    Raises NotAllowed or NotPossibleNow.
    """
    measure = history.measure(number)
    _is_on(measure, now)
    rung = LADDER[measure.kind]
    approved = after(measure.kind, measure.state, Move.APPROVE)
    check(rung.decide, Situation(history, now.at, now.actor, measure))
    check(rung.begin, Situation(history, now.at, now.actor, measure))
    seat = _free_seat(measure, now)
    approvals = (*measure.approvals, Approval(now.actor.number, seat, now.at))
    is_full = len(approvals) == len(rung.seats)
    return replace(measure, approvals=approvals, state=approved if is_full else measure.state)


def _is_on(measure: Measure, now: Now) -> None:
    if measure.state in PENDING and not measure.is_pending(now.at):
        raise NotAllowed(LAPSED)


def _free_seat(measure: Measure, now: Now) -> int:
    taken = {each.seat for each in measure.approvals}
    for number, roles in enumerate(seats_of(measure.kind, now.deciders)):
        if number not in taken and now.actor.roles & roles:
            return number
    raise NotAllowed(NOT_YOUR_SEAT)


def refuse(history: History, now: Now, *, number: int, reason: str) -> Measure:
    """Say no to a proposal. One no is enough.

    Raises NotAllowed or NotPossibleNow.
    """
    measure = history.measure(number)
    state = after(measure.kind, measure.state, Move.REFUSE)
    needs(now.actor, *seats_of(measure.kind, now.deciders))
    if not reason.strip():
        raise NotAllowed(WHY_NEEDED)
    return replace(measure, state=state, ended_at=now.at)


def tell(history: History, now: Now, *, number: int, length: Span | None = None) -> Measure:
    """Send the customer the notice: from that moment the measure is in force.

    Raises NotAllowed or NotPossibleNow.
    """
    measure = history.measure(number)
    rung = LADDER[measure.kind]
    if measure.state in (State.PROPOSED, State.HEARD):
        raise NotAllowed(STILL_DECIDING)
    state = after(measure.kind, measure.state, Move.TELL)
    _is_on(measure, now)
    needs(now.actor, *seats_of(measure.kind, now.deciders))
    if history.is_in_care(now.at):
        check(rung.begin[:1], Situation(history, now.at, now.actor, measure))
    if measure.kind in HEARD and not measure.is_heard_in_time(now.at):
        # It would be over before it began, whatever the notice says.
        raise NotAllowed(customer_heard.otherwise)
    ends_at = end_of(rung, length, now)
    return replace(
        measure,
        state=state,
        begins_at=now.at,
        ends_at=ends_at,
        told_at=now.at,
        review_at=_review(rung, now, ends_at),
    )


def review(history: History, now: Now, *, number: int, reason: str) -> Measure:
    """Look at a measure again and keep it until the next review.

    Raises NotAllowed or NotPossibleNow.
    """
    measure = _in_force(history, now, number, Move.REVIEW)
    rung = LADDER[measure.kind]
    needs(now.actor, *seats_of(measure.kind, now.deciders))
    if not reason.strip():
        raise NotAllowed(WHY_NEEDED)
    assert measure.ends_at is not None
    return replace(measure, review_at=_review(rung, now, measure.ends_at))


def note_breach(history: History, now: Now, *, number: int) -> Measure:
    """Note that the customer broke an arrangement.

    Raises NotAllowed or NotPossibleNow.
    """
    measure = _in_force(history, now, number, Move.NOTE_BREACH)
    needs(now.actor, ANSWERS)
    return replace(measure, breaches=(*measure.breaches, now.at))


def lift(history: History, now: Now, *, number: int, reason: str) -> Measure:
    """End a measure before its time; whoever may decide about it may lift it alone.

    Raises NotAllowed or NotPossibleNow.
    """
    measure = _in_force(history, now, number, Move.LIFT)
    needs(now.actor, LEAD, MANAGER, *LADDER[measure.kind].seats[1:])
    if not reason.strip():
        raise NotAllowed(WHY_NEEDED)
    return replace(measure, state=State.LIFTED, ended_at=now.at)


def _in_force(history: History, now: Now, number: int, move: Move) -> Measure:
    measure = history.measure(number)
    state = after(measure.kind, measure.state, move)
    if not measure.is_in_force(now.at):
        raise NotAllowed(NOT_IN_FORCE)
    return replace(measure, state=state)


def _review(rung: Rung, now: Now, ends_at: datetime) -> datetime | None:
    """The next review, if there is one before the end."""
    if rung.review_every is None:
        return None
    due = rung.review_every.after(now.at, now.zone)
    return due if due < ends_at else None
