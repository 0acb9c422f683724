from django.http import HttpResponse

from gehoord.accounts.http import AgentRequest


def case_list(request: AgentRequest) -> HttpResponse:
    """The agent's list of cases."""
    return HttpResponse("")
