"""Find a case for an agent, and answer when something was done to it."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.cases.models import Case
from gehoord.inbox.listing import Choice
from gehoord.inbox.pages import CasePage, Composer, ListPage


def find_case(request: AgentRequest, pk: int) -> Case:
    """The case, for somebody who may see it; a stranger gets 404."""
    visible = Case.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("customer", "team", "owner"), pk=pk)


def show_case(
    request: AgentRequest,
    case: Case,
    *,
    composer: Composer | None = None,
    template: str = "inbox/case.html",
    status: int = 200,
) -> HttpResponse:
    """The page of a case, with the list beside it."""
    around = ListPage(request, current=case)
    page = CasePage(request, case, composer=composer)
    context = {"case": case, "page": page, "list": around}
    if template == "inbox/case.html":
        context["case_count"] = around.tabs[0].waiting
    return with_frames(render(request, template, context, status=status))


def with_frames(response: HttpResponse) -> HttpResponse:
    """Let a page show what is in a frame of our own: the original of a mail."""

    def page() -> HttpResponse:
        return response

    framed: HttpResponse = csp_update({"frame-src": [SELF]})(page)()
    return framed


def back_to(request: AgentRequest, case: Case) -> HttpResponse:
    """Done: to a script nothing more to say, to a page without one the case again."""
    if is_from_script(request):
        return HttpResponse(status=204)
    if not Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        return redirect("inbox:list")
    return redirect(
        reverse("inbox:case", args=[case.pk]) + Choice.read(request.GET, request.user).kept
    )
