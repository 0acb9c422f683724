from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gehoord.accounts.actions import LastAdministrator, change_agent, invite_agent
from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Agent
from gehoord.office.entrance import administrators_only
from gehoord.office.forms import AgentForm, InvitationForm
from gehoord.office.invitations import days_valid, mail_invitation, password_link


@require_safe
@administrators_only
def agent_list(request: AgentRequest) -> HttpResponse:
    """Who may sign in: names, roles and teams, and nothing else about them."""
    agents = Agent.objects.get_queryset().prefetch_related("teams", "role_rows")
    return render(request, "office/agents.html", {"agents": agents})


@require_http_methods(["GET", "POST"])
@administrators_only
def invite(request: AgentRequest) -> HttpResponse:
    """Let somebody in, who chooses a password through a link."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        agent = invite_agent(**form.cleaned_data, actor=request.user)
        if mail_invitation(agent):
            told = _("%(name)s has been sent a link to choose a password.")
        else:
            told = _("%(name)s is in the list. No mail was sent: hand over the link yourself.")
        messages.success(request, told % {"name": agent.name})
        return redirect("office:agent-link", agent.pk)
    status = 422 if form.is_bound else 200
    return render(request, "office/agent_invite.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@administrators_only
def change(request: AgentRequest, number: int) -> HttpResponse:
    """Change what an agent may do, or let him in no longer."""
    agent = get_object_or_404(Agent, pk=number)
    now = {
        "name": agent.name,
        "first_name": agent.first_name,
        "roles": list(agent.roles),
        "teams": agent.teams.all(),
        "is_active": agent.is_active,
    }
    form = AgentForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid() and _change(request, agent, form):
        messages.success(request, _("%(name)s is saved.") % {"name": agent.name})
        return redirect("office:agents")
    status = 422 if form.is_bound else 200
    context = {"form": form, "agent": agent, "has_password": agent.has_usable_password()}
    return render(request, "office/agent_change.html", context, status=status)


def _change(request: AgentRequest, agent: Agent, form: AgentForm) -> bool:
    try:
        change_agent(agent=agent, actor=request.user, **form.cleaned_data)
    except LastAdministrator:
        form.add_error(
            None,
            _(
                "%(name)s is the only administrator. First make somebody else administrator, "
                "or nobody can change these settings."
            )
            % {"name": agent.name},
        )
        return False
    return True


@require_safe
@administrators_only
def link(request: AgentRequest, number: int) -> HttpResponse:
    """The link by which a new agent chooses a password, until it is used."""
    agent = get_object_or_404(Agent, pk=number)
    is_waiting = agent.is_active and not agent.has_usable_password()
    context = {
        "agent": agent,
        "link": password_link(agent) if is_waiting else "",
        "days": days_valid(),
    }
    response = render(request, "office/agent_link.html", context)
    response["Cache-Control"] = "no-store"
    return response
