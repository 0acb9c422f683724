"""Everything an administrator changes about chats. Agents, teams and the house: see accounts."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from gehoord.accounts.actions import record
from gehoord.accounts.models import Agent, Team
from gehoord.channels.webchat.models import Site


@transaction.atomic
def add_site(
    *,
    key: str,
    brand: str,
    team: Team,
    hosts: list[str],
    actor: Agent | None = None,
    **more: object,
) -> Site:
    """Open a chat on a website. `hosts` are origins, `more` other fields of Site."""
    site = Site.objects.create(key=key, brand=brand, team=team, hosts=hosts, **more)
    record(actor=actor, what="site added", about=key, hosts=hosts, team=team.name)
    return site


@transaction.atomic
def note_corrections_export(*, actor: Agent, number: int, has_words: bool) -> None:
    """Write down that somebody took the corrections of readings out of the house."""
    record(actor=actor, what="corrections exported", corrections=number, has_words=has_words)


@transaction.atomic
def change_site(*, site: Site, changes: Mapping[str, object], actor: Agent) -> Site:
    """Change a chat, e.g. `{"is_open": False}`. The key stays: websites name it."""
    for name, value in changes.items():
        setattr(site, name, value)
    site.save()
    told = {
        name: value.name if isinstance(value, Team) else value for name, value in changes.items()
    }
    record(actor=actor, what="site changed", about=site.key, **told)
    return site


@transaction.atomic
def note_style_export(*, actor: Agent) -> None:
    """Write down that somebody took the house style out of the house."""
    record(actor=actor, what="house style exported")
