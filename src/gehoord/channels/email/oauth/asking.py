"""One question to a server that gives out permissions."""

from __future__ import annotations

import json
from typing import Any

import requests
from django.utils.translation import gettext as _
from oauthlib.oauth2 import OAuth2Error, WebApplicationClient
from requests.adapters import HTTPAdapter

from gehoord.channels.email.certificates import trusted_authorities
from gehoord.channels.email.oauth.providers import App, is_safe_address
from gehoord.channels.email.oauth.refusals import NoPermission, refusal

SECONDS = 20
LONGEST = 256 * 1024
"""Bytes of an answer; three tokens together are a few thousand."""
Answer = dict[str, Any]


class _Trusting(HTTPAdapter):
    """Also believes in the authorities of the house's own servers."""

    def init_poolmanager(self, *words: Any, **named: Any) -> None:
        super().init_poolmanager(*words, **named, ssl_context=trusted_authorities())


def ask(app: App, body: str) -> Answer:
    """Ask for a token with a form that oauthlib prepared; the answer has an `access_token`.

    Raises NoPermission, or PermissionEnded when asking again is no use.
    """
    if not is_safe_address(app.token_url):
        raise NoPermission(_("The address for permissions is not right. It begins with https."))
    status, said = _post(app.token_url, body)
    try:
        answer = WebApplicationClient(app.client_id).parse_request_body_response(said)
    except OAuth2Error as error:
        raise refusal(error.error or "", error.description or "", app=app, status=status) from error
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise refusal("", "", app=app, status=status) from error
    return dict(answer)


def _post(url: str, body: str) -> tuple[int, str]:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    said = b""
    try:
        with requests.Session() as session:
            session.mount("https://", _Trusting())
            options: dict[str, Any] = {"timeout": SECONDS, "allow_redirects": False, "stream": True}
            with session.post(url, data=body.encode(), headers=headers, **options) as reply:
                for part in reply.iter_content(16 * 1024):
                    said += part
                    if len(said) > LONGEST:
                        break
    except (requests.RequestException, OSError) as error:
        raise NoPermission(
            _(
                "The server that gives permission does not answer ({why}). Gehoord tries again by "
                "itself."
            ).format(why=type(error).__name__)
        ) from error
    return reply.status_code, _as_json(said)


def _as_json(said: bytes) -> str:
    """Only JSON: what looks like a form in some error page is no answer."""
    try:
        words = said.decode()
        return words if isinstance(json.loads(words), dict) else "{}"
    except ValueError:
        return "{}"
