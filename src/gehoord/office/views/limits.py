from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Agent
from gehoord.cases.actions import CaseIsClosed, NobodyToAnswer, ReplyHasBlanks
from gehoord.cases.models import Case
from gehoord.limits.actions import propose_measure
from gehoord.limits.ladder.course import NotPossibleNow
from gehoord.limits.ladder.deciding import MAY_PROPOSE
from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.letters import letter_of
from gehoord.limits.models import HouseRules, Measure
from gehoord.limits.wording.times import times_words
from gehoord.office.entrance import deciders_only, proposers_only
from gehoord.office.limits_forms import ProposalForm, TellingForm
from gehoord.office.limits_measures import behaviours_of, measures_for, stopped_now, waiting_for
from gehoord.office.limits_steps import STEPS, Step, offers, stops_of
from gehoord.office.limits_table import rung_of

NOT_SENT = (
    CaseIsClosed,
    NobodyToAnswer,
)


@require_safe
@deciders_only
def overview(request: AgentRequest) -> HttpResponse:
    """What waits for a decision, and what holds now."""
    context = {
        "waiting": waiting_for(request.user),
        "stopped": stopped_now(request.user),
        "now": timezone.now(),
    }
    return render(request, "office/limits.html", context)


@require_safe
@deciders_only
def measure(request: AgentRequest, number: int) -> HttpResponse:
    """One measure: the words, the reason, what the customer says, who decided, what he read."""
    return _page(request, _found(request, number), {})


@require_POST
@deciders_only
def step(request: AgentRequest, number: int, name: str) -> HttpResponse:
    """Take one step with a measure."""
    found = _found(request, number)
    if name not in STEPS:
        raise Http404
    chosen = STEPS[name]
    form = chosen.form(request.POST, prefix=name)
    if form.is_valid() and isinstance(form, TellingForm) and (stops := stops_of(found, form)):
        form.stop(stops)
    elif form.is_valid() and _taken(request, found, chosen, form):
        messages.success(request, _("Kept. It stands on this page, with your name."))
        return redirect("office:limits-measure", number)
    return _page(request, found, {name: form}, status=422)


def _taken(request: AgentRequest, found: Measure, chosen: Step, form: forms.Form) -> bool:
    try:
        chosen.takes(found, request.user, form.cleaned_data, uuid4())
    except NotAllowed as no:
        form.add_error(None, no.why)
    except NotPossibleNow:
        form.add_error(None, _("A colleague was first: look at the page again."))
    except NOT_SENT:
        form.add_error(None, _("This case takes no message any more. Send it as a letter."))
    except ReplyHasBlanks as blanks:
        form.add_error(None, _("Fill in first: %s") % ", ".join(blanks.blanks))
    return form.is_valid()


@require_http_methods(["GET", "POST"])
@proposers_only
def propose(request: AgentRequest, case: int) -> HttpResponse:
    """Propose a mark, an arrangement or a contact stop, with the words it rests on."""
    found = get_object_or_404(Case.objects.visible_to(request.user), pk=case)
    behaviours = behaviours_of(found.customer)
    form = ProposalForm(
        request.POST or None,
        behaviours=behaviours,
        kinds=_may_propose(request.user),
        colleagues=Agent.objects.in_team(found.team),
    )
    if request.method == "POST" and form.is_valid():
        made = _proposed(found, request.user, form)
        if made is not None:
            messages.success(request, _("Proposed. Others decide about it, never you alone."))
            return _after_proposal(request, made)
    rules = HouseRules.current()
    context = {
        "form": form,
        "case": found,
        "behaviours": behaviours,
        "rungs": [rung_of(kind, rules) for kind in _may_propose(request.user)],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/limits_propose.html", context, status=status)


def _after_proposal(request: AgentRequest, made: Measure) -> HttpResponse:
    if measures_for(request.user).filter(pk=made.pk).exists():
        return redirect("office:limits-measure", made.pk)
    return redirect("inbox:case", made.case_id)


def _may_propose(agent: Agent) -> list[Kind]:
    return [kind for kind, roles in MAY_PROPOSE.items() if agent.roles & roles]


def _proposed(case: Case, by: Agent, form: ProposalForm) -> Measure | None:
    given = form.cleaned_data
    kind = Kind(given["kind"])
    running = case.customer.measures.in_force(timezone.now()).filter(kind=kind).last()
    try:
        return propose_measure(
            case=case,
            by=by,
            kind=kind,
            grounds=given["grounds"],
            reason=given["reason"],
            terms=form.terms(),
            less_severe=given["less_severe"],
            duties_checked=given["duties_checked"],
            renews=running,
        )
    except NotAllowed as no:
        form.add_error(None, no.why)
        return None


@require_safe
@deciders_only
def letter(request: AgentRequest, number: int, notice: int) -> HttpResponseBase:
    """Hand out a notice as a letter to print."""
    found = get_object_or_404(_found(request, number).notices, pk=notice)
    answer = HttpResponse(letter_of(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="brief-{found.pk}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _found(request: AgentRequest, number: int) -> Measure:
    rows = measures_for(request.user).select_related("customer", "case", "proposed_by")
    return get_object_or_404(rows, pk=number)


def _page(
    request: AgentRequest, found: Measure, bound: dict[str, forms.Form], *, status: int = 200
) -> HttpResponse:
    grounds = found.grounds.select_related("confirmed_by").prefetch_related("at_agents")
    rung = rung_of(Kind(found.kind), HouseRules.current())
    said_yes = {each.seat: each for each in found.approvals.select_related("by")}
    context: dict[str, Any] = {
        "measure": found,
        "grounds": grounds,
        "offers": offers(found, request.user, bound),
        "seats": [(seat, said_yes.get(place)) for place, seat in enumerate(rung.seats)],
        "notices": found.notices.select_related("written_by"),
        "appeal": getattr(found, "appeal", None),
        "rung": rung,
        "times": times_words(found.terms),
        "contact": _contact(found),
        "earlier": _earlier(request, found),
        "is_in_force": found in measures_for(request.user).in_force(timezone.now()),
        "case": Case.objects.visible_to(request.user).filter(measures=found).first(),
    }
    return render(request, "office/limits_measure.html", context, status=status)


def _contact(found: Measure) -> Agent | None:
    """The one person who answers, by an arrangement."""
    number = found.terms.get("contact")
    return Agent.objects.filter(pk=number).first() if isinstance(number, int) else None


def _earlier(request: AgentRequest, found: Measure) -> list[Measure]:
    """Other measures of this customer that a decider weighs; what was unjustified is gone."""
    rows = measures_for(request.user).filter(customer=found.customer_id).exclude(pk=found.pk)
    return list(rows.exclude(state__in=["withdrawn", "refused"]).order_by("-proposed_at")[:20])
