"""What happened to a case, in one sentence each."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from gehoord.cases.models import Event, Message
from gehoord.cases.stages import Stage
from gehoord.cases.statuses import Status
from gehoord.inbox import limits_told
from gehoord.inbox.guide_moves import moved_by, put_by

SHOWN = (
    Event.Kind.OPENED,
    Event.Kind.REOPENED,
    Event.Kind.OWNER,
    Event.Kind.TEAM,
    Event.Kind.CUSTOMER,
    Event.Kind.STAGE,
    Event.Kind.PATH,
    Event.Kind.STATUS,
    Event.Kind.REPLY_TAKEN_BACK,
    Event.Kind.PROPOSAL,
)
"""Replies and notes stand in the timeline themselves."""
TOLD = Q(kind__in=SHOWN) | limits_told.TOLD


def sentence(event: Event, message: Message | None = None) -> str:
    """What happened, with the name of who did it when that was a person.

    `message` is the one that moved the stage or the path, if it was a message.
    """
    if event.actor_id is None and event.kind in (Event.Kind.STAGE, Event.Kind.PATH):
        return moved_by(event, message)
    is_path = event.kind == Event.Kind.PATH
    said = put_by(event, event.actor.called) if is_path and event.actor else _said(event)
    return f"{said} {event.why}".strip() if event.why else said


def _said(event: Event) -> str:
    by = event.actor.called if event.actor else ""
    to = str(event.details.get("to", ""))
    match event.kind:
        case Event.Kind.OPENED:
            return _opened(event.details.get("after"))
        case Event.Kind.REOPENED:
            return _("Open again, because the customer wrote.")
        case Event.Kind.OWNER:
            is_own = event.actor is not None and to == event.actor.name
            return _owner(by, to, is_own=is_own)
        case Event.Kind.TEAM:
            return _("{by} moved the case to {to}.").format(by=by, to=to)
        case Event.Kind.STAGE:
            return _("{by} set the stage to {to}.").format(by=by, to=_label(Stage, to))
        case Event.Kind.PROPOSAL:
            return _("{by} asked software for a proposal.").format(by=by)
        case Event.Kind.STATUS:
            return _status(by, to)
        case _:
            return _plainly(event).format(by=by)


def _plainly(event: Event) -> str:
    if event.kind != Event.Kind.CUSTOMER:
        return _("{by} took a reply back.")
    if event.details.get("merged"):
        return _("{by} brought two customers together: it is the same person.")
    if event.details.get("split"):
        return _("{by} split the customer into two again.")
    return _("{by} changed who the customer is.")


def _opened(before: object) -> str:
    said = _("The case was opened.")
    if not before:
        return said
    follows = _("It follows case #{number}.").format(number=before)
    return f"{said} {follows}"


def _owner(by: str, to: str, *, is_own: bool) -> str:
    if not to:
        return _("{by} put the case back for the team.").format(by=by)
    if is_own:
        return _("{by} took the case.").format(by=by)
    return _("{by} gave the case to {to}.").format(by=by, to=to)


def _status(by: str, to: str) -> str:
    if to == Status.SOLVED:
        return _("{by} closed the case.").format(by=by)
    if to == Status.ON_HOLD:
        return _("{by} put the case aside: it waits for something else.").format(by=by)
    return _("{by} opened the case again.").format(by=by)


def _label(choices: type[Stage], value: str) -> str:
    return str(choices(value).label) if value in choices.values else value
