from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Agent
from gehoord.cases.actions import CaseIsClosed, ReplyHasBlanks
from gehoord.limits.actions import assign_appeal, decide_appeal
from gehoord.limits.involvement import had_a_part
from gehoord.limits.ladder.appealing import DECIDES, Outcome
from gehoord.limits.ladder.course import NotPossibleNow
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import Appeal
from gehoord.office.entrance import deciders_only
from gehoord.office.limits_forms import AssignmentForm, DecisionForm
from gehoord.office.limits_measures import appeals_for


@require_safe
@deciders_only
def appeal(request: AgentRequest, number: int) -> HttpResponse:
    """One appeal: what the customer says, what the measure rests on, who decides."""
    return _page(request, _found(request, number))


@require_POST
@deciders_only
def assign(request: AgentRequest, number: int) -> HttpResponse:
    """Give an appeal to somebody who had no part in the measure."""
    found = _found(request, number)
    form = AssignmentForm(request.POST, people=_uninvolved(found))
    if form.is_valid():
        try:
            assign_appeal(appeal=found, to=form.cleaned_data["to"], by=request.user)
        except NotAllowed as no:
            form.add_error("to", no.why)
        else:
            messages.success(request, _("It stands in the list of who looks at it now."))
            return redirect("office:limits-appeal", number)
    return _page(request, found, assignment=form, status=422)


@require_POST
@deciders_only
def decide(request: AgentRequest, number: int) -> HttpResponse:
    """Decide about an appeal, with the reason the customer reads."""
    found = _found(request, number)
    form = DecisionForm(request.POST)
    if form.is_valid() and _decided(request, found, form):
        messages.success(request, _("Decided. The customer reads it with your reason."))
        return redirect("office:limits")
    # What was refused half way left its traces in the row at hand.
    return _page(request, _found(request, number), decision=form, status=422)


def _decided(request: AgentRequest, found: Appeal, form: forms.Form) -> bool:
    given = form.cleaned_data
    case = found.measure.case
    takes_messages = case is not None and case.is_open and case.conversations.exists()
    try:
        decide_appeal(
            appeal=found,
            by=request.user,
            outcome=Outcome(given["outcome"]),
            reason=given["reason"],
            ends_at=given["ends_at"],
            submission=uuid4() if takes_messages else None,
        )
    except NotAllowed as no:
        form.add_error(None, no.why)
    except NotPossibleNow:
        form.add_error(None, _("It is over already: it cannot stop sooner."))
    except ReplyHasBlanks as blanks:
        form.add_error(None, _("Fill in first: %s") % ", ".join(blanks.blanks))
    except CaseIsClosed:
        form.add_error(None, _("A colleague was first: look at the page again."))
    return form.is_valid()


def _found(request: AgentRequest, number: int) -> Appeal:
    rows = appeals_for(request.user).select_related("measure__customer", "assigned_to")
    return get_object_or_404(rows, pk=number)


def _uninvolved(found: Appeal) -> Any:
    people = Agent.objects.active().filter(role_rows__role__in=DECIDES).distinct()
    return people.exclude(pk__in=had_a_part(found.measure))


def _page(request: AgentRequest, found: Appeal, *, status: int = 200, **forms: Any) -> HttpResponse:
    measure = found.measure
    is_mine = found.assigned_to_id == request.user.pk and not found.outcome
    context = {
        "appeal": found,
        "measure": measure,
        "grounds": measure.grounds.select_related("confirmed_by"),
        "notices": measure.notices.all(),
        "assignment": forms.get("assignment") or AssignmentForm(people=_uninvolved(found)),
        "decision": (forms.get("decision") or DecisionForm()) if is_mine else None,
    }
    return render(request, "office/limits_appeal.html", context, status=status)
