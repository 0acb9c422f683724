"""Everything that changes agents, teams and house rules. Each leaves an audit event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from django.db import transaction

from gehoord.accounts.models import Agent, AgentRole, AuditEvent, CoachHelp, House, Role, Team
from gehoord.live import publish
from gehoord.live.stream import RIGHTS


class LastAdministrator(Exception):
    """Somebody must be able to change the settings."""


def record(*, actor: Agent | None, what: str, about: str = "", **details: object) -> None:
    """Write down who changed which setting or right."""
    AuditEvent.objects.create(actor=actor, what=what, about=about, details=details)


@transaction.atomic
def invite_agent(
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    teams: Iterable[Team] = (),
    actor: Agent | None = None,
    first_name: str = "",
    password: str | None = None,
) -> Agent:
    """Let somebody in. Without a password the agent sets one through a link."""
    agent = Agent(email=Agent.objects.normalize_email(email), name=name, first_name=first_name)
    agent.set_password(password)
    agent.save()
    agent.teams.set(teams)
    AgentRole.objects.bulk_create(AgentRole(agent=agent, role=role) for role in sorted(set(roles)))
    record(actor=actor, what="agent invited", about=agent.email, roles=sorted(roles))
    return agent


@transaction.atomic
def change_agent(
    *,
    agent: Agent,
    name: str,
    first_name: str,
    roles: Iterable[Role],
    teams: Iterable[Team],
    is_active: bool,
    actor: Agent,
) -> Agent:
    """Change what an agent may do.

    Raises LastAdministrator if nobody would be left to change settings.
    """
    roles = sorted(set(roles))
    if not (is_active and Role.ADMIN in roles) and _is_last_administrator(agent):
        raise LastAdministrator
    agent.name, agent.first_name, agent.is_active = name, first_name, is_active
    agent.save(update_fields=["name", "first_name", "is_active"])
    agent.teams.set(teams)
    agent.role_rows.all().delete()
    AgentRole.objects.bulk_create(AgentRole(agent=agent, role=role) for role in roles)
    record(actor=actor, what="agent changed", about=agent.email, roles=roles, is_active=is_active)
    # Rights may have shrunk: the open stream is checked again at once.
    publish(RIGHTS, audiences=[agent.audience])
    return agent


def _is_last_administrator(agent: Agent) -> bool:
    admins = Agent.objects.active().filter(role_rows__role=Role.ADMIN)
    # Locked, in one order: two administrators cannot make each other the last one at once.
    locked = admins.order_by("pk").select_for_update(of=("self",))
    return [each.pk for each in locked] == [agent.pk]


@transaction.atomic
def add_team(*, name: str, actor: Agent | None = None) -> Team:
    """Make a new team."""
    team = Team.objects.create(name=name)
    record(actor=actor, what="team added", about=name)
    return team


@transaction.atomic
def rename_team(*, team: Team, name: str, actor: Agent) -> Team:
    """Give a team another name."""
    record(actor=actor, what="team renamed", about=name, was=team.name)
    team.name = name
    team.save(update_fields=["name"])
    return team


@transaction.atomic
def change_house(*, changes: Mapping[str, object], actor: Agent | None = None) -> House:
    """Change the house rules, e.g. `{"undo_seconds": 20}`."""
    house = House.current()
    for field, value in changes.items():
        setattr(house, field, value)
    house.save()
    record(actor=actor, what="house changed", about=house.name, changes=dict(changes))
    return house


@transaction.atomic
def change_own_settings(
    *,
    agent: Agent,
    first_name: str,
    uses_single_keys: bool,
    coach_help: str,
    photo: object = None,
) -> Agent:
    """What an agent decides about himself: name, photo, keys, coach. `photo=False` takes it away.

    None of it is in the list of changes: it is nobody else's.
    """
    agent.first_name, agent.uses_single_keys = first_name, uses_single_keys
    agent.coach_help = CoachHelp(coach_help)
    if photo is not None:
        if agent.photo:
            transaction.on_commit(partial(agent.photo.storage.delete, agent.photo.name))
        agent.photo = photo or ""
    agent.save(update_fields=["first_name", "uses_single_keys", "coach_help", "photo"])
    return agent


@transaction.atomic
def change_coach_help(*, agent: Agent, coach_help: str) -> None:
    """How much the coach says to an agent from now on. Leaves no trace anywhere else.

    Raises ValueError if there is no such choice.
    """
    agent.coach_help = CoachHelp(coach_help)
    agent.save(update_fields=["coach_help"])
