"""For who helps: open calls, being on duty, the roster, and aftercare."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.accounts.models import Role
from gehoord.inbox.help_forms import ShiftForm
from gehoord.inbox.helping import StandbyPage
from gehoord.limits.actions import (
    add_shift,
    finish_aftercare,
    remove_shift,
    say_standby,
    want_sound,
)
from gehoord.limits.models import Aftercare
from gehoord.limits.models.help import HELPS

SAID = {"on": True, "off": False, "": None}


def _page(request: AgentRequest) -> StandbyPage:
    """The page of somebody who helps.

    Raises Http404 for anybody else.
    """
    if not request.user.has_role(*HELPS):
        raise Http404
    return StandbyPage(request.user)


def _roster(request: AgentRequest) -> StandbyPage:
    """The roster, for who helps and for who sets up the house.

    Raises Http404 for anybody else.
    """
    if not request.user.has_role(*HELPS, Role.ADMIN):
        raise Http404
    return StandbyPage(request.user)


@never_cache
@require_safe
def calls(request: AgentRequest) -> HttpResponse:
    """Open calls, aftercare, and what I say about myself."""
    template = "inbox/help_piece.html" if is_from_script(request) else "inbox/help.html"
    return render(request, template, {"page": _page(request)})


@require_POST
def standby(request: AgentRequest) -> HttpResponse:
    """Say that I am on duty today or not, or whether I want to hear a call."""
    _page(request)
    if "sound" in request.POST:
        want_sound(agent=request.user, wants_sound=request.POST["sound"] == "on")
    else:
        say_standby(agent=request.user, is_on=SAID.get(request.POST.get("duty", "")))
    return redirect("inbox:help")


@require_http_methods(["GET", "POST"])
def roster(request: AgentRequest) -> HttpResponse:
    """Who stands by every week, and when."""
    page = _roster(request)
    form = ShiftForm(request.POST or None, teams=page.roster_teams)
    if form.is_valid():
        add_shift(**form.cleaned_data, by=request.user)
        return redirect("inbox:help_roster")
    status = 422 if form.is_bound else 200
    return render(request, "inbox/help_roster.html", {"page": page, "form": form}, status=status)


@require_POST
def roster_away(request: AgentRequest, shift: int) -> HttpResponse:
    """Take a shift out of the roster."""
    found = next((each for each in _roster(request).shifts if each.pk == shift), None)
    if found is None:
        raise Http404
    remove_shift(shift=found, by=request.user)
    return redirect("inbox:help_roster")


@require_POST
def aftercare_done(request: AgentRequest, row: int) -> HttpResponse:
    """Say that somebody was spoken to; nothing of it stays."""
    found = get_object_or_404(Aftercare.objects.visible_to(request.user), pk=row)
    finish_aftercare(row=found)
    return redirect("inbox:help")
