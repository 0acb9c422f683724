from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.cases.models import Case
from gehoord.limits.actions import (
    EvidenceIsDamaged,
    complete_incident,
    hand_out_evidence,
    keep_evidence,
    record_incident,
    tell_effect,
)
from gehoord.limits.models import EvidencePack, Incident, Police
from gehoord.office.entrance import proposers_only, registers_only
from gehoord.office.limits_forms import EffectForm, IncidentForm, NewIncidentForm
from gehoord.office.limits_incidents import colleagues, incidents_for, own_incidents

ON_A_PAGE = 50


@require_safe
@registers_only
def incident_list(request: AgentRequest) -> HttpResponse:
    """The register with names, for the safety officer."""
    page = Paginator(incidents_for(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "office/limits_incidents.html", {"page": page})


@require_http_methods(["GET", "POST"])
@registers_only
def incident(request: AgentRequest, number: int) -> HttpResponse:
    """One incident: facts, words, aftercare, police, evidence."""
    found = get_object_or_404(incidents_for(request.user), pk=number)
    form = IncidentForm(request.POST or None, people=colleagues(), initial=_known(found))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        complete_incident(
            incident=found, by=request.user, **given | {"police": Police(given["police"])}
        )
        messages.success(request, _("Kept."))
        return redirect("office:limits-incident", number)
    context = {"incident": found, "form": form, "measures": found.measures.all()}
    status = 422 if request.method == "POST" else 200
    return render(request, "office/limits_incident.html", context, status=status)


def _known(found: Incident) -> dict[str, object]:
    return {
        "facts": found.facts,
        "present": found.present.all(),
        "is_aftercare_done": found.aftercare_at is not None,
        "police": found.police,
        "police_wish": found.police_wish,
        "police_number": found.police_number,
    }


@require_POST
@registers_only
def pack(request: AgentRequest, number: int) -> HttpResponse:
    """Keep a copy of everything around an incident."""
    found = get_object_or_404(incidents_for(request.user), pk=number)
    keep_evidence(incident=found, by=request.user)
    messages.success(request, _("A copy is kept. Nobody can change it."))
    return redirect("office:limits-incident", number)


@require_POST
@registers_only
def pack_file(request: AgentRequest, number: int) -> HttpResponse:
    """Hand out a copy that was kept; each time is written down."""
    found = get_object_or_404(
        EvidencePack.objects.filter(incident__in=incidents_for(request.user)), pk=number
    )
    try:
        content = hand_out_evidence(pack=found, by=request.user)
    except EvidenceIsDamaged:
        messages.error(
            request,
            _("This copy is not the one that was kept: it is gone or was changed on the disk."),
        )
        return redirect("office:limits-incident", found.incident_id)
    answer = HttpResponse(content, content_type="application/zip")
    name = f"incident-{found.incident_id}-{found.pk}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
@proposers_only
def record(request: AgentRequest, case: int) -> HttpResponse:
    """Put an incident in the register by hand."""
    found = get_object_or_404(Case.objects.visible_to(request.user), pk=case)
    form = NewIncidentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        record_incident(
            case=found,
            by=request.user,
            level=given["level"],
            facts=given["facts"],
            quotes=given["quotes"].splitlines(),
            happened_at=given["happened_at"],
        )
        messages.success(request, _("Kept. Only the safety officer sees it with your name."))
        return redirect("office:limits-own")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "case": found}
    return render(request, "office/limits_record.html", context, status=status)


@require_safe
@proposers_only
def own(request: AgentRequest) -> HttpResponse:
    """What happened to an agent himself, and what he wants to say about it."""
    rows = [
        (each, EffectForm(initial={"effect": each.effect}, prefix=str(each.pk)))
        for each in own_incidents(request.user)
    ]
    return render(request, "office/limits_own.html", {"rows": rows})


@require_POST
@proposers_only
def effect(request: AgentRequest, number: int) -> HttpResponse:
    """Keep what it did to the agent, in his own words; empty takes it away."""
    found = get_object_or_404(own_incidents(request.user), pk=number)
    form = EffectForm(request.POST, prefix=str(number))
    if form.is_valid():
        tell_effect(incident=found, by=request.user, effect=form.cleaned_data["effect"])
        messages.success(request, _("Kept."))
    return redirect("office:limits-own")
