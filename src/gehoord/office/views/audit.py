from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import AuditEvent
from gehoord.office.entrance import administrators_only
from gehoord.office.shown import shown_change

ON_A_PAGE = 50


@require_safe
@administrators_only
def audit(request: AgentRequest) -> HttpResponse:
    """Who changed which setting or right, newest first."""
    events = AuditEvent.objects.select_related("actor")
    page = Paginator(events, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [shown_change(event) for event in page]
    return render(request, "office/audit.html", {"page": page, "rows": rows})
