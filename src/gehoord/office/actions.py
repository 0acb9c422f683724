"""Everything an administrator changes about chats and mailboxes. Agents, teams, house: see accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.actions import record
from gehoord.accounts.models import Agent, Team
from gehoord.channels.email.models import Mailbox, StoredMail
from gehoord.channels.email.models.mailbox import new_key
from gehoord.channels.email.oauth import forget_token
from gehoord.channels.email.oauth.consent import Permission
from gehoord.channels.email.queues import FETCH_MAIL
from gehoord.channels.email.sealed import SealedField
from gehoord.channels.email.setting_aside import read_again
from gehoord.channels.webchat.models import Site
from gehoord.jobs.nudges import nudge

OLD_KEY_LASTS = timedelta(hours=24)
TROUBLE = ("permission_ended_at", "permission_problem")
NO_PERMISSION: dict[str, object] = {
    "refresh_token": "",
    "permitted_as": "",
    "permitted_at": None,
    "permission_ended_at": None,
    "permission_problem": "",
}
PERMISSION_IS_FOR = frozenset(
    (
        *("address", "imap_user", "account", "provider", "client_id", "tenant", "scope"),
        *("authorize_url", "token_url"),
        *("imap_host", "imap_security", "smtp_host", "smtp_security"),
    )
)
"""Whose permission it is, and where it is shown: if that changes, it has to be given again."""


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
    box = Mailbox.objects.create(**{**_permission_after(changes), **changes})
    record(actor=actor, what="mailbox added", about=box.address, **_told(changes))
    nudge(FETCH_MAIL)
    return box


@transaction.atomic
def change_mailbox(*, box: Mailbox, changes: Mapping[str, object], actor: Agent) -> Mailbox:
    """Change a mailbox and fetch again with the new settings. An earlier `import_from` fetches
    older mail as well; what is there already comes in once.
    """
    before = Mailbox.objects.get(pk=box.pk).import_from
    changed = {**_permission_after(changes), **changes}
    for name, value in changed.items():
        setattr(box, name, value)
    box.save(update_fields=[*changed])
    if box.import_from < before:
        # As if the folders were never opened: the same mail again changes nothing.
        box.folder_rows.update(uid_validity=0, last_uid=0)
    record(actor=actor, what="mailbox changed", about=box.address, **_told(changes))
    forget_token(box)
    fetch_now(box=box)
    return box


@transaction.atomic
def give_permission(*, box: Mailbox, permission: Permission, actor: Agent) -> Mailbox:
    """Keep the permission that somebody gave at the provider, and fetch with it."""
    changed = {
        **NO_PERMISSION,
        "refresh_token": permission.refresh_token,
        "permitted_as": permission.account,
        "permitted_at": timezone.now(),
    }
    for name, value in changed.items():
        setattr(box, name, value)
    box.save(update_fields=[*changed])
    record(
        actor=actor,
        what="mailbox permission given",
        about=box.address,
        permitted_as=permission.account,
    )
    forget_token(box)
    fetch_now(box=box)
    return box


@transaction.atomic
def renew_door_key(*, box: Mailbox, actor: Agent) -> str:
    """Make a new key for the door of a mailbox and return it; nobody gets to see it again.

    The key until now is good for a day more, so that the provider can be changed over in peace.
    """
    now = timezone.now()
    box = Mailbox.objects.select_for_update().get(pk=box.pk)
    box.old_door_keys.filter(ends_at__lte=now).delete()
    if box.door_key_at is not None:
        box.old_door_keys.create(key=box.door_key, ends_at=now + OLD_KEY_LASTS)
    box.door_key, box.door_key_at = new_key(), now
    box.save(update_fields=["door_key", "door_key_at"])
    record(actor=actor, what="mailbox key renewed", about=box.address)
    return box.door_key


@transaction.atomic
def end_old_door_keys(*, box: Mailbox, actor: Agent) -> bool:
    """Have only the newest key open the door of a mailbox; False if no old one did any more."""
    ended, _rows = box.old_door_keys.filter(ends_at__gt=timezone.now()).delete()
    if ended:
        record(actor=actor, what="mailbox key ended", about=box.address)
    return bool(ended)


def fetch_now(*, box: Mailbox) -> None:
    """Fetch from a mailbox without waiting until it is tried again by itself."""
    waiting = box.folder_rows.filter(name__in=box.folders, leased_until__isnull=True)
    waiting.update(next_attempt_at=timezone.now(), attempts=0)
    nudge(FETCH_MAIL)


@transaction.atomic
def read_all_again(*, rows: Iterable[StoredMail]) -> int:
    """Read mails that were set aside once more; returns how many."""
    return len([read_again(row=row) for row in rows])


def _permission_after(changes: Mapping[str, object]) -> dict[str, object]:
    """What becomes of the permission of a mailbox: it is for one account at one place."""
    if changes.get("refresh_token"):
        return {**NO_PERMISSION, "permitted_at": timezone.now()}
    if changes.keys() & PERMISSION_IS_FOR:
        return NO_PERMISSION
    return {name: NO_PERMISSION[name] for name in TROUBLE if "client_secret" in changes}


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
