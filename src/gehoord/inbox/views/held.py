"""What came from customers while they were not helped here: for those who decide about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Role
from gehoord.cases.models import Case
from gehoord.inbox.views.finding import find_case
from gehoord.limits.actions import decide_held
from gehoord.limits.models import Held

DECIDERS = (Role.LEAD, Role.MANAGER)
MOST = 200


@never_cache
@require_safe
def held_list(request: AgentRequest) -> HttpResponse:
    """Every message nobody looked at yet, by case: threats first, then who waits longest."""
    _only_deciders(request)
    visible = Case.objects.visible_to(request.user)
    rows = Held.objects.to_look_at().filter(message__case__in=visible)
    rows = rows.select_related(
        "measure", "message__reading", "message__conversation", "message__case__customer"
    )
    groups: dict[Case, list[Held]] = {}
    for row in rows.threats_first()[:MOST]:
        groups.setdefault(row.message.case, []).append(row)
    for each in groups.values():
        each.sort(key=lambda row: row.message.written_at)
    return render(request, "inbox/held.html", {"groups": groups.items()})


@require_POST
def decide(request: AgentRequest, pk: int) -> HttpResponse:
    """Let the messages of one case through, or put them away."""
    _only_deciders(request)
    case = find_case(request, pk)
    is_let_through = "through" in request.POST
    why = request.POST.get("why", "")
    if decide_held(case=case, by=request.user, is_let_through=is_let_through, why=why):
        said = _("The team sees it now.") if is_let_through else _("Put away. Nothing was deleted.")
        messages.info(request, said)
    else:
        messages.info(request, _("A colleague was just before you. Look how it is now."))
    return redirect("inbox:held")


def _only_deciders(request: AgentRequest) -> None:
    if not request.user.has_role(*DECIDERS):
        raise Http404
