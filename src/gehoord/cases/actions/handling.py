from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent, Team
from gehoord.cases.actions.announcing import announce, audiences_of_customer, record
from gehoord.cases.models import Case, Event, Part
from gehoord.cases.stages import Stage, skipped
from gehoord.cases.statuses import Step, after
from gehoord.live import publish


class CaseIsTaken(Exception):
    """A colleague took the case a moment before."""


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update().get(pk=case.pk)


@transaction.atomic
def assign_case(*, case: Case, owner: Agent | None, by: Agent, why: str = "") -> Case:
    """Give a case to a colleague, take it yourself, or put it back for the team."""
    case = _locked(case)
    if case.owner == owner:
        return case
    case.owner = owner
    case.save(update_fields=["owner"])
    record(case=case, kind=Event.Kind.OWNER, actor=by, why=why, to=owner.name if owner else "")
    announce(case)
    return case


@transaction.atomic
def take_case(*, case: Case, by: Agent, seen_owner: int | None) -> Case:
    """Take a case yourself, from the owner you saw it had (`seen_owner`, None for nobody).

    Raises CaseIsTaken if a colleague took it in the meantime.
    """
    case = _locked(case)
    if case.owner_id not in (seen_owner, by.pk):
        raise CaseIsTaken
    return assign_case(case=case, owner=by, by=by)


@transaction.atomic
def hide_names(*, case: Case) -> Case:
    """Show the customer no name or photo of a colleague any more, also not of earlier replies."""
    case = _locked(case)
    if not case.hides_names:
        case.hides_names = True
        case.save(update_fields=["hides_names"])
        announce(case, also=audiences_of_customer(case))
    return case


@transaction.atomic
def move_case(*, case: Case, team: Team, by: Agent, why: str = "") -> Case:
    """Move a case to another team, which gets it without an owner."""
    case = _locked(case)
    was = case.team
    if was == team:
        return case
    case.team, case.owner = team, None
    case.save(update_fields=["team", "owner"])
    record(case=case, kind=Event.Kind.TEAM, actor=by, why=why, was=was.name, to=team.name)
    announce(case, also=(was.audience,))
    publish("cases", audiences=[was.audience])
    return case


@transaction.atomic
def set_stage(*, case: Case, stage: Stage, by: Agent, why: str = "") -> tuple[Stage, ...]:
    """Set the stage by hand. Any stage may be set, back as well as on.

    It stays until something is said after this: what was said before moves it no more.
    Returns the stages an angry customer would miss, to be shown as a hint.
    """
    case = _locked(case)
    missed = skipped(was=case.stage, becomes=stage, anger=case.anger_now)
    if case.stage != stage:
        record(case=case, kind=Event.Kind.STAGE, actor=by, why=why, was=case.stage, to=stage)
        case.stage, case.guided_from = stage, timezone.now()
        case.save(update_fields=["stage", "guided_from"])
        announce(case, is_in_list=False)
    return missed


def _change_status(case: Case, *, step: Step, by: Agent, why: str) -> Case:
    case = _locked(case)
    was, case.status = case.status, after(case.status, step)
    if was == case.status:
        return case
    case.waiting_since = timezone.now() if step == Step.REOPEN else None
    case.solved_at = timezone.now() if step == Step.SOLVE else None
    case.save(update_fields=["status", "waiting_since", "solved_at"])
    record(case=case, kind=Event.Kind.STATUS, actor=by, why=why, was=was, to=case.status)
    announce(case)
    return case


@transaction.atomic
def solve_case(*, case: Case, by: Agent, why: str = "") -> Case:
    """Close a case as solved.

    Raises StepNotPossible if it is solved already.
    """
    return _change_status(case, step=Step.SOLVE, by=by, why=why)


@transaction.atomic
def hold_case(*, case: Case, by: Agent, why: str = "") -> Case:
    """Put a case aside while it waits for something else, e.g. a supplier.

    Raises StepNotPossible if it is solved.
    """
    return _change_status(case, step=Step.HOLD, by=by, why=why)


@transaction.atomic
def reopen_case(*, case: Case, by: Agent, why: str = "") -> Case:
    """Open a solved case again.

    Raises StepNotPossible if it is not solved.
    """
    return _change_status(case, step=Step.REOPEN, by=by, why=why)


@transaction.atomic
def rename_case(*, case: Case, title: str, by: Agent) -> Case:
    """Give a case a better title."""
    case = _locked(case)
    case.title = title
    case.save(update_fields=["title"])
    announce(case)
    return case


@transaction.atomic
def add_part(*, case: Case, text: str, by: Agent) -> Part:
    """Note one of the separate problems within a case."""
    case = _locked(case)
    last = case.parts.values_list("number", flat=True).last() or 0
    part = case.parts.create(number=last + 1, text=text)
    record(case=case, kind=Event.Kind.PART, actor=by, part=part.number, to="added")
    announce(case, is_in_list=False)
    return part


@transaction.atomic
def change_part(*, part: Part, is_confirmed: bool, is_solved: bool, by: Agent) -> Part:
    """Note that the customer confirmed a problem, or that it is solved."""
    part.is_confirmed, part.is_solved = is_confirmed, is_solved
    part.save(update_fields=["is_confirmed", "is_solved"])
    record(
        case=part.case,
        kind=Event.Kind.PART,
        actor=by,
        part=part.number,
        to="solved" if is_solved else "confirmed" if is_confirmed else "open",
    )
    announce(part.case, is_in_list=False)
    return part
