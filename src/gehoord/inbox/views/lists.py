from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gehoord.accounts.http import AgentRequest, is_from_script
from gehoord.accounts.models import Agent, Role
from gehoord.cases.models import Case
from gehoord.inbox.pages import ListPage


@never_cache
@require_GET
def case_list(request: AgentRequest) -> HttpResponse:
    """The agent's list of cases; to a script only what changes in it."""
    if (start := _start_elsewhere(request.user)) is not None:
        return redirect(start)
    current = _open_case(request) if is_from_script(request) else None
    page = ListPage(request, current=current)
    template = "inbox/pieces.html" if is_from_script(request) else "inbox/list.html"
    return render(request, template, {"list": page, "case_count": page.tabs[0].waiting})


def _start_elsewhere(agent: Agent) -> str | None:
    """Where somebody starts who answers no customers, such as an administrator."""
    if agent.may_answer:
        return None
    starts = {
        Role.ADMIN: "office:overview",
        Role.PRIVACY: "privacy:customers",
        Role.SAFETY: "inbox:safety",
    }
    return next((page for role, page in starts.items() if agent.has_role(role)), None)


def _open_case(request: AgentRequest) -> Case | None:
    """The case that stands open beside the list."""
    number = request.GET.get("open", "")
    if not number.isdecimal() or len(number) > 18:
        return None
    return Case.objects.visible_to(request.user).filter(pk=number).first()
