from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.actions import record
from gehoord.accounts.models import Agent
from gehoord.cases.actions.announcing import announce, audiences_of_customer
from gehoord.cases.models import Case
from gehoord.limits.actions.incidents import enter_incident
from gehoord.limits.actions.noting import note
from gehoord.limits.actions.sending import send_notice
from gehoord.limits.keeping import Step, take
from gehoord.limits.ladder import deciding
from gehoord.limits.ladder.deciding import Meant
from gehoord.limits.ladder.records import Kind
from gehoord.limits.models import Behaviour, HouseRules, Measure, Notice


@transaction.atomic
def propose_measure(
    *,
    case: Case,
    by: Agent,
    kind: Kind,
    grounds: Iterable[Behaviour],
    reason: str,
    terms: dict[str, Any] | None = None,
    less_severe: str = "",
    duties_checked: bool = False,
    renews: Measure | None = None,
) -> Measure:
    """Propose a mark, an arrangement or a contact stop for others to decide about.

    Raises NotAllowed.
    """
    meant = Meant(
        kind=kind,
        grounds=tuple(each.pk for each in grounds),
        reason=reason,
        renews=renews.pk if renews else None,
        less_severe=less_severe,
        duties_checked=duties_checked,
    )
    measure = take(
        partial(deciding.propose, meant=meant),
        customer=case.customer,
        by=by,
        case=case,
        terms=terms or {},
    )
    note(case=case, by=by, what=f"{kind} proposed", measure=measure.pk)
    announce(case, is_in_list=False)
    return measure


@transaction.atomic
def hear_customer(*, measure: Measure, by: Agent, said: str) -> Measure:
    """Keep what the customer says about it himself.

    Raises NotAllowed or NotPossibleNow.
    """
    step = partial(deciding.hear, number=measure.pk)
    return _take(step, measure, by, "customer heard", heard_said=said)


@transaction.atomic
def let_it_not_wait(*, measure: Measure, by: Agent, reason: str) -> Measure:
    """Let a decision come before the customer was heard; he is heard within five working days.

    Raises NotAllowed or NotPossibleNow.
    """
    step = partial(deciding.cannot_wait, number=measure.pk, reason=reason)
    return _take(step, measure, by, "decided before hearing")


@transaction.atomic
def tell_privacy_officer(*, measure: Measure, by: Agent) -> Measure:
    """Note that the privacy officer was told of a contact stop.

    Raises NotAllowed.
    """
    step = partial(deciding.tell_privacy_officer, number=measure.pk)
    return _take(step, measure, by, "privacy officer told")


@transaction.atomic
def open_told_stop(*, measure: Measure, by: Agent) -> None:
    """Note that a privacy officer opened a contact stop that was told; each time is written down."""
    row = Measure.objects.filter(pk=measure.pk, privacy_seen_at=None)
    row.update(privacy_seen_at=timezone.now())
    record(actor=by, what="contact stop opened", about=f"customer {measure.customer_id}")


@transaction.atomic
def approve_measure(*, measure: Measure, by: Agent) -> Measure:
    """Say yes to a proposal; the last yes approves it.

    Raises NotAllowed or NotPossibleNow.
    """
    return _take(partial(deciding.approve, number=measure.pk), measure, by, "measure approved")


@transaction.atomic
def refuse_measure(*, measure: Measure, by: Agent, reason: str) -> Measure:
    """Say no to a proposal; one no is enough.

    Raises NotAllowed or NotPossibleNow.
    """
    step = partial(deciding.refuse, number=measure.pk, reason=reason)
    return _take(step, measure, by, "measure refused")


@transaction.atomic
def tell_customer(
    *, measure: Measure, by: Agent, text: str, way: Notice.Way, submission: UUID | None = None
) -> Measure:
    """Put an approved measure in force by telling the customer; `text` is the whole notice.

    With a `submission` it leaves as a message in the case's last conversation, with the letter as
    a PDF; otherwise somebody posts the letter. Raises NotAllowed or NotPossibleNow, and what
    `send_reply` raises; then nothing is kept.
    """
    length = HouseRules.current().length_of(Kind(measure.kind))
    step = partial(deciding.tell, number=measure.pk, length=length)
    told = _take(step, measure, by, "customer told")
    notice = told.notices.create(way=way, text=text, written_by=by, written_at=timezone.now())
    if submission is not None and told.case is not None:
        send_notice(notice=notice, by=by, submission=submission)
    enter_incident(measure=told, by=by)
    return told


@transaction.atomic
def review_measure(*, measure: Measure, by: Agent, reason: str) -> Measure:
    """Look at a measure again and keep it.

    Raises NotAllowed or NotPossibleNow.
    """
    step = partial(deciding.review, number=measure.pk, reason=reason)
    return _take(step, measure, by, "measure reviewed")


@transaction.atomic
def note_breach(*, measure: Measure, by: Agent) -> Measure:
    """Note that the customer broke an arrangement.

    Raises NotAllowed or NotPossibleNow.
    """
    return _take(partial(deciding.note_breach, number=measure.pk), measure, by, "breach noted")


@transaction.atomic
def lift_measure(*, measure: Measure, by: Agent, reason: str) -> Measure:
    """End a measure before its time.

    Raises NotAllowed or NotPossibleNow.
    """
    step = partial(deciding.lift, number=measure.pk, reason=reason)
    return _take(step, measure, by, "measure lifted")


def _take(step: Step, measure: Measure, by: Agent, what: str, **also: object) -> Measure:
    changed = take(step, customer=measure.customer, by=by, **also)
    if changed.case is not None:
        note(case=changed.case, by=by, what=what, measure=changed.pk, limit=changed.kind)
        announce(changed.case, also=audiences_of_customer(changed.case))
    return changed
