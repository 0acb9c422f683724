from django.http import HttpRequest

from gehoord.accounts.models import Agent


class AgentRequest(HttpRequest):
    """A request that LoginRequiredMiddleware let through: its user is an Agent."""

    user: Agent


def is_from_script(request: HttpRequest) -> bool:
    """Whether one of our own scripts asks, which wants a piece of a page and no redirect."""
    return request.headers.get("X-From-Script") == "yes"
