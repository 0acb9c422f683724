"""The help button: somebody asks, somebody comes. None of it leaves an event with a name in it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent, Team
from gehoord.cases.actions import assign_case, send_reply, write_note
from gehoord.cases.models import Case, Message
from gehoord.jobs.nudges import nudge
from gehoord.limits.actions.alerting import alert_outside
from gehoord.limits.duty import people_for
from gehoord.limits.help_course import (
    HELP,
    LASTS,
    REMEMBERED,
    WAITING,
    Act,
    HelpHasEnded,
    HelpState,
    after,
    is_taken_from,
)
from gehoord.limits.help_rings import RINGS, next_ring, reached
from gehoord.limits.models import HelpAnswer, HelpRequest, OutsideAlert
from gehoord.limits.queues import HELP as HELP_QUEUE
from gehoord.live import publish

TOPIC = "help"
"""What live updates call everything about help."""


class HelpIsTaken(Exception):
    """A colleague helps already; `by` is who."""

    def __init__(self, by: Agent) -> None:
        super().__init__(by.called)
        self.by = by


class AdviceIsEmpty(Exception):
    """There is no advice to give."""


@transaction.atomic
def ask_for_help(*, by: Agent, case: Case | None = None) -> HelpRequest:
    """Call a colleague. Pressing again while a call is open is the same call."""
    asker = Agent.objects.select_for_update().get(pk=by.pk)
    open_already = HelpRequest.objects.open().filter(asked_by=asker).first()
    if open_already is not None:
        if open_already.case is None and case is not None:
            open_already.case = case
            open_already.save(update_fields=["case"])
        return open_already
    now = timezone.now()
    team = case.team if case else Team.objects.filter(pk__in=by.team_ids).first()
    call = HelpRequest.objects.create(
        case=case, team=team, asked_by=asker, asked_at=now, first_asked_at=now
    )
    _reach(call, 0, now)
    return _keep(call)


@transaction.atomic
def see_help(*, call: HelpRequest, by: Agent) -> HelpRequest:
    """Say that you look at a call; the others need not come.

    Raises HelpIsTaken if a colleague was before you, or HelpHasEnded.
    """
    call = _locked(call)
    _claim(call, by)
    if call.state == HelpState.ASKED:
        call.state = after(call.state, Act.SEE)
    return _keep(call)


@transaction.atomic
def advise(*, call: HelpRequest, by: Agent, words: str, submission: UUID) -> HelpRequest:
    """Help with advice: it stands in the case as a note, which the customer does not see.

    Raises AdviceIsEmpty, HelpIsTaken or HelpHasEnded; then nothing is kept.
    """
    if not words.strip():
        raise AdviceIsEmpty
    call = _help(call, by, Act.ADVISE)
    if call.case is not None:
        write_note(case=call.case, author=by, text=words, submission=submission)
    return _keep(call)


@transaction.atomic
def join(*, call: HelpRequest, by: Agent) -> HelpRequest:
    """Help by reading along in silence.

    Raises HelpIsTaken or HelpHasEnded.
    """
    return _keep(_help(call, by, Act.JOIN))


@transaction.atomic
def take_over(*, call: HelpRequest, by: Agent) -> HelpRequest:
    """Help by answering the customer yourself.

    Raises HelpIsTaken or HelpHasEnded.
    """
    call = _help(call, by, Act.TAKE_OVER)
    if call.case is not None:
        assign_case(case=call.case, owner=by, by=by)
    return _keep(call)


@transaction.atomic
def ask_again(*, call: HelpRequest) -> HelpRequest:
    """Call somebody else too; the rings begin anew, with everybody who did not hear of it yet.

    Raises HelpHasEnded.
    """
    call = _locked(call)
    call.state, now = after(call.state, Act.ASK_AGAIN), timezone.now()
    call.helper, call.seen_at, call.helped_at = None, None, None
    call.asked_at, call.ring = now, 0
    _reach(call, 0, now)
    return _keep(call)


@transaction.atomic
def close_help(*, call: HelpRequest) -> HelpRequest:
    """Say that no help is needed any more; a call that is closed already stays closed."""
    call = _locked(call)
    if not call.is_open:
        return call
    call.state = after(call.state, Act.CALL_OFF if call.state in WAITING else Act.CLOSE)
    call.closed_at = timezone.now()
    return _keep(call)


@transaction.atomic
def tell_customer_of_help(
    *, call: HelpRequest, by: Agent, words: str, submission: UUID
) -> Message | None:
    """Tell the customer that a colleague comes along; only because the agent ticked it.

    Raises what `send_reply` raises.
    """
    if call.case is None:
        return None
    return send_reply(case=call.case, author=by, text=words, submission=submission)


# ── What the clock does ──────────────────────────────────────────────────────────────────────


@transaction.atomic
def move_on(*, call: HelpRequest, now: datetime | None = None) -> None:
    """Call who comes next, close what everybody forgot, or forget what is closed, if it is time."""
    now = now or timezone.now()
    locked = HelpRequest.objects.select_for_update().filter(pk=call.pk).first()
    if locked is None:
        return
    if not locked.is_open:
        _forget(locked, now)
        return
    if now >= locked.first_asked_at + LASTS:
        locked.state, locked.closed_at = HelpState.CLOSED, now
    while (at := next_ring(locked.ring, locked.asked_at)) is not None and at <= now:
        locked.ring += 1
        if locked.state in RINGS[locked.ring].states:
            _reach(locked, locked.ring, now)
    _keep(locked)


def _forget(call: HelpRequest, now: datetime) -> None:
    """Delete a closed call after a day; only how long the team took to see it stays."""
    assert call.closed_at is not None
    if now < call.closed_at + REMEMBERED:
        _keep(call)
        return
    if call.team is not None and call.seen_at is not None:
        seconds = max(0, round((call.seen_at - call.asked_at).total_seconds()))
        on = timezone.localdate(call.first_asked_at)
        HelpAnswer.objects.create(team=call.team, on=on, seconds=seconds)
    call.delete()


# ── What they share ──────────────────────────────────────────────────────────────────────────


def _locked(call: HelpRequest) -> HelpRequest:
    return HelpRequest.objects.select_for_update().get(pk=call.pk)


def _claim(call: HelpRequest, by: Agent) -> None:
    """Make somebody the helper, unless a colleague is."""
    now = timezone.now()
    if not call.is_open:
        raise HelpHasEnded(call.state)
    helper = call.helper
    if helper is not None and is_taken_from(
        call.state, helper=helper.pk, by=by.pk, seen_at=call.seen_at, now=now
    ):
        raise HelpIsTaken(helper)
    if call.helper_id != by.pk:
        # After somebody who only looked, the time to do something runs for this one anew.
        call.helper, call.seen_at = by, now
    call.called.add(by)


def _help(call: HelpRequest, by: Agent, act: Act) -> HelpRequest:
    call = _locked(call)
    _claim(call, by)
    call.state = after(call.state, act)
    call.helped_at = call.helped_at or timezone.now()
    assert call.state == HELP[act]
    return call


def _reach(call: HelpRequest, ring: int, now: datetime) -> None:
    called = frozenset(call.called.values_list("pk", flat=True))
    people = people_for(call.team, asker=call.asked_by, at=now)
    call.called.add(*reached(ring, people, called=called))
    alert_outside(what=OutsideAlert.What.HELP, call=call)


def _keep(call: HelpRequest) -> HelpRequest:
    """Save a call with the moment at which the clock looks at it again, and tell who it concerns."""
    call.next_attempt_at, call.leased_until, call.attempts = _looks_again_at(call), None, 0
    call.save()
    audiences = {call.asked_by.audience, *(agent.audience for agent in call.called.all())}
    publish(TOPIC, audiences=audiences)
    nudge(HELP_QUEUE, at=call.next_attempt_at)
    return call


def _looks_again_at(call: HelpRequest) -> datetime:
    if call.closed_at is not None:
        return call.closed_at + REMEMBERED
    ring = next_ring(call.ring, call.asked_at) if call.is_waiting else None
    return ring or call.first_asked_at + LASTS
