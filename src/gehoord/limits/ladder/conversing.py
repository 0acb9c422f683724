"""What an agent does himself, in a conversation: warn, and end it."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from gehoord.limits.ladder.course import Move, after
from gehoord.limits.ladder.guards import Situation, Warned
from gehoord.limits.ladder.levels import COUNTS
from gehoord.limits.ladder.records import Approval, History, Kind, Measure, State
from gehoord.limits.ladder.rungs import ANSWERS, LADDER, LEAD, MANAGER
from gehoord.limits.ladder.spans import Span
from gehoord.limits.ladder.steps import WHY_NEEDED, NotAllowed, Now, check, end_of, needs

EXTENDED_ALREADY = _("A cooling-off period is extended once.")
NOT_LONGER = _("It is over already, or this would not make it longer.")


def warn(
    history: History, now: Now, *, conversation: int, warned: Warned, length: Span | None = None
) -> Measure:
    """Warn the customer in a conversation, in three parts.

    Raises NotAllowed.
    """
    return _give(Kind.WARNING, history, now, conversation, warned, length)


def end(history: History, now: Now, *, conversation: int, length: Span | None = None) -> Measure:
    """Close the live channels for a while after a conversation that went too far.

    Raises NotAllowed: without a ground the conversation may be ended all the same, only without
    this measure.
    """
    return _give(Kind.COOL_OFF, history, now, conversation, Warned(), length)


def extend(history: History, now: Now, *, number: int, length: Span, reason: str) -> Measure:
    """Make a cooling-off period longer, once, up to the longest counted from its begin.

    Raises NotAllowed, or NotPossibleNow.
    """
    needs(now.actor, LEAD, MANAGER)
    measure = history.measure(number)
    state = after(measure.kind, measure.state, Move.EXTEND)
    begins_at, ends_at = measure.begins_at, measure.ends_at
    assert begins_at is not None
    assert ends_at is not None
    if measure.is_extended:
        raise NotAllowed(EXTENDED_ALREADY)
    if not reason.strip():
        raise NotAllowed(WHY_NEEDED)
    later = min(
        length.after(begins_at, now.zone), LADDER[measure.kind].longest.after(begins_at, now.zone)
    )
    if not measure.is_in_force(now.at) or later <= ends_at:
        raise NotAllowed(NOT_LONGER)
    return replace(measure, state=state, ends_at=later, is_extended=True)


def _give(
    kind: Kind,
    history: History,
    now: Now,
    conversation: int,
    warned: Warned,
    length: Span | None,
) -> Measure:
    needs(now.actor, ANSWERS)
    rung = LADDER[kind]
    meant = Measure(
        number=0,
        kind=kind,
        state=State.PROPOSED,
        grounds=(),
        proposed_by=now.actor.number,
        proposed_at=now.at,
        conversation=conversation,
    )
    here = Situation(history, now.at, now.actor, meant, warned)
    check(rung.begin, here)
    return replace(
        meant,
        state=after(kind, None, Move.GIVE),
        grounds=tuple(each.number for each in here.just_said(COUNTS)),
        begins_at=now.at,
        ends_at=end_of(rung, length, now),
        told_at=now.at,
        approvals=(Approval(now.actor.number, 0, now.at),),
    )
