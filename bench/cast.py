"""Who is there in a benchmark: teams, agents who are signed in, sites and visitors."""

from __future__ import annotations

import os
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from bench.writers import Writer


def teams(count: int) -> list:
    """So many teams."""
    from gehoord.accounts.models import Team

    return Team.objects.bulk_create(Team(name=f"Team {number:02}") for number in range(count))


def agents(count: int, *, of: list, role: str = "agent") -> list:
    """So many agents, spread over the teams `of`."""
    from gehoord.accounts.models import Agent, AgentRole

    before = Agent.objects.count()
    people = [
        Agent(email=f"agent{before + n}@example.org", name=f"Agent {before + n}")
        for n in range(count)
    ]
    for agent in people:
        agent.set_unusable_password()
    Agent.objects.bulk_create(people)
    AgentRole.objects.bulk_create(AgentRole(agent=agent, role=role) for agent in people)
    memberships = Agent.teams.through
    memberships.objects.bulk_create(
        memberships(agent=agent, team=of[number % len(of)]) for number, agent in enumerate(people)
    )
    return people


def session_of(agent) -> str:
    """Sign an agent in; returns the value of his session cookie."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(agent.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    store.create()
    return store.session_key


def writers(count: int, *, of: list) -> list[Writer]:
    """So many visitors, spread over a site per team `of`, each at home."""
    from gehoord.channels.webchat.models import Site, Visitor
    from gehoord.channels.webchat.tokens import token_for

    hosts = [os.environ["GEHOORD_URL"]]
    sites = Site.objects.bulk_create(
        Site(key=f"site-{team.pk}", brand=team.name, team=team, hosts=hosts) for team in of
    )
    visitors = Visitor.objects.bulk_create(
        Visitor(site=sites[number % len(sites)], name=f"Klant {number}") for number in range(count)
    )
    return [
        Writer(
            key=str(visitor.key),
            token=token_for(visitor),
            site=visitor.site.key,
            ip=f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}",
        )
        for number, visitor in enumerate(visitors)
    ]
