from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.cases.actions import look_at_case, show_typing, stop_looking
from gehoord.inbox.pages import CasePage
from gehoord.inbox.views.finding import find_case, show_case


@never_cache
@require_safe
def case(request: AgentRequest, pk: int) -> HttpResponse:
    """One case; to a script only the parts that change while it is open."""
    found = find_case(request, pk)
    if is_from_script(request):
        return show_case(request, found, template="inbox/live_case.html")
    if found.is_unread:
        look_at_case(case=found, agent=request.user)
    return show_case(request, found)


@never_cache
@require_GET
def context(request: AgentRequest, pk: int) -> HttpResponse:
    """What stands beside a case, as a page of its own for narrow screens."""
    return show_case(request, find_case(request, pk), template="inbox/context.html")


@never_cache
@require_POST
def here(request: AgentRequest, pk: int) -> HttpResponse:
    """Somebody has the case open, types in it or leaves; answers who else is there."""
    found = find_case(request, pk)
    if "leaves" in request.POST:
        stop_looking(case=found, agent=request.user)
        return HttpResponse(status=204)
    is_typing = "typing" in request.POST
    look_at_case(case=found, agent=request.user, is_typing=is_typing)
    if is_typing:
        show_typing(case=found)
    return _presence(request, pk)


@never_cache
@require_GET
def presence(request: AgentRequest, pk: int) -> HttpResponse:
    """Which colleagues have the case open."""
    return _presence(request, pk)


def _presence(request: AgentRequest, pk: int) -> HttpResponse:
    page = CasePage(request, find_case(request, pk))
    return render(request, "inbox/presence.html", {"page": page})
