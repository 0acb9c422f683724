"""Who stands by to help whom, from the roster and from what people say themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from gehoord.accounts.models import Agent, Role, Team
from gehoord.limits.help_rings import People, Shift, Switch, on_duty
from gehoord.limits.keeping import calendar
from gehoord.limits.models import DutyShift, Standby

MANAGERS = Q(role_rows__role=Role.MANAGER)


def _led_by(teams: Iterable[int | None]) -> Q:
    return Q(role_rows__role=Role.LEAD, teams__in=[each for each in teams if each is not None])


def helpers_of(teams: Iterable[int | None]) -> QuerySet[Agent]:
    """Everybody who can be called for these teams: their leads, and all managers."""
    helpers = Agent.objects.active().filter(_led_by(teams) | MANAGERS)
    return helpers.distinct().order_by("pk")


def people_for(team: Team | None, *, asker: Agent | None, at: datetime | None = None) -> People:
    """Who can be called for somebody of a team, or for one of its customers."""
    teams = [team.pk] if team else []
    active = Agent.objects.active()
    leads, managers = active.filter(_led_by(teams)), active.filter(MANAGERS)
    return People(
        on_duty=tuple(duty_of(teams, at=at)),
        leads=frozenset(leads.values_list("pk", flat=True)),
        managers=frozenset(managers.values_list("pk", flat=True)),
        asker=asker.pk if asker else None,
    )


def duty_of(teams: Iterable[int], *, at: datetime | None = None) -> list[int]:
    """The numbers of who is on duty for these teams, in the order in which they are called."""
    now = at or timezone.now()
    helpers = helpers_of(teams).order_by().values("pk")
    standbys = Standby.objects.filter(agent__in=helpers, is_on__isnull=False, until__gt=now)
    return on_duty(
        now,
        calendar(),
        shifts=roster_of(teams),
        switches=[
            Switch(row.agent_id, bool(row.is_on), row.until) for row in standbys if row.until
        ],
    )


def roster_of(teams: Iterable[int]) -> list[Shift]:
    """The weekly shifts of who can be called for these teams."""
    helpers = helpers_of(teams).order_by().values("pk")
    rows = DutyShift.objects.filter(agent__in=helpers)
    return [Shift(row.agent_id, row.weekday, row.begins, row.until) for row in rows]


def standing_by(agent: Agent) -> Agent | None:
    """Who comes when this agent presses the button, if somebody is on duty."""
    first = next((each for each in duty_of(agent.team_ids) if each != agent.pk), None)
    return Agent.objects.filter(pk=first).first() if first else None
