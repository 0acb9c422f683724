"""Why a mail server does not let us in, and what to do, by what it says."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoord.channels.email.models import Auth

APP_PASSWORD = _(
    "{host} wants an app password here. Make one with the security settings of this account, and "
    "fill that in as the password."
)
IMAP_IS_OFF = _(
    "IMAP is switched off for this mailbox. Switch it on in the settings of the mailbox at your "
    "provider."
)
SMTP_IS_OFF = _(
    "Sending by SMTP is switched off for this mailbox. Switch on authenticated SMTP for it in "
    "Exchange."
)
NO_PASSWORDS = _("{host} takes no passwords any more. Choose OAuth 2 for this mailbox.")
NO_TOKENS = _("{host} does not know OAuth 2. Choose to sign in with a password.")
NO_SIGN_IN = _("{host} takes no passwords this way. Check the port and the security.")
PRIVATE_LINE = _(
    "{host} takes the password only over a private line. Choose STARTTLS or TLS under Security."
)
OLD_PASSWORD = _("The password of this mailbox is too old. Make a new one and fill it in here.")
IN_BROWSER = _(
    "The provider wants to see you first. Sign in to this mailbox once in a browser, and then test "
    "again."
)
TOO_MANY = _(
    "There are too many connections with this mailbox at once. Close other mail programs, or wait a "
    "quarter of an hour."
)
TOO_OFTEN = _("There were too many wrong attempts. Wait an hour, and then check the password.")
CLOSED = _("This account is closed. Let your mail administrator open it.")
BUSY = _("{host} cannot let anybody in now. Gehoord tries again by itself.")
WRONG_PASSWORD = _("{host} does not take the user name or the password. Fill them in again.")
NO_PERMISSION = _(
    "{host} does not take the permission. Sign in again, with an account that may open this mailbox."
)
NOT_FOR_APP = _(
    "{host} does not let the app into this mailbox. Register the app in Exchange and give it rights "
    "on the mailbox; the guide says how."
)
BY_WORDS: tuple[tuple[str, Promise], ...] = (
    (r"application-specific|\bapp[- ]?(specific )?password", APP_PASSWORD),
    (r"not enabled for imap|imap (access )?(is )?(disabled|not enabled|switched off)", IMAP_IS_OFF),
    (r"smtpclientauth", SMTP_IS_OFF),
    (r"basic auth", NO_PASSWORDS),
    (
        r"privacyrequired|logindisabled|must issue a starttls|encryption required|text auth\w* (is )?dis",
        PRIVATE_LINE,
    ),
    (r"webalert|web ?login|web browser", IN_BROWSER),
    (r"\[expired\]|password (has |is )?expired", OLD_PASSWORD),
    (r"\[limit\]|too many (simultaneous |concurrent )?(imap )?connections", TOO_MANY),
    (r"too many .{0,30}(attempts|logins|auth)", TOO_OFTEN),
    (
        r"\[contactadmin\]|(account|mailbox|user) (is |has been )?(disabled|locked|blocked|suspended)",
        CLOSED,
    ),
    (r"\[(unavailable|inuse|serverbug)\]|^4\d\d\b|try again later|temporar", BUSY),
)
NO_METHOD = re.compile(
    r"mechanism|authentication not enabled|not (supported|implemented)|^(50[0234])\b", re.IGNORECASE
)
APP_PASSWORD_PLACES = ("gmail.com", "googlemail.com", "yahoo.com", "icloud.com", "me.com")
"""Where the password of the account itself is never taken."""
NO_PASSWORD_PLACES = ("office365.com", "outlook.com")


def words_for_no(said: str, *, host: str, auth: str) -> str:
    """One sentence with why the server `host` says no to us, and one with what to do.

    `said` is what the server said, `auth` how we signed in.
    """
    words = next((w for pattern, w in BY_WORDS if re.search(pattern, said, re.IGNORECASE)), None)
    if words is None and NO_METHOD.search(said):
        words = NO_SIGN_IN if auth == Auth.PASSWORD else NO_TOKENS
    return str(words or _usual(host, auth)).format(host=host)


def _usual(host: str, auth: str) -> Promise:
    if auth == Auth.APP:
        return NOT_FOR_APP
    if auth == Auth.OAUTH2:
        return NO_PERMISSION
    if _is_at(host, NO_PASSWORD_PLACES):
        return NO_PASSWORDS
    return APP_PASSWORD if _is_at(host, APP_PASSWORD_PLACES) else WRONG_PASSWORD


def _is_at(host: str, places: tuple[str, ...]) -> bool:
    return any(f".{host}".endswith(f".{place}") for place in places)
