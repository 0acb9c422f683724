"""Everything an administrator changes about chats and mailboxes. Agents, teams and the house: see accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.actions import record
from gehoord.accounts.models import Agent, Team
from gehoord.channels.email.models import Mailbox, StoredMail
from gehoord.channels.email.oauth import forget_token
from gehoord.channels.email.queues import FETCH_MAIL
from gehoord.channels.email.sealed import SealedField
from gehoord.channels.email.setting_aside import read_again
from gehoord.channels.webchat.models import Site
from gehoord.jobs.nudges import nudge


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


@transaction.atomic
def add_mailbox(*, changes: Mapping[str, object], actor: Agent) -> Mailbox:
    """Add a mailbox; its mail is fetched from now on, unless `import_from` is earlier."""
    box = Mailbox.objects.create(**changes)
    record(actor=actor, what="mailbox added", about=box.address, **_told(changes))
    nudge(FETCH_MAIL)
    return box


@transaction.atomic
def change_mailbox(*, box: Mailbox, changes: Mapping[str, object], actor: Agent) -> Mailbox:
    """Change a mailbox and fetch again with the new settings. An earlier `import_from` fetches
    older mail as well; what is there already comes in once.
    """
    before = Mailbox.objects.get(pk=box.pk).import_from
    for name, value in changes.items():
        setattr(box, name, value)
    box.save(update_fields=[*changes])
    if box.import_from < before:
        # As if the folders were never opened: the same mail again changes nothing.
        box.folder_rows.update(uid_validity=0, last_uid=0)
    record(actor=actor, what="mailbox changed", about=box.address, **_told(changes))
    forget_token(box)
    fetch_now(box=box)
    return box


def fetch_now(*, box: Mailbox) -> None:
    """Fetch from a mailbox without waiting until it is tried again by itself."""
    waiting = box.folder_rows.filter(name__in=box.folders, leased_until__isnull=True)
    waiting.update(next_attempt_at=timezone.now(), attempts=0)
    nudge(FETCH_MAIL)


@transaction.atomic
def read_all_again(*, rows: Iterable[StoredMail]) -> int:
    """Read mails that were set aside once more; returns how many."""
    return len([read_again(row=row) for row in rows])


def _told(changes: Mapping[str, object]) -> dict[str, object]:
    """Changes of a mailbox as the list of changes keeps them: never a secret."""
    return {name: _told_value(name, value) for name, value in changes.items()}


def _told_value(name: str, value: object) -> object:
    if isinstance(Mailbox._meta.get_field(name), SealedField):
        return "•••"
    if isinstance(value, Team):
        return value.name
    if name == "confirms_since":
        return value is not None
    return value.isoformat() if isinstance(value, datetime) else value
