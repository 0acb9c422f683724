"""Somebody signs in at the provider and gives us permission: authorization code with PKCE."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from oauthlib.common import add_params_to_uri
from oauthlib.oauth2 import WebApplicationClient

from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.oauth.asking import Answer, ask
from gehoord.channels.email.oauth.providers import (
    EXTRAS,
    FETCH,
    SEND,
    App,
    app_of,
    is_safe_address,
)
from gehoord.channels.email.oauth.refusals import NoPermission, refusal

GOOD_FOR_S = 15 * 60
"""So long somebody may take to sign in."""
VERIFIER_LENGTH = 64
NAMES = ("email", "preferred_username", "upn")
"""Where a provider says which account it was; Microsoft's may differ from one another."""
Kept = dict[str, Any]


@dataclass(frozen=True)
class Begun:
    """A sign-in that was begun: where the browser goes, and what we keep until it comes back."""

    url: str
    kept: Kept = field(repr=False)


@dataclass(frozen=True)
class Permission:
    """What the provider gave, and whose account it is as far as it told."""

    refresh_token: str = field(repr=False)
    account: str


def begin(mailbox: Mailbox, *, back: str) -> Begun:
    """Begin signing in for a mailbox; the browser comes back to the address `back`.

    Raises NoPermission if something is still to be filled in.
    """
    app = _complete(mailbox)
    state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    client = WebApplicationClient(app.client_id)
    verifier = client.create_code_verifier(VERIFIER_LENGTH)
    asked = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": back,
        "scope": app.consent_scope,
        "state": state,
        "nonce": nonce,
        "code_challenge": client.create_code_challenge(verifier, "S256"),
        "code_challenge_method": "S256",
        "login_hint": expected_account(mailbox),
        **EXTRAS.get(app.provider, {}),
    }
    kept = _kept(mailbox, state) | {"verifier": verifier, "nonce": nonce}
    return Begun(add_params_to_uri(app.authorize_url, [*asked.items()]), kept)


def begin_for_organisation(mailbox: Mailbox, *, back: str) -> Begun:
    """Let an administrator at Microsoft allow the app for everybody in the organisation.

    Raises NoPermission if something is still to be filled in.
    """
    app = _complete(mailbox)
    state = secrets.token_urlsafe(32)
    asked = {
        "client_id": app.client_id,
        "redirect_uri": back,
        "scope": app.scope.replace("offline_access", "").strip(),
        "state": state,
    }
    kept = _kept(mailbox, state) | {"for_organisation": True}
    return Begun(add_params_to_uri(app.organisation_url, [*asked.items()]), kept)


def finish(
    mailbox: Mailbox, *, kept: Kept | None, given: Mapping[str, str], back: str
) -> Permission | None:
    """Take what the browser brought back; None if the whole organisation gave its permission.

    Raises NoPermission with what was wrong and what to do.
    """
    if not is_ours(kept, given.get("state", "")):
        raise NoPermission(_("This sign-in was not begun here, or it took too long. Begin again."))
    assert kept is not None
    app = _complete(mailbox)
    if given.get("error"):
        raise refusal(given["error"], given.get("error_description", ""), app=app)
    if kept.get("for_organisation"):
        if given.get("admin_consent", "").lower() != "true":
            raise refusal("access_denied", "", app=app)
        return None
    answer = _exchange(app, given.get("code", ""), kept, back)
    _check_scope(mailbox, app, answer)
    account = _checked_account(mailbox, app, answer, kept)
    if not answer.get("refresh_token"):
        raise NoPermission(
            _(
                "{place} gave a permission that does not last. Let the app ask for one that does "
                "(offline access)."
            ).format(place=app.place)
        )
    return Permission(str(answer["refresh_token"]), account)


def is_ours(kept: Kept | None, state: str) -> bool:
    """Whether a sign-in was begun here, in this browser, and not too long ago."""
    if not kept or not constant_time_compare(str(kept.get("state", "")), state):
        return False
    return bool(state) and 0 <= time.time() - float(kept["at"]) <= GOOD_FOR_S


def expected_account(mailbox: Mailbox) -> str:
    """The account that has to sign in for a mailbox."""
    return mailbox.account or mailbox.user


def _kept(mailbox: Mailbox, state: str) -> Kept:
    return {"mailbox": mailbox.pk, "state": state, "at": time.time()}


def _complete(mailbox: Mailbox) -> App:
    app = app_of(mailbox)
    if not (app.client_id and app.authorize_url and app.token_url):
        raise NoPermission(
            _("The app is not complete. Fill in the client id and the addresses of the provider.")
        )
    if not (is_safe_address(app.authorize_url) and is_safe_address(app.token_url)):
        raise NoPermission(_("The addresses of the provider are not right. They begin with https."))
    return app


def _exchange(app: App, code: str, kept: Kept, back: str) -> Answer:
    secret = {"client_secret": app.client_secret} if app.client_secret else {}
    body = WebApplicationClient(app.client_id).prepare_request_body(
        code=code, redirect_uri=back, code_verifier=kept["verifier"], **secret
    )
    return ask(app, body)


def _check_scope(mailbox: Mailbox, app: App, answer: Answer) -> None:
    """Somebody may untick what an app asks for."""
    given = {str(each).lower() for each in answer.get("scope") or []}
    unused = set() if mailbox.imap_host else {FETCH}
    unused |= set() if mailbox.smtp_host else {SEND}
    needed = {each for each in app.scope.split() if "://" in each and each not in unused}
    if given and app.tells_who and not {each.lower() for each in needed} <= given:
        raise NoPermission(
            _("You gave no permission to read and send mail. Sign in again and leave all ticks on.")
        )


def _checked_account(mailbox: Mailbox, app: App, answer: Answer, kept: Kept) -> str:
    """The account that signed in, if it is the one of this mailbox; empty if nobody told."""
    told = _claims(app, str(answer.get("id_token") or ""), kept["nonce"])
    names = [str(told[name]) for name in NAMES if told.get(name)]
    if not names and not app.tells_who:
        return ""
    wanted = expected_account(mailbox)
    for name in names:
        if name.casefold() == wanted.casefold():
            return name
    if not names:
        words = _("{place} did not tell which account signed in. Begin again.")
        raise NoPermission(words.format(place=app.place))
    raise NoPermission(
        _(
            "You signed in as {account}, and this is the mailbox of {wanted}. Sign in as {wanted}. "
            "If {account} may open this mailbox too, name it as the account that gives permission."
        ).format(account=names[0], wanted=wanted)
    )


def _claims(app: App, id_token: str, nonce: str) -> dict[str, Any]:
    """What the provider says of who signed in. It told us itself, so no signature is checked."""
    if not id_token:
        return {}
    try:
        told = jwt.decode(
            id_token,
            options={"verify_signature": False, "verify_aud": True, "verify_exp": True},
            audience=app.client_id,
            leeway=300,
        )
    except jwt.InvalidTokenError:
        return {}
    return told if told.get("nonce") == nonce else {}
