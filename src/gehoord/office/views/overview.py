from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Agent, Team
from gehoord.channels.email.models import Mailbox
from gehoord.channels.webchat.models import Site
from gehoord.jobs.sweep import is_anyone_working
from gehoord.office.entrance import administrators_only
from gehoord.office.mailbox_state import folders_in_trouble


@require_safe
@administrators_only
def overview(request: AgentRequest) -> HttpResponse:
    """What there is to set, and what is still to be done."""
    sites = Site.objects.all()
    return render(
        request,
        "office/overview.html",
        {
            "is_anyone_working": is_anyone_working(),
            "agents": Agent.objects.active().count(),
            "teams": Team.objects.count(),
            "sites": sites.count(),
            "closed_sites": sites.filter(is_open=False),
            "mailboxes": Mailbox.objects.count(),
            "folders_in_trouble": folders_in_trouble(),
            "stopped_mailboxes": Mailbox.objects.stopped(),
            "empty_teams": Team.objects.exclude(agents__in=Agent.objects.active()),
        },
    )
