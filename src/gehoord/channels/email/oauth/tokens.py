"""Access tokens: asked for when they are needed, kept until just before they end."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from oauthlib.oauth2 import BackendApplicationClient, WebApplicationClient

from gehoord.accounts.actions import record
from gehoord.channels.email.models import Auth, Mailbox
from gehoord.channels.email.oauth.asking import Answer, ask
from gehoord.channels.email.oauth.providers import app_of
from gehoord.channels.email.oauth.refusals import NoPermission, PermissionEnded

logger = logging.getLogger(__name__)

EARLY = 120
"""Seconds before its end in which a token is not used any more."""
LONGEST = 86_400
UNKNOWN = 600


@dataclass(frozen=True)
class _Held:
    token: str
    made_from: object
    ends_at: float


_held: dict[int, _Held] = {}
_one_at_a_time: dict[int, threading.Lock] = {}


def access_token(mailbox: Mailbox, *, refused: str = "") -> str:
    """A token that is valid now, asked anew only when the last one ends.

    `refused` is a token that a mail server did not take: then another one is given. Raises
    NoPermission.
    """
    with _one_at_a_time.setdefault(mailbox.pk, threading.Lock()):
        held = _held.get(mailbox.pk)
        fits = held and held.made_from == _made_from(mailbox) and held.token != refused
        if held and fits and held.ends_at > time.monotonic():
            return held.token
        answer = _asked(mailbox)
        lasts = _seconds(answer.get("expires_in")) - EARLY
        token = str(answer["access_token"])
        _held[mailbox.pk] = _Held(token, _made_from(mailbox), time.monotonic() + lasts)
        return token


def forget_token(mailbox: Mailbox) -> None:
    """Ask for another token next time, because a server refused this one."""
    _held.pop(mailbox.pk, None)


def _made_from(mailbox: Mailbox) -> object:
    """What a token belongs to; the refresh token changes more often than that."""
    return (mailbox.permitted_at, mailbox.address, app_of(mailbox))


def _asked(mailbox: Mailbox) -> Answer:
    try:
        try:
            answer = _ask(mailbox)
        except PermissionEnded:
            if not _was_renewed(mailbox):
                raise
            answer = _ask(mailbox)
    except PermissionEnded as ended:
        note_end(mailbox, str(ended))
        raise
    _note_answer(mailbox, str(answer.get("refresh_token") or ""))
    return answer


def _ask(mailbox: Mailbox) -> Answer:
    app = app_of(mailbox)
    if not app.client_id or not app.token_url:
        raise NoPermission(_("The permission for this mailbox is not complete. Fill it in again."))
    secret = {"client_secret": app.client_secret} if app.client_secret else {}
    if mailbox.auth == Auth.APP:
        as_app = BackendApplicationClient(app.client_id)
        body = as_app.prepare_request_body(
            scope=app.scope or None, include_client_id=True, **secret
        )
        return ask(app, body)
    if not mailbox.refresh_token:
        raise NoPermission(
            _(
                "Nobody gave permission for this mailbox yet. Sign in on its page at {place}."
            ).format(place=app.place)
        )
    body = WebApplicationClient(app.client_id).prepare_refresh_body(
        refresh_token=mailbox.refresh_token,
        scope=app.refresh_scope or None,
        client_id=app.client_id,
        **secret,
    )
    return ask(app, body)


def _was_renewed(mailbox: Mailbox) -> bool:
    """Whether another process got a newer refresh token meanwhile; takes it over."""
    row = Mailbox.objects.filter(pk=mailbox.pk).first()
    if row is None or row.refresh_token in ("", mailbox.refresh_token):
        return False
    mailbox.refresh_token, mailbox.permitted_at = row.refresh_token, row.permitted_at
    return True


@transaction.atomic
def _note_answer(mailbox: Mailbox, renewed: str) -> None:
    """Keep a new refresh token (the old one ends some day), and that the permission works."""
    before = mailbox.refresh_token
    is_new = renewed not in ("", before)
    if not is_new and mailbox.permission_ended_at is None:
        return
    row = Mailbox.objects.select_for_update().filter(pk=mailbox.pk).first()
    if row is None or row.refresh_token != before:
        return  # somebody gave permission anew: that one counts
    row.refresh_token = mailbox.refresh_token = renewed if is_new else before
    row.permission_ended_at = mailbox.permission_ended_at = None
    row.permission_problem = mailbox.permission_problem = ""
    row.save(update_fields=["refresh_token", "permission_ended_at", "permission_problem"])


@transaction.atomic
def note_end(mailbox: Mailbox, words: str) -> None:
    """Tell on the page of a mailbox that its permission ended, and have administrators told."""
    now = timezone.now()
    rows = Mailbox.objects.filter(pk=mailbox.pk, permission_ended_at__isnull=True)
    ended = {"permission_ended_at": now, "permission_problem": words[:300]}
    if rows.update(**ended, permission_told_at=None):
        record(actor=None, what="mailbox permission ended", about=mailbox.address, why=words)
        logger.warning("%s: %s", mailbox.address, words)
    else:
        Mailbox.objects.filter(pk=mailbox.pk).update(permission_problem=words[:300])
    mailbox.permission_ended_at, mailbox.permission_problem = now, words[:300]


def _seconds(given: object) -> float:
    try:
        return min(max(float(str(given)), EARLY), LONGEST)
    except ValueError:
        return UNKNOWN
