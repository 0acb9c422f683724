"""The route for who may be in danger from himself, and aftercare for who stood by."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent, Team
from gehoord.cases.actions import set_path
from gehoord.cases.actions.announcing import announce
from gehoord.cases.guiding import Path
from gehoord.cases.models import Case
from gehoord.jobs.nudges import nudge
from gehoord.limits.actions.noting import note
from gehoord.limits.care_steps import CareStep, lasts_until
from gehoord.limits.duty import helpers_of
from gehoord.limits.keeping import calendar
from gehoord.limits.models import Aftercare, CrisisCare
from gehoord.limits.queues import AFTERCARE
from gehoord.live import publish

SAME_SHIFT = timedelta(hours=4)
AFTERCARE_LASTS = timedelta(days=7)


@transaction.atomic
def begin_care(*, case: Case, by: Agent) -> CrisisCare:
    """Begin the crisis route in a case, or give the one that goes on.

    Until the end of the day, and at least for twelve hours, limits, surveys and clocks wait for
    this customer.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    going_on = case.crisis_care.open().first()
    if going_on is not None:
        return going_on
    now = timezone.now()
    care = CrisisCare.objects.create(
        customer=case.customer,
        case=case,
        begun_by=by,
        begun_at=now,
        until=lasts_until(now, calendar()),
    )
    set_path(case=case, path=Path.CRISIS, by=by)
    note(case=case, by=by, what="crisis route begun")
    ask_aftercare(agent=by, team=case.team)
    announce(case)
    return care


@transaction.atomic
def note_care_step(*, care: CrisisCare, step: CareStep, by: Agent, is_done: bool) -> CrisisCare:
    """Note that a step was done, or not after all. When, not what was said, and not who."""
    care = CrisisCare.objects.select_for_update().get(pk=care.pk)
    if is_done:
        care.steps.setdefault(step, timezone.now().isoformat())
    else:
        care.steps.pop(step, None)
    care.save(update_fields=["steps"])
    announce(care.case, is_in_list=False)
    return care


@transaction.atomic
def end_care(*, care: CrisisCare, by: Agent, was_mistake: bool) -> CrisisCare:
    """Close the crisis route. Was no life in danger, then the house rules count again at once."""
    care = CrisisCare.objects.select_for_update().get(pk=care.pk)
    if care.closed_at is not None:
        return care
    now = timezone.now()
    care.closed_at = now
    if was_mistake:
        care.until = now
    care.save(update_fields=["closed_at", "until"])
    case = set_path(case=care.case, path=Path.NONE, by=by)
    note(case=case, by=by, what="crisis route closed", was_mistake=was_mistake)
    announce(case)
    return care


# ── Aftercare ────────────────────────────────────────────────────────────────────────────────


def ask_aftercare(*, agent: Agent, team: Team | None) -> Aftercare:
    """Ask the leads of a team to speak to somebody in the same shift; asked twice is asked once."""
    now = timezone.now()
    row, _is_new = Aftercare.objects.get_or_create(
        agent=agent,
        defaults={
            "team": team,
            "asked_at": now,
            "due_at": now + SAME_SHIFT,
            "next_attempt_at": now + AFTERCARE_LASTS,
        },
    )
    _tell_leads(row)
    return row


@transaction.atomic
def finish_aftercare(*, row: Aftercare) -> None:
    """Note that somebody was spoken to. Nothing of it stays, also not who did it."""
    Aftercare.objects.filter(pk=row.pk).delete()
    _tell_leads(row)


def forget_aftercare(*, row: Aftercare) -> None:
    """Delete what nobody ticked in a week."""
    Aftercare.objects.filter(pk=row.pk).delete()


def _tell_leads(row: Aftercare) -> None:
    publish("help", audiences={agent.audience for agent in helpers_of([row.team_id])})
    nudge(AFTERCARE, at=row.next_attempt_at)
