from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from gehoord.accounts.actions import add_team, change_house, invite_agent
from gehoord.accounts.models import Agent, AuditEvent, House, Role, Team
from gehoord.cases.actions import add_saved_reply
from gehoord.cases.models import Case
from gehoord.channels.webchat.models import Site
from gehoord.demo.actions.limiting import play_limits
from gehoord.demo.actions.mailing import add_mailboxes, play_mails
from gehoord.demo.actions.playing import Scenery, play_case
from gehoord.demo.actions.remembering import remember
from gehoord.demo.cast import Cast, the_cast
from gehoord.demo.models import DemoRecord
from gehoord.demo.plan import plan_cases
from gehoord.demo.stories import all_stories

SEED = 20
COUNT = 150


class DemonstrationIsThere(Exception):
    """The demonstration was loaded before."""


class RealDataIsThere(Exception):
    """Somebody works with this installation: a demonstration does not belong in it."""


def load_demonstration(
    *,
    password: str,
    count: int = COUNT,
    now: datetime | None = None,
    tell: Callable[[int, int], None] = lambda done, all_of_them: None,
) -> None:
    """Fill an empty installation with two companies, their agents and `count` cases.

    `tell` hears how far it is. Raises DemonstrationIsThere, or RealDataIsThere if there is an
    agent or a case already.
    """
    if DemoRecord.objects.exists():
        raise DemonstrationIsThere
    if Agent.objects.active().exists() or Case.objects.exists():
        raise RealDataIsThere
    now = now or timezone.now()
    cast = the_cast()
    plans = plan_cases(cast=cast, stories=all_stories(), seed=SEED, now=now, count=count)
    with _undisturbed():
        scenery = _set_the_scene(cast)
        set_password(password=password)
        for done, plan in enumerate(plans, start=1):
            play_case(plan=plan, scenery=scenery, number=done)
            tell(done, len(plans))
        boxes = add_mailboxes(cast, scenery.teams)
        play_mails(cast=cast, boxes=boxes, agents=scenery.agents, now=now)
        play_limits(cast=cast, scenery=scenery)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Wake no worker and call nobody outside: all of the demonstration happened long ago."""
    before = settings.GEHOORD_NUDGES, settings.GEHOORD_HELP_ALERTS
    settings.GEHOORD_NUDGES, settings.GEHOORD_HELP_ALERTS = "off", []
    try:
        yield
    finally:
        settings.GEHOORD_NUDGES, settings.GEHOORD_HELP_ALERTS = before


@transaction.atomic
def set_password(*, password: str) -> None:
    """Give every agent of the demonstration the same password. Hashed once: that is slow."""
    Agent.objects.get_queryset().filter(pk__in=DemoRecord.ids_of(Agent)).update(
        password=make_password(password)
    )


@transaction.atomic
def _set_the_scene(cast: Cast) -> Scenery:
    if not House.objects.exists():
        remember(change_house(changes={"name": cast.house}))
    teams = {key: remember(add_team(name=name)) for key, name in cast.teams.items()}
    for colleague in cast.colleagues:
        remember(
            invite_agent(
                email=colleague.email,
                name=colleague.name,
                roles=[Role(role) for role in colleague.roles],
                teams=[teams[key] for key in colleague.teams],
            )
        )
    sites = {
        company.key: remember(
            Site.objects.create(
                key=company.key,
                brand=company.brand,
                team=teams[company.team],
                welcome=company.welcome,
                hosts=[settings.GEHOORD_URL],
            )
        )
        for company in cast.companies
    }
    for saved in cast.saved:
        remember(
            add_saved_reply(
                title=saved.title,
                text=saved.text.strip(),
                by=Agent.objects.get(email=saved.by),
                team=teams.get(saved.team),
            )
        )
    for event in AuditEvent.objects.all():
        remember(event)
    return Scenery(teams=teams, sites=sites, agents=_who_answers(teams))


def _who_answers(teams: dict[str, Team]) -> dict[str, list[Agent]]:
    return {
        key: [agent for agent in Agent.objects.in_team(team) if not agent.sees_all_teams]
        for key, team in teams.items()
    }
