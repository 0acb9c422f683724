"""Permission to sign in on a mail server without a password: OAuth 2 refresh tokens."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

import requests
from django.utils.translation import gettext as _

from gehoord.channels.email.models import Mailbox, Provider

SECONDS = 20
EARLY = 120
"""Seconds before its end in which a token is not used any more."""
TOKEN_URLS = {
    Provider.MICROSOFT: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    Provider.GOOGLE: "https://oauth2.googleapis.com/token",
}
SCOPES = {
    Provider.MICROSOFT: "https://outlook.office.com/IMAP.AccessAsUser.All "
    "https://outlook.office.com/SMTP.Send offline_access",
}


class NoPermission(Exception):
    """No access token was given; the text says why and what the administrator can do."""


@dataclass(frozen=True)
class _Held:
    token: str
    made_from: str
    ends_at: float


_held: dict[int, _Held] = {}
_one_at_a_time = threading.Lock()


def access_token(mailbox: Mailbox) -> str:
    """A token that is valid now, asked anew only when the last one ends.

    Raises NoPermission.
    """
    with _one_at_a_time:
        held = _held.get(mailbox.pk)
        fits = held and held.made_from == mailbox.refresh_token
        if held and fits and held.ends_at > time.monotonic():
            return held.token
        answer = _ask(mailbox)
        if (renewed := str(answer.get("refresh_token", ""))) and renewed != mailbox.refresh_token:
            # Microsoft gives a new one now and then; the old one ends some day.
            mailbox.refresh_token = renewed
            mailbox.save(update_fields=["refresh_token"])
        lasts = _seconds(answer.get("expires_in")) - EARLY
        token = str(answer["access_token"])
        _held[mailbox.pk] = _Held(token, mailbox.refresh_token, time.monotonic() + lasts)
        return token


def forget_token(mailbox: Mailbox) -> None:
    """Ask for another token next time, because a server refused this one."""
    _held.pop(mailbox.pk, None)


def _ask(mailbox: Mailbox) -> dict[str, object]:
    provider = Provider(mailbox.provider or Provider.OTHER)
    url = mailbox.token_url or TOKEN_URLS.get(provider, "")
    if not url or not mailbox.refresh_token:
        raise NoPermission(_("The permission for this mailbox is not complete. Fill it in again."))
    fields = {
        "grant_type": "refresh_token",
        "client_id": mailbox.client_id,
        "client_secret": mailbox.client_secret,
        "refresh_token": mailbox.refresh_token,
        "scope": mailbox.scope or SCOPES.get(provider, ""),
    }
    given = {name: value for name, value in fields.items() if value}
    try:
        reply = requests.post(url, data=given, timeout=SECONDS, allow_redirects=False)
        answer = reply.json()
    except (requests.RequestException, ValueError) as error:
        raise NoPermission(
            _("The server that gives permission does not answer: {why}.").format(
                why=type(error).__name__
            )
        ) from error
    if not isinstance(answer, dict) or not answer.get("access_token"):
        why = answer.get("error", reply.status_code) if isinstance(answer, dict) else ""
        raise NoPermission(
            _("The permission for this mailbox was refused ({why}). Give it again.").format(why=why)
        )
    return answer


def _seconds(given: object) -> float:
    try:
        return min(max(float(str(given)), EARLY), 86_400)
    except ValueError:
        return 600
