"""Have software draft a reply, and take it or leave it. It is only ever text beside the draft."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.cases.actions import (
    AskedTooOften,
    CaseIsClosed,
    NoProposalsHere,
    ProposalIsGone,
    ask_proposal,
    leave_proposal,
    save_draft,
    take_proposal,
)
from gehoord.cases.models import Case, Draft
from gehoord.inbox.forms import DraftForm
from gehoord.inbox.pages import CasePage, Composer
from gehoord.inbox.views.finding import back_to, find_case, show_case


class TooLongToKeep(Exception):
    """What the agent typed does not fit in a draft."""


REFUSALS = (TooLongToKeep, CaseIsClosed, NoProposalsHere, AskedTooOften, ProposalIsGone)


@never_cache
@require_http_methods(["GET", "POST"])
def proposal(request: AgentRequest, pk: int) -> HttpResponse:
    """The place of the proposal in the composer; posted, keep what was typed and look again."""
    case = find_case(request, pk)
    if request.method == "GET":
        page = CasePage(request, case)
        return render(request, "inbox/proposal_piece.html", {"page": page, "case": case})
    try:
        _keep(request, case)
    except TooLongToKeep as refusal:
        return _refused(request, case, refusal)
    return back_to(request, case)


@require_POST
def ask(request: AgentRequest, pk: int) -> HttpResponse:
    """Have a proposal made while the agent goes on typing."""
    case = find_case(request, pk)
    try:
        _keep(request, case)
        ask_proposal(case=case, agent=request.user)
    except REFUSALS as refusal:
        return _refused(request, case, refusal)
    return back_to(request, case)


@require_POST
def take(request: AgentRequest, pk: int) -> HttpResponse:
    """Put the proposal behind what was typed; to a script the draft as it is now."""
    case = find_case(request, pk)
    try:
        _keep(request, case)
        draft = take_proposal(case=case, agent=request.user)
    except REFUSALS as refusal:
        return _refused(request, case, refusal)
    if is_from_script(request):
        return JsonResponse({"text": draft.text})
    return back_to(request, case)


@require_POST
def leave(request: AgentRequest, pk: int) -> HttpResponse:
    """Throw the proposal away, or stop waiting for it."""
    case = find_case(request, pk)
    try:
        _keep(request, case)
    except TooLongToKeep as refusal:
        return _refused(request, case, refusal)
    leave_proposal(case=case, agent=request.user)
    return back_to(request, case)


def _keep(request: AgentRequest, case: Case) -> None:
    """Save what stands in the composer: a page without a script sends it along with any button."""
    if "text" not in request.POST:
        return
    form = DraftForm({"mode": Draft.Mode.REPLY, "text": request.POST["text"]})
    if not form.is_valid():
        raise TooLongToKeep
    save_draft(
        case=case, author=request.user, mode=Draft.Mode.REPLY, text=form.cleaned_data["text"]
    )


def _refused(request: AgentRequest, case: Case, refusal: Exception) -> HttpResponse:
    """Say why not, and keep what was typed."""
    said = _why(refusal)
    if is_from_script(request):
        return HttpResponse(said, status=422, content_type="text/plain; charset=utf-8")
    if isinstance(refusal, TooLongToKeep):
        composer = Composer(text=request.POST["text"])
    else:
        composer = Composer.kept(case, request.user, Draft.Mode.REPLY)
    composer.errors = [said]
    return show_case(request, case, composer=composer, status=422)


def _why(refusal: Exception) -> str:
    if isinstance(refusal, TooLongToKeep):
        return _("This text is too long to keep.")
    if isinstance(refusal, CaseIsClosed):
        return _("A colleague closed this case. Open it again to reply.")
    if isinstance(refusal, AskedTooOften):
        return _("You asked for many proposals. You can ask again in ten minutes.")
    if isinstance(refusal, ProposalIsGone):
        return _("This proposal is not there any more. You took or left it in another window.")
    return _("Software makes no proposals in this case.")
