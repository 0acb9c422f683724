"""The crisis route: for a customer whose own life may be in danger."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.inbox.safety import CarePage
from gehoord.inbox.views.finding import find_case
from gehoord.limits.actions import begin_care, end_care, note_care_step
from gehoord.limits.care_steps import CareStep
from gehoord.limits.models import CrisisCare


def _find_care(request: AgentRequest, pk: int) -> CrisisCare:
    case = find_case(request, pk)
    latest = CrisisCare.objects.filter(case=case).order_by("-begun_at", "-pk").first()
    if latest is None:
        raise Http404
    latest.case = case
    return latest


@require_POST
def begin(request: AgentRequest, pk: int) -> HttpResponse:
    """Begin the crisis route in a case."""
    case = find_case(request, pk)
    begin_care(case=case, by=request.user)
    return redirect("inbox:care", case.pk)


@never_cache
@require_safe
def care(request: AgentRequest, pk: int) -> HttpResponse:
    """The steps of the crisis route."""
    found = _find_care(request, pk)
    is_piece = is_from_script(request)
    template = "inbox/care_piece.html" if is_piece else "inbox/care.html"
    context = {"page": CarePage(found), "care": found, "case": found.case}
    return render(request, template, context)


@require_POST
def step(request: AgentRequest, pk: int, step: str) -> HttpResponse:
    """Say that a step was done, or not after all."""
    found = get_object_or_404(CrisisCare.objects.open(), case=find_case(request, pk))
    if step not in CareStep.values:
        raise Http404
    is_done = "undo" not in request.POST
    note_care_step(care=found, step=CareStep(step), by=request.user, is_done=is_done)
    return redirect("inbox:care", found.case_id)


@require_POST
def end(request: AgentRequest, pk: int) -> HttpResponse:
    """Close the crisis route."""
    found = get_object_or_404(CrisisCare.objects.open(), case=find_case(request, pk))
    end_care(care=found, by=request.user, was_mistake=request.POST.get("why") == "mistake")
    return redirect("inbox:case", found.case_id)
