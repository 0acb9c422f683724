from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.actions import record
from gehoord.accounts.models import Agent, Team
from gehoord.cases.models import SavedReply


class OnlyForOneself(Exception):
    """Somebody shares a saved reply with people whose saved replies he may not change."""


@transaction.atomic
def add_saved_reply(
    *,
    title: str,
    text: str,
    by: Agent,
    owner: Agent | None = None,
    team: Team | None = None,
    channels: Iterable[str] = (),
) -> SavedReply:
    """Keep words to use again: for everybody, for one team, or for one agent alone.

    `channels` says where it may be used; none is everywhere. What an agent keeps for himself is
    not in the list of changes.

    Raises OnlyForOneself if this agent may not share it so widely.
    """
    saved = SavedReply(title=title, text=text, owner=owner, team=team, channels=[*channels])
    return _keep(saved, by=by, what="saved reply added")


@transaction.atomic
def change_saved_reply(
    *,
    saved: SavedReply,
    title: str,
    text: str,
    by: Agent,
    owner: Agent | None = None,
    team: Team | None = None,
    channels: Iterable[str] = (),
) -> SavedReply:
    """Change the words of a saved reply, or for whom it is.

    Raises OnlyForOneself if this agent may not share it so widely.
    """
    was_shared = saved.owner_id is None
    saved.title, saved.text, saved.channels = title, text, [*channels]
    saved.owner, saved.team = owner, team
    return _keep(saved, by=by, what="saved reply changed", was_shared=was_shared)


def _keep(saved: SavedReply, *, by: Agent, what: str, was_shared: bool = False) -> SavedReply:
    if not saved.may_be_shared_by(by):
        raise OnlyForOneself
    saved.changed_by, saved.changed_at = by, timezone.now()
    saved.save()
    if was_shared or saved.owner_id is None:
        record(actor=by, what=what, about=saved.title, team=saved.team.name if saved.team else "")
    return saved


@transaction.atomic
def delete_saved_reply(*, saved: SavedReply, by: Agent) -> None:
    """Throw a saved reply away. Replies that were made with it stay as they are."""
    if saved.owner_id is None:
        team = saved.team.name if saved.team else ""
        record(actor=by, what="saved reply deleted", about=saved.title, team=team)
    saved.delete()
