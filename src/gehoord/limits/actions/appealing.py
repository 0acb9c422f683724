from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.actions import record
from gehoord.accounts.models import Agent
from gehoord.cases.actions.announcing import announce, audiences_of_customer
from gehoord.cases.models import Event
from gehoord.limits.actions.incidents import forget_measure_in_incidents
from gehoord.limits.actions.sending import send_notice
from gehoord.limits.involvement import had_a_part
from gehoord.limits.keeping import calendar, history_of, keep, locked_with, now_by
from gehoord.limits.ladder import appealing
from gehoord.limits.ladder.appealing import Outcome
from gehoord.limits.ladder.records import Actor
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import Appeal, Measure, Notice
from gehoord.limits.wording.outcomes import outcome_of


@transaction.atomic
def file_appeal(*, measure: Measure, words: str) -> Appeal:
    """Take in a customer's appeal, from the link in his notice. The same measure has one appeal.

    Raises NotAllowed after the term.
    """
    customer = locked_with(measure)
    known = Appeal.objects.filter(measure=measure).first()
    if known is not None:
        return known
    now = timezone.now()
    filed = appealing.file(history_of(customer), number=measure.pk, at=now, zone=calendar())
    appeal = Appeal.objects.create(
        measure=measure, words=words, filed_at=filed.filed_at, decide_by=filed.decide_by
    )
    record(actor=None, what="appeal filed", about=f"measure {measure.pk}")
    return appeal


@transaction.atomic
def assign_appeal(*, appeal: Appeal, to: Agent, by: Agent) -> Appeal:
    """Give an appeal to somebody who had no part in the measure.

    Raises NotAllowed.
    """
    customer = locked_with(appeal.measure)
    appeal.refresh_from_db()
    if to.pk in had_a_part(appeal.measure):
        raise NotAllowed(appealing.INVOLVED)
    assigned = appealing.assign(history_of(customer), _record(appeal), to=Actor(to.pk, to.roles))
    appeal.assigned_to_id = assigned.assigned_to
    appeal.save(update_fields=["assigned_to"])
    record(actor=by, what="appeal assigned", about=f"measure {appeal.measure_id}", to=to.name)
    return appeal


@transaction.atomic
def decide_appeal(
    *,
    appeal: Appeal,
    by: Agent,
    outcome: Outcome,
    reason: str,
    ends_at: datetime | None = None,
    submission: UUID | None = None,
) -> Appeal:
    """Decide about an appeal; upheld takes the measure away as if it had never been.

    The customer reads the decision and the reason; with a `submission` in his last conversation
    too. Raises NotAllowed or NotPossibleNow, and what `send_reply` raises; then nothing is kept.
    """
    customer = locked_with(appeal.measure)
    appeal.refresh_from_db()
    history = history_of(customer)
    decided, measure = appealing.decide(
        history, _record(appeal), now_by(by), outcome=outcome, reason=reason, ends_at=ends_at
    )
    appeal.outcome, appeal.reason, appeal.decided_at = outcome, reason, decided.decided_at
    appeal.save(update_fields=["outcome", "reason", "decided_at"])
    row = keep(customer, measure)
    what = {"upheld": "appeal upheld: unjustified"}.get(outcome, f"appeal {outcome}")
    record(actor=by, what=what, about=f"measure {measure.number}")
    _tell_outcome(row, appeal, by, submission)
    if outcome == Outcome.UPHELD:
        # Nothing of it stays on the screen; the list of changes says that it was unjustified.
        Event.objects.filter(
            case__customer=customer, kind=Event.Kind.LIMIT, details__measure=row.pk
        ).delete()
        forget_measure_in_incidents(measure=row)
    if row.case is not None:
        announce(row.case, also=audiences_of_customer(row.case))
    return appeal


def _tell_outcome(measure: Measure, appeal: Appeal, by: Agent, submission: UUID | None) -> None:
    notice = measure.notices.create(
        way=Notice.Way.LETTER if submission is None else Notice.Way.CHANNEL,
        text=outcome_of(appeal, measure),
        written_by=by,
        written_at=timezone.now(),
    )
    if submission is not None and measure.case is not None:
        send_notice(notice=notice, by=by, submission=submission)


def _record(appeal: Appeal) -> appealing.Appeal:
    return replace(
        appealing.Appeal(appeal.measure_id, appeal.filed_at, appeal.decide_by),
        assigned_to=appeal.assigned_to_id,
        outcome=Outcome(appeal.outcome),
        decided_at=appeal.decided_at,
    )
