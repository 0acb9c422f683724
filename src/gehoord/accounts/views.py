from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gehoord.accounts.actions import change_own_settings
from gehoord.accounts.forms import OwnSettingsForm
from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Agent
from gehoord.accounts.photos import photo_response


@require_http_methods(["GET", "POST"])
def own_settings(request: AgentRequest) -> HttpResponse:
    """What an agent decides about his own name, photo and keys, and about the coach."""
    agent = request.user
    form = OwnSettingsForm(
        request.POST or None,
        request.FILES or None,
        has_photo=bool(agent.photo),
        initial={
            "first_name": agent.first_name,
            "uses_single_keys": agent.uses_single_keys,
            "coach_help": agent.coach_help,
        },
    )
    if request.method == "POST" and form.is_valid():
        change_own_settings(agent=agent, **form.chosen())
        messages.success(request, _("Saved."))
        return redirect("accounts:settings")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/settings.html", {"form": form}, status=status)


@require_safe
def photo(request: AgentRequest, number: int) -> HttpResponseBase:
    """The photo of a colleague, for whoever is signed in."""
    agent = get_object_or_404(Agent, pk=number)
    if not agent.photo:
        raise Http404
    try:
        return photo_response(agent)
    except FileNotFoundError:
        raise Http404 from None


def nothing_here(request: AgentRequest) -> HttpResponse:
    """Close a page of the sign-in library that has no place here.

    Raises Http404 always.
    """
    raise Http404
