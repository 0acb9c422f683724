"""Which changes an agent may hear of."""

from __future__ import annotations

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from gehoord.accounts.models import Agent
from gehoord.live.hub import EVERY_TEAM


def audiences_of(agent: Agent) -> frozenset[str]:
    """Whose changes this agent hears: his own, and those of the teams he answers for."""
    own = {agent.audience}
    if agent.sees_all_teams:
        return frozenset(own | {EVERY_TEAM})
    if agent.may_answer:
        return frozenset(own | {f"team-{pk}" for pk in agent.team_ids})
    return frozenset(own)


def agent_door(request: HttpRequest) -> frozenset[str] | None:
    """Let an agent's browser listen, by its session; None for anybody else.

    Runs beside Django's middleware, so it looks at the session itself. A changed password or a
    lost account ends the session, and with it the stream at its next check.
    """
    from django.conf import settings

    request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    agent = get_user(request)
    if not isinstance(agent, Agent) or not agent.is_active:
        return None
    return audiences_of(agent)
