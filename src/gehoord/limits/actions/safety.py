"""The route after a real threat. A person begins it; software keeps the clocks and reminds."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent, Role
from gehoord.cases.actions import hide_names
from gehoord.cases.actions.announcing import announce
from gehoord.cases.models import Case
from gehoord.jobs.nudges import nudge
from gehoord.limits.actions.alerting import alert_outside
from gehoord.limits.actions.care import ask_aftercare, finish_aftercare
from gehoord.limits.actions.noting import note
from gehoord.limits.addressed import addressed
from gehoord.limits.duty import helpers_of
from gehoord.limits.keeping import calendar
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import Aftercare, Behaviour, OutsideAlert, SafetyCase
from gehoord.limits.queues import SAFETY
from gehoord.limits.safety_steps import STEPS, SafetyStep, due_moments, next_reminder
from gehoord.live import publish

TOPIC = "safety"
NOT_YOURS = _("Somebody else says this.")
WRITE_DOWN = _("Write down what was agreed or decided.")
NOT_ALL_DONE = _("Not every step is done yet.")


@transaction.atomic
def begin_safety(
    *,
    case: Case,
    by: Agent,
    behaviour: Behaviour | None = None,
) -> SafetyCase:
    """Begin the safety route in a case, or give the one that goes on.

    It is for whom the words were most likely meant; a lead can set that right.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    going_on = case.safety_cases.open().first()
    if going_on is not None:
        return going_on
    threatened = addressed(case, by=by, at=behaviour.said_at if behaviour else None)[0]
    route = SafetyCase.objects.create(
        case=case,
        behaviour=behaviour,
        for_agent=threatened,
        begun_by=by,
        begun_at=timezone.now(),
    )
    note(case=case, by=by, what="safety route begun", route=route.pk)
    ask_aftercare(agent=threatened, team=case.team)
    alert_outside(what=OutsideAlert.What.SAFETY)
    return _keep(route)


@transaction.atomic
def set_threatened(*, route: SafetyCase, agent: Agent, by: Agent) -> SafetyCase:
    """Set right who was threatened; aftercare is for the right person then."""
    route = SafetyCase.objects.select_for_update().get(pk=route.pk)
    if route.for_agent_id != agent.pk:
        for each in Aftercare.objects.filter(agent=route.for_agent_id):
            finish_aftercare(row=each)
        route.for_agent = agent
        if route.behaviour is not None:
            # He decides about nothing that follows from it.
            route.behaviour.at_agents.add(agent)
        ask_aftercare(agent=agent, team=route.case.team)
        note(case=route.case, by=by, what="safety route set right", route=route.pk)
    return _keep(route)


@transaction.atomic
def do_safety_step(*, route: SafetyCase, step: SafetyStep, by: Agent, said: str = "") -> SafetyCase:
    """Say that a step was done; hiding names is done by saying so.

    Raises NotAllowed if it is for somebody with another role, or if words are missing.
    """
    route = SafetyCase.objects.select_for_update().get(pk=route.pk)
    row = STEPS[step]
    if not by.has_role(*row.roles):
        raise NotAllowed(NOT_YOURS)
    if row.asks and not said.strip():
        raise NotAllowed(WRITE_DOWN)
    now = timezone.now().isoformat()
    route.done[step] = {"at": now, "by": by.called, "said": said.strip()}
    if step == SafetyStep.NAME:
        hide_names(case=route.case)
    if step == SafetyStep.AFTERCARE and route.for_agent_id is not None:
        for each in Aftercare.objects.filter(agent=route.for_agent_id):
            finish_aftercare(row=each)
    note(case=route.case, by=by, what="safety step done", step=step, route=route.pk)
    return _keep(route)


@transaction.atomic
def undo_safety_step(*, route: SafetyCase, step: SafetyStep, by: Agent) -> SafetyCase:
    """Say that a step was not done after all. Names that were hidden stay hidden.

    Raises NotAllowed if it is for somebody with another role.
    """
    route = SafetyCase.objects.select_for_update().get(pk=route.pk)
    if not by.has_role(*STEPS[step].roles):
        raise NotAllowed(NOT_YOURS)
    if route.done.pop(step, None) is not None:
        note(case=route.case, by=by, what="safety step not done", step=step, route=route.pk)
    return _keep(route)


@transaction.atomic
def close_safety(*, route: SafetyCase, by: Agent) -> SafetyCase:
    """Close the route when every step was done.

    Raises NotAllowed.
    """
    route = SafetyCase.objects.select_for_update().get(pk=route.pk)
    if not by.has_role(Role.LEAD, Role.MANAGER, Role.SAFETY):
        raise NotAllowed(NOT_YOURS)
    if set(SafetyStep.values) - set(route.done):
        raise NotAllowed(NOT_ALL_DONE)
    route.closed_at = route.closed_at or timezone.now()
    note(case=route.case, by=by, what="safety route closed", route=route.pk)
    return _keep(route)


@transaction.atomic
def remind(*, route: SafetyCase, now: datetime | None = None) -> None:
    """Remind the leads and the safety officer of steps whose time has come, each once."""
    now = now or timezone.now()
    locked = SafetyCase.objects.select_for_update().filter(pk=route.pk).first()
    if locked is None:
        return
    moments = due_moments(locked.begun_at, calendar())
    late = [
        step for step, at in moments.items()
        if at <= now and step not in locked.done and step not in locked.reminded
    ]  # fmt: skip
    if late and locked.is_open:
        locked.reminded = [*locked.reminded, *late]
        alert_outside(what=OutsideAlert.What.SAFETY)
    _keep(locked)


def _keep(route: SafetyCase) -> SafetyCase:
    """Save a route with the moment of its next reminder, and tell who keeps an eye on it."""
    moment = next_reminder(
        route.begun_at, calendar(), done=route.done, reminded=route.reminded
    )  # fmt: skip
    route.next_attempt_at = moment if route.is_open else None
    route.leased_until, route.attempts = None, 0
    route.save()
    publish(TOPIC, audiences=_audiences(route))
    announce(route.case, is_in_list=False)
    if route.next_attempt_at is not None:
        nudge(SAFETY, at=route.next_attempt_at)
    return route


def _audiences(route: SafetyCase) -> set[str]:
    officers = Agent.objects.active().filter(role_rows__role=Role.SAFETY)
    told = {agent.audience for agent in [*officers, *helpers_of([route.case.team_id])]}
    return told | ({route.for_agent.audience} if route.for_agent else set())
