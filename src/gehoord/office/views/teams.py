from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gehoord.accounts.actions import add_team, rename_team
from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Team
from gehoord.office.entrance import administrators_only
from gehoord.office.forms import TeamForm


@require_safe
@administrators_only
def team_list(request: AgentRequest) -> HttpResponse:
    """The teams, and how many people are in each."""
    people = Count("agents", filter=Q(agents__is_active=True))
    return render(request, "office/teams.html", {"teams": Team.objects.annotate(people=people)})


@require_http_methods(["GET", "POST"])
@administrators_only
def add(request: AgentRequest) -> HttpResponse:
    """Make a team."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        team = add_team(name=form.cleaned_data["name"], actor=request.user)
        messages.success(request, _("Team %(name)s is there.") % {"name": team.name})
        return redirect("office:teams")
    status = 422 if form.is_bound else 200
    return render(request, "office/team.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@administrators_only
def rename(request: AgentRequest, number: int) -> HttpResponse:
    """Give a team another name."""
    team = get_object_or_404(Team, pk=number)
    form = TeamForm(request.POST or None, instance=Team(pk=team.pk, name=team.name))
    if request.method == "POST" and form.is_valid():
        rename_team(team=team, name=form.cleaned_data["name"], actor=request.user)
        messages.success(request, _("%(name)s is saved.") % {"name": team.name})
        return redirect("office:teams")
    status = 422 if form.is_bound else 200
    return render(request, "office/team.html", {"form": form, "team": team}, status=status)
