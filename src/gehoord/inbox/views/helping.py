"""The help button: ask, look, help, and say that it is over."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.cases.actions import CaseIsClosed, NobodyToAnswer, ReplyHasBlanks
from gehoord.cases.models import Case
from gehoord.inbox.help_forms import TellForm, WordsForm
from gehoord.inbox.helping import HelpBar, HelpPage
from gehoord.limits.actions import (
    HelpIsTaken,
    advise,
    ask_again,
    ask_for_help,
    close_help,
    join,
    see_help,
    take_over,
    tell_customer_of_help,
)
from gehoord.limits.help_course import HelpHasEnded
from gehoord.limits.models import HelpRequest


def find_call(request: AgentRequest, number: int) -> HelpRequest:
    """The call, for somebody it concerns; a stranger gets 404."""
    visible = HelpRequest.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("asked_by", "helper", "team"), pk=number)


def show_call(
    request: AgentRequest, call: HelpRequest, *, words: str | None = None, errors: str = ""
) -> HttpResponse:
    """The page of one call; to a script only what changes in it."""
    page = HelpPage(call, request.user, words=words)
    is_piece = is_from_script(request) and request.method == "GET"
    template = "inbox/help_call_piece.html" if is_piece else "inbox/help_call.html"
    context = {"call": call, "page": page, "case": page.case, "errors": errors}
    return render(request, template, context, status=422 if errors else 200)


@require_POST
def ask(request: AgentRequest) -> HttpResponse:
    """Press the button. Nothing has to be explained."""
    number = request.POST.get("case", "")
    visible = Case.objects.visible_to(request.user)
    case = visible.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if not request.user.may_answer:
        return HttpResponse(status=404)
    call = ask_for_help(by=request.user, case=case)
    if is_from_script(request):
        return HttpResponse(status=204)
    back = request.POST.get("back", "")
    if call.case_id and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("inbox:help_call", call.pk)


@never_cache
@require_GET
def bar(request: AgentRequest) -> HttpResponse:
    """What stands in the top bar, for a script that heard that it changed."""
    if not request.user.may_answer:
        return HttpResponse(status=404)
    number = request.GET.get("case", "")
    of_case = int(number) if number.isdecimal() and len(number) < 19 else None
    return render(
        request, "inbox/help_bar.html", {"help_bar": HelpBar(request.user, case_number=of_case)}
    )


@never_cache
@require_safe
def call(request: AgentRequest, number: int) -> HttpResponse:
    """One call: for who asked what happens, for who helps what was said."""
    return show_call(request, find_call(request, number))


@require_POST
def see(request: AgentRequest, number: int) -> HttpResponse:
    """Say that you look at a call, and read it."""
    return _helped(request, number, lambda call: see_help(call=call, by=request.user))


@require_POST
def read_along(request: AgentRequest, number: int) -> HttpResponse:
    """Help by reading along in silence, in the case itself."""
    return _helped(
        request, number, lambda call: join(call=call, by=request.user), is_to_case=True
    )  # fmt: skip


@require_POST
def take(request: AgentRequest, number: int) -> HttpResponse:
    """Help by answering the customer yourself."""
    return _helped(
        request, number, lambda call: take_over(call=call, by=request.user), is_to_case=True
    )


@require_POST
def advice(request: AgentRequest, number: int) -> HttpResponse:
    """Help with advice, which becomes a note in the case."""
    form = WordsForm(request.POST)
    if not form.is_valid():
        said = _("Write something first.")
        return show_call(request, find_call(request, number), errors=said)
    return _helped(
        request,
        number,
        lambda call: advise(
            call=call,
            by=request.user,
            words=form.cleaned_data["words"],
            submission=form.cleaned_data["submission"],
        ),
    )


def _helped(
    request: AgentRequest,
    number: int,
    act: Callable[[HelpRequest], HelpRequest],
    *,
    is_to_case: bool = False,
) -> HttpResponse:
    found = find_call(request, number)
    if found.asked_by_id == request.user.pk:
        return HttpResponse(status=404)
    try:
        found = act(found)
    except HelpIsTaken as taken:
        said = _("{name} was just before you and helps already.")
        messages.info(request, said.format(name=taken.by.called))
        is_to_case = False
    except HelpHasEnded:
        messages.info(request, _("This call is closed: no help is needed any more."))
        is_to_case = False
    if is_to_case and found.case_id:
        return redirect("inbox:case", found.case_id)
    return redirect("inbox:help_call", found.pk)


@require_POST
def again(request: AgentRequest, number: int) -> HttpResponse:
    """Ask somebody else too."""
    found = find_call(request, number)
    try:
        ask_again(call=found)
    except HelpHasEnded:
        messages.info(request, _("A colleague is being called already."))
    return redirect("inbox:help_call", found.pk)


@require_POST
def close(request: AgentRequest, number: int) -> HttpResponse:
    """Say that no help is needed any more."""
    found = close_help(call=find_call(request, number))
    if is_from_script(request):
        return HttpResponse(status=204)
    return redirect("inbox:case", found.case_id) if found.case_id else redirect("inbox:list")


@require_POST
def tell(request: AgentRequest, number: int) -> HttpResponse:
    """Tell the customer that a colleague comes along, because the agent ticked it."""
    found = get_object_or_404(find_own(request), pk=number)
    form = TellForm(request.POST)
    if not form.is_valid():
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return show_call(request, found, words=request.POST.get("words", ""), errors=said)
    try:
        tell_customer_of_help(
            call=found,
            by=request.user,
            words=form.cleaned_data["words"],
            submission=form.cleaned_data["submission"],
        )
    except (CaseIsClosed, NobodyToAnswer, ReplyHasBlanks):
        said = _("This could not be sent. Look in the case.")
        return show_call(request, found, words=form.cleaned_data["words"], errors=said)
    return redirect(reverse("inbox:case", args=[found.case_id]) if found.case_id else "inbox:list")


def find_own(request: AgentRequest) -> QuerySet[HelpRequest]:
    """The calls this agent made himself."""
    return HelpRequest.objects.filter(asked_by=request.user).select_related("case", "helper")
