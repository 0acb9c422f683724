"""The safety route, for who was threatened, leads and the safety officer."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.accounts.models import Role
from gehoord.inbox.safety import SafetyPage, safety_rows
from gehoord.inbox.views.finding import find_case
from gehoord.limits.actions import (
    begin_safety,
    close_safety,
    do_safety_step,
    set_threatened,
    undo_safety_step,
)
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import SafetyCase
from gehoord.limits.safety_steps import SafetyStep

KEEPS_AN_EYE = (Role.LEAD, Role.MANAGER, Role.SAFETY)


def find_route(request: AgentRequest, number: int) -> SafetyCase:
    """The route, for who keeps an eye on it or was threatened; a stranger gets 404."""
    visible = SafetyCase.objects.visible_to(request.user)
    rows = visible.select_related("case__customer", "for_agent", "begun_by", "behaviour")
    return get_object_or_404(rows, pk=number)


def _show(request: AgentRequest, page: SafetyPage, *, status: int = 200) -> HttpResponse:
    is_piece = is_from_script(request) and request.method == "GET"
    template = "inbox/safety_piece.html" if is_piece else "inbox/safety_route.html"
    return render(request, template, {"page": page, "route": page.route}, status=status)


@never_cache
@require_safe
def safety(request: AgentRequest) -> HttpResponse:
    """All open safety routes."""
    if not request.user.has_role(*KEEPS_AN_EYE):
        raise Http404
    template = "inbox/safety_rows.html" if is_from_script(request) else "inbox/safety.html"
    return render(request, template, {"rows": safety_rows(request.user)})


@require_POST
def begin(request: AgentRequest, pk: int) -> HttpResponse:
    """Begin the safety route in a case by hand."""
    case = find_case(request, pk)
    route = begin_safety(case=case, by=request.user)
    if not SafetyCase.objects.visible_to(request.user).filter(pk=route.pk).exists():
        return redirect("inbox:case", case.pk)
    return redirect("inbox:safety_route", route.pk)


@never_cache
@require_safe
def route(request: AgentRequest, number: int) -> HttpResponse:
    """One safety route: what to do, by whom and by when."""
    return _show(request, SafetyPage(find_route(request, number), request.user))


@require_POST
def about(request: AgentRequest, number: int) -> HttpResponse:
    """Set right who was threatened."""
    found = find_route(request, number)
    chosen = request.POST.get("agent", "")
    colleagues = {str(agent.pk): agent for agent in SafetyPage(found, request.user).colleagues}
    if chosen not in colleagues:
        raise Http404
    set_threatened(route=found, agent=colleagues[chosen], by=request.user)
    return redirect("inbox:safety_route", found.pk)


@require_POST
def step(request: AgentRequest, number: int, step: str) -> HttpResponse:
    """Say that a step was done, or not after all."""
    found = find_route(request, number)
    if step not in SafetyStep.values:
        raise Http404
    said = request.POST.get("said", "")
    try:
        if "undo" in request.POST:
            undo_safety_step(route=found, step=SafetyStep(step), by=request.user)
        else:
            do_safety_step(route=found, step=SafetyStep(step), by=request.user, said=said)
    except NotAllowed as refusal:
        page = SafetyPage(found, request.user, wrong=step, error=str(refusal), typed=said)
        return _show(request, page, status=422)
    return redirect("inbox:safety_route", found.pk)


@require_POST
def close(request: AgentRequest, number: int) -> HttpResponse:
    """Close the route when every step was done."""
    found = find_route(request, number)
    try:
        close_safety(route=found, by=request.user)
    except NotAllowed as refusal:
        page = SafetyPage(found, request.user, error=str(refusal))
        return _show(request, page, status=422)
    return redirect("inbox:safety_route", found.pk)
