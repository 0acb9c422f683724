"""Signing in on a mail server that takes letters."""

from __future__ import annotations

import base64
import smtplib
from contextlib import suppress
from typing import TYPE_CHECKING

from gehoord.channels.email.models import Auth
from gehoord.channels.email.sending.refusals import Refusal, ServerAway
from gehoord.channels.email.sign_in_words import words_for_no

if TYPE_CHECKING:
    from gehoord.channels.email.sending.smtp import Server

YES, GO_ON = 235, 334
NEEDS_NONE = 503
"""Said on a fresh connection by a server on which nobody signs in."""
UNKNOWN = (500, 502, 504)


def sign_in(smtp: smtplib.SMTP, server: Server) -> bool:
    """Sign in as the server's settings say; False if nobody signs in on this server.

    Raises ServerAway: what is wrong is put right by an administrator, and the letter waits for that.
    """
    smtp.ehlo_or_helo_if_needed()
    if server.token is not None:
        code, answer = _by_token(smtp, server)
    elif not server.user:
        return False
    else:
        code, answer = _by_password(smtp, server)
    if code == YES:
        return True
    offers = bool(smtp.esmtp_features.get("auth"))
    if server.token is None and (code == NEEDS_NONE or (code in UNKNOWN and not offers)):
        return False
    refusal = Refusal.from_reply(code, answer)
    auth = server.auth or (Auth.OAUTH2 if server.token else Auth.PASSWORD)
    words = words_for_no(f"{code} {refusal.said}", host=server.host, auth=auth)
    raise ServerAway(f"{words} ({refusal.quote})")


def _by_token(smtp: smtplib.SMTP, server: Server) -> tuple[int, bytes]:
    """A permission that is not taken is renewed once: it may have ended before its time."""
    assert server.token is not None
    code, answer = _show(smtp, server.user, token := server.token(""))
    if code != YES and (other := server.token(token)) != token:
        with suppress(smtplib.SMTPServerDisconnected):  # then what it said before counts
            code, answer = _show(smtp, server.user, other)
    return code, answer


def _show(smtp: smtplib.SMTP, user: str, token: str) -> tuple[int, bytes]:
    shown = _base64(f"user={user}\x01auth=Bearer {token}\x01\x01")
    code, answer = smtp.docmd("AUTH", f"XOAUTH2 {shown}")
    if code == GO_ON:  # the server wants to say more about its no
        code, answer = smtp.docmd("")
    return code, answer


def _by_password(smtp: smtplib.SMTP, server: Server) -> tuple[int, bytes]:
    offered = str(smtp.esmtp_features.get("auth", "")).upper().split()
    if "PLAIN" in offered or "LOGIN" not in offered:
        secret = _base64(f"\0{server.user}\0{server.password}")
        return smtp.docmd("AUTH", f"PLAIN {secret}")
    code, answer = smtp.docmd("AUTH", f"LOGIN {_base64(server.user)}")
    if code == GO_ON:
        code, answer = smtp.docmd(_base64(server.password))
    return code, answer


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
