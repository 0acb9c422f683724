"""What stands in the top bar of every page: the help button and who stands by."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gehoord.accounts.models import Agent
from gehoord.inbox.helping import HelpBar


def help_bar(request: HttpRequest) -> dict[str, Any]:
    """The help button, for who speaks with customers; read when a page draws it."""
    return {
        "help_bar": SimpleLazyObject(lambda: _bar(request)),
        "is_among_cases": _is_among_cases(request),
    }


def _bar(request: HttpRequest) -> HelpBar | None:
    agent = getattr(request, "user", None)
    if not isinstance(agent, Agent) or not agent.may_answer:
        return None
    return HelpBar(agent, case_number=_case_on_page(request))


def _is_among_cases(request: HttpRequest) -> bool:
    """Whether a page is about cases: those about helping and what was kept apart have a place of their own."""
    here = request.resolver_match
    if here is None or here.app_name != "inbox":
        return False
    return not (here.url_name or "").startswith(("help", "safety", "held"))


def _case_on_page(request: HttpRequest) -> int | None:
    """The number of the case that a page is about, from its address."""
    here = request.resolver_match
    if here is None or here.app_name != "inbox" or not here.route.startswith("cases/<int:pk>/"):
        return None
    return int(here.kwargs["pk"])
