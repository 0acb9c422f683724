"""The guide: words for the reply, another card, the checklist, and the card for on the phone."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.cases.actions import add_part, note_options, save_draft, set_path, set_stage
from gehoord.cases.guiding import Option, Path
from gehoord.cases.models import Case, Draft
from gehoord.cases.stages import Stage
from gehoord.inbox.forms import PartForm, StageForm
from gehoord.inbox.guide import Guide
from gehoord.inbox.guide_forms import OptionsForm, PathForm
from gehoord.inbox.listing import Choice
from gehoord.inbox.pages import CasePage, Composer
from gehoord.inbox.views.finding import back_to, find_case
from gehoord.inbox.views.handling import refused
from gehoord.limits.actions import end_care
from gehoord.limits.models import CrisisCare


@require_POST
def example(request: AgentRequest, pk: int) -> HttpResponse:
    """Put the example of the card behind what the agent wrote already."""
    case = find_case(request, pk)
    written = Composer.kept(case, request.user, Draft.Mode.REPLY).text.rstrip()
    words = Guide(case, request.user).example
    text = f"{written}\n\n{words}" if written else words
    save_draft(case=case, author=request.user, mode=Draft.Mode.REPLY, text=text)
    kept = Choice.read(request.GET, request.user).kept
    return redirect(reverse("inbox:case", args=[case.pk]) + kept + "#text")


@require_POST
def path(request: AgentRequest, pk: int) -> HttpResponse:
    """Choose another card by hand."""
    case = find_case(request, pk)
    form = PathForm(request.POST)
    if not form.is_valid():
        return refused(request, case, form)
    care = CrisisCare.objects.open().filter(case=case).first()
    if care is not None and form.cleaned_data["path"] != Path.CRISIS:
        end_care(care=care, by=request.user, was_mistake=True)
    set_path(case=case, path=Path(form.cleaned_data["path"]), by=request.user)
    return back_to(request, case)


@require_POST
def options(request: AgentRequest, pk: int) -> HttpResponse:
    """Keep what was offered where we do not agree."""
    case = find_case(request, pk)
    form = OptionsForm(request.POST)
    if not form.is_valid():
        return refused(request, case, form)
    offered = [Option(value) for value in form.cleaned_data["options"]]
    note_options(case=case, options=offered, by=request.user)
    return back_to(request, case)


# ── On the telephone ─────────────────────────────────────────────────────────────────────────


@never_cache
@require_safe
def phone(request: AgentRequest, pk: int) -> HttpResponse:
    """The card, large, for who has the customer on the telephone."""
    return _phone(request, find_case(request, pk))


@require_POST
def phone_stage(request: AgentRequest, pk: int) -> HttpResponse:
    """Set the stage from the phone page."""
    case = find_case(request, pk)
    form = StageForm(request.POST)
    if form.is_valid():
        set_stage(case=case, stage=Stage(form.cleaned_data["stage"]), by=request.user)
    return redirect("inbox:phone", pk=case.pk)


@require_POST
def phone_part(request: AgentRequest, pk: int) -> HttpResponse:
    """Write down in a few words what the customer says."""
    case = find_case(request, pk)
    form = PartForm(request.POST)
    if not form.is_valid():
        return _phone(request, case, part_form=form, status=422)
    add_part(case=case, text=form.cleaned_data["text"], by=request.user)
    return redirect("inbox:phone", pk=case.pk)


@require_POST
def phone_clock(request: AgentRequest, pk: int) -> HttpResponse:
    """Start or stop the clock. It is only in this browser's session: nobody keeps the times."""
    case = find_case(request, pk)
    if "start" in request.POST:
        request.session[_clock_of(case)] = timezone.now().isoformat()
    else:
        request.session.pop(_clock_of(case), None)
    return redirect("inbox:phone", pk=case.pk)


def _clock_of(case: Case) -> str:
    return f"phone-{case.pk}"


def _began_at(request: AgentRequest, case: Case) -> datetime | None:
    return parse_datetime(request.session.get(_clock_of(case), ""))


def _phone(
    request: AgentRequest, case: Case, *, part_form: PartForm | None = None, status: int = 200
) -> HttpResponse:
    began_at = _began_at(request, case)
    context = {
        "case": case,
        "page": CasePage(request, case),
        "part_form": part_form or PartForm(),
        "began_at": began_at,
        "minutes": int((timezone.now() - began_at).total_seconds() // 60) if began_at else 0,
    }
    is_piece = is_from_script(request) and request.method == "GET"
    template = "inbox/guide_phone_piece.html" if is_piece else "inbox/guide_phone.html"
    return render(request, template, context, status=status)
