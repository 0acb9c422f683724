from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from gehoord.accounts.models import Agent


class AgentRequest(HttpRequest):
    """A request that LoginRequiredMiddleware let through: its user is an Agent."""

    user: Agent
    htmx: HtmxDetails
