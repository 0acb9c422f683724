"""What an agent does to a case. Each finds, acts and goes back to the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.cases.actions import (
    CaseIsTaken,
    ReplyIsAlreadyGone,
    add_part,
    assign_case,
    change_part,
    dispute_reading,
    hold_case,
    move_case,
    reopen_case,
    set_stage,
    solve_case,
    take_case,
    trust_reading,
    try_again,
)
from gehoord.cases.models import Case
from gehoord.cases.stages import Stage
from gehoord.cases.statuses import StepNotPossible
from gehoord.channels.email.sending.writing import take_back_mail
from gehoord.coaching.models import Reading
from gehoord.contacts.actions import change_customer
from gehoord.inbox.forms import (
    CorrectionForm,
    CustomerForm,
    OwnerForm,
    PartForm,
    StageForm,
    TeamForm,
)
from gehoord.inbox.views.finding import back_to, find_case


def refused(request: AgentRequest, case: Case, form: BaseForm) -> HttpResponse:
    """Say what is wrong with a small form."""
    said = " ".join(str(error) for errors in form.errors.values() for error in errors)
    if is_from_script(request):
        return HttpResponse(said, status=422, content_type="text/plain; charset=utf-8")
    messages.error(request, said)
    return back_to(request, case)


@require_POST
def assign(request: AgentRequest, pk: int) -> HttpResponse:
    """Give the case to a colleague, take it, or put it back for the team."""
    case = find_case(request, pk)
    form = OwnerForm(request.POST, case=case)
    if not form.is_valid():
        return refused(request, case, form)
    assign_case(case=case, owner=form.cleaned_data["owner"], by=request.user)
    return back_to(request, case)


@require_POST
def take(request: AgentRequest, pk: int) -> HttpResponse:
    """Take the case yourself."""
    case = find_case(request, pk)
    seen = request.POST.get("seen", "")
    seen_owner = int(seen) if seen.isdecimal() and len(seen) < 19 else None
    try:
        take_case(case=case, by=request.user, seen_owner=seen_owner)
    except CaseIsTaken:
        messages.info(request, _("A colleague was just before you. Look how it is now."))
    return back_to(request, case)


@require_POST
def move(request: AgentRequest, pk: int) -> HttpResponse:
    """Move the case to another team."""
    case = find_case(request, pk)
    form = TeamForm(request.POST)
    if not form.is_valid():
        return refused(request, case, form)
    team = form.cleaned_data["team"]
    move_case(case=case, team=team, by=request.user)
    messages.info(request, _("The case is with {team} now.").format(team=team.name))
    return back_to(request, case)


@require_POST
def stage(request: AgentRequest, pk: int) -> HttpResponse:
    """Set the stage; tells what an angry customer would miss, and never blocks."""
    case = find_case(request, pk)
    form = StageForm(request.POST)
    if not form.is_valid():
        return refused(request, case, form)
    missed = set_stage(case=case, stage=Stage(form.cleaned_data["stage"]), by=request.user)
    if missed:
        names = _(" and ").join(str(each.label) for each in missed)
        hint = _("You skip {stages}. An angry customer may not feel heard yet. Going back is fine.")
        messages.info(request, hint.format(stages=names))
    return back_to(request, case)


def _step(act: Callable[..., Case]) -> Callable[[AgentRequest, int], HttpResponse]:
    @require_POST
    def view(request: AgentRequest, pk: int) -> HttpResponse:
        case = find_case(request, pk)
        try:
            act(case=case, by=request.user)
        except StepNotPossible:
            messages.info(request, _("A colleague was just before you. Look how it is now."))
        return back_to(request, case)

    return view


solve = _step(solve_case)
hold = _step(hold_case)
reopen = _step(reopen_case)


@require_POST
def new_part(request: AgentRequest, pk: int) -> HttpResponse:
    """Note one more separate problem."""
    case = find_case(request, pk)
    form = PartForm(request.POST)
    if not form.is_valid():
        return refused(request, case, form)
    add_part(case=case, text=form.cleaned_data["text"], by=request.user)
    return back_to(request, case)


@require_POST
def part(request: AgentRequest, pk: int, number: int) -> HttpResponse:
    """Note that the customer confirmed a problem, that it is solved, or neither."""
    case = find_case(request, pk)
    found = get_object_or_404(case.parts.select_related("case"), number=number)
    state = request.POST.get("state", "")
    change_part(
        part=found,
        is_confirmed=state in ("confirmed", "solved"),
        is_solved=state == "solved",
        by=request.user,
    )
    return back_to(request, case)


@require_POST
def customer(request: AgentRequest, pk: int) -> HttpResponse:
    """Correct the customer's name or e-mail address."""
    case = find_case(request, pk)
    form = CustomerForm(request.POST)
    if not form.is_valid():
        return refused(request, case, form)
    said: dict[str, Any] = form.cleaned_data
    change_customer(customer=case.customer, name=said["name"], email=said["email"])
    return back_to(request, case)


@require_POST
def dispute(request: AgentRequest, pk: int, reading: int) -> HttpResponse:
    """Say that a reading is wrong and perhaps what it should be, or that it is right after all."""
    case = find_case(request, pk)
    found = get_object_or_404(Reading.objects.filter(message__case=case), pk=reading)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return refused(request, case, form)
    if "right" in request.POST:
        trust_reading(case=case, reading=found)
    else:
        dispute_reading(case=case, reading=found, wrong=form.part, should_be=form.label)
    return back_to(request, case)


@require_POST
def take_back(request: AgentRequest, pk: int, message: int) -> HttpResponse:
    """Take a reply of your own back before it leaves; it is a draft again."""
    case = find_case(request, pk)
    own = case.messages.to_customers().filter(author=request.user)
    found = own.filter(pk=message).first()
    had_files = found is not None and found.attachments.exists()
    try:
        if found is not None:
            take_back_mail(reply=found, agent=request.user)
            if had_files:
                messages.info(request, _("The files are not with it any more. Add them again."))
    except ReplyIsAlreadyGone:
        messages.info(request, _("The reply had left already. The customer has it."))
    return back_to(request, case)


@require_POST
def again(request: AgentRequest, pk: int, message: int) -> HttpResponse:
    """Try once more to deliver a reply."""
    case = find_case(request, pk)
    found = get_object_or_404(case.messages.to_customers(), pk=message)
    try_again(reply=found)
    return back_to(request, case)
