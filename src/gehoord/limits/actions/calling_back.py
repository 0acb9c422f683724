"""The call-back after a conversation that was ended without ground. Nobody is counted by it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.actions import record as record_change
from gehoord.accounts.models import Agent
from gehoord.cases.actions.announcing import announce
from gehoord.cases.models import Conversation, Message
from gehoord.jobs.nudges import nudge
from gehoord.limits.actions.alerting import alert_outside
from gehoord.limits.call_back_course import LATE, hears, next_ring
from gehoord.limits.call_backs import CallBackPromise
from gehoord.limits.duty import helpers_of, people_for
from gehoord.limits.models import EndedWithoutGround, OutsideAlert
from gehoord.limits.queues import CALL_BACK
from gehoord.live import publish

TOPIC = "help"
"""It is heard where calls for help are."""


class CallBackIsTaken(Exception):
    """A colleague calls this customer back already; `by` is who."""

    def __init__(self, by: Agent) -> None:
        super().__init__(by.called)
        self.by = by


class CustomerWasContacted(Exception):
    """Somebody spoke or wrote to this customer already."""


def begin_call_back(
    *, conversation: Conversation, promise: CallBackPromise, by: Agent, last_words: Message | None
) -> EndedWithoutGround:
    """Put down that a conversation ended without ground, and call somebody; in a transaction.

    `by`, who ended it, is not called first and not kept.
    """
    ended = EndedWithoutGround.objects.create(
        conversation=conversation,
        last_words=last_words,
        ended_at=timezone.now(),
        call_back_by=promise.by,
    )
    _ring(ended, timezone.now(), ender=by)
    return _keep(ended)


@transaction.atomic
def take_call_back(*, ended: EndedWithoutGround, by: Agent) -> EndedWithoutGround:
    """Say that you call the customer back; the others need not.

    Raises CallBackIsTaken if a colleague was before you, or CustomerWasContacted.
    """
    ended = _locked(ended, by)
    if ended.taken_by_id != by.pk:
        ended.taken_by, ended.taken_at = by, timezone.now()
    return _keep(ended)


@transaction.atomic
def spoke_to_customer(*, ended: EndedWithoutGround, by: Agent) -> EndedWithoutGround:
    """Say that you spoke to the customer. Who did is not kept.

    Raises CallBackIsTaken if a colleague calls him, or CustomerWasContacted.
    """
    ended = _locked(ended, by)
    ended.called_back_at = timezone.now()
    ended.taken_by, ended.taken_at = None, None
    return _keep(ended)


@transaction.atomic
def did_not_reach_customer(*, ended: EndedWithoutGround, by: Agent) -> EndedWithoutGround:
    """Say that nobody answered: the customer stays in the list, for anybody to try again.

    Raises CallBackIsTaken if a colleague calls him, or CustomerWasContacted.
    """
    ended = _locked(ended, by)
    ended.tried_at = [*ended.tried_at, timezone.now().isoformat()]
    ended.taken_by, ended.taken_at = None, None
    return _keep(ended)


@transaction.atomic
def look_at_ended(*, ended: EndedWithoutGround, by: Agent, lesson: str = "") -> EndedWithoutGround:
    """Say as the quality coach that you looked, with what the team may learn from it."""
    ended = EndedWithoutGround.objects.select_for_update().get(pk=ended.pk)
    ended.looked_at, ended.lesson = ended.looked_at or timezone.now(), lesson.strip()
    ended.save(update_fields=["looked_at", "lesson"])
    record_change(actor=by, what="ended conversation looked at", about=_about(ended))
    return ended


@transaction.atomic
def remind_of_call_back(*, ended: EndedWithoutGround, now: datetime | None = None) -> None:
    """Call who comes next for a customer who still waits, if it is time."""
    now = now or timezone.now()
    locked = EndedWithoutGround.objects.select_for_update().filter(pk=ended.pk).first()
    if locked is None:
        return
    if _is_waiting(locked):
        _ring(locked, now)
    _keep(locked)


# ── What they share ──────────────────────────────────────────────────────────────────────────


def _locked(ended: EndedWithoutGround, by: Agent) -> EndedWithoutGround:
    """The row, for one at a time, if the customer still waits and no colleague calls him."""
    row = EndedWithoutGround.objects.select_for_update().get(pk=ended.pk)
    if not _is_waiting(row):
        raise CustomerWasContacted
    if row.taken_by is not None and row.is_held_from(by, now=timezone.now()):
        raise CallBackIsTaken(row.taken_by)
    return row


def _is_waiting(ended: EndedWithoutGround) -> bool:
    return EndedWithoutGround.objects.waiting().filter(pk=ended.pk).exists()


def _ring(ended: EndedWithoutGround, now: datetime, *, ender: Agent | None = None) -> None:
    """Call everybody whose ring it is by now, and the places outside."""
    people = people_for(ended.conversation.case.team, asker=ender, at=now)
    is_news = False
    while (at := next_ring(ended.rung, ended.call_back_by)) is not None and at <= now:
        called = frozenset(ended.called.values_list("pk", flat=True))
        is_taken = ended.taken_by_id is not None
        ended.called.add(*hears(ended.rung, people, called=called, is_taken=is_taken))
        is_news = is_news or not is_taken or ended.rung == LATE
        ended.rung += 1
    if is_news:
        alert_outside(what=OutsideAlert.What.CALL_BACK)


def _keep(ended: EndedWithoutGround) -> EndedWithoutGround:
    """Save a row with the moment of its next ring, and tell who keeps an eye on it."""
    is_waiting = ended.called_back_at is None and _is_waiting(ended)
    at = next_ring(ended.rung, ended.call_back_by) if is_waiting else None
    ended.next_attempt_at, ended.leased_until, ended.attempts = at, None, 0
    ended.save()
    case = ended.conversation.case
    told = [*helpers_of([case.team_id]), *ended.called.all()]
    publish(TOPIC, audiences={agent.audience for agent in told})
    announce(case, is_in_list=False)
    if at is not None:
        nudge(CALL_BACK, at=at)
    return ended


def _about(ended: EndedWithoutGround) -> str:
    return f"case {ended.conversation.case_id}"
