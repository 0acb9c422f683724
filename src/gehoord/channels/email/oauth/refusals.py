"""Why a provider gives no permission, and what the administrator can do about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from gehoord.channels.email.oauth.providers import App

MICROSOFTS_NUMBER = re.compile(r"\bAADSTS(\d{4,8})\b")
WORDS_LENGTH = 80
FOR_NOW = ("temporarily_unavailable", "server_error", "slow_down", "missing_token", "")
"""What may be over by itself."""
NOTHING_THERE = (404, 405)


class NoPermission(Exception):
    """No access token was given; the text says why and what the administrator can do."""


class PermissionEnded(NoPermission):
    """The provider says no for good: somebody has to act before it helps to ask again."""


SIGN_IN_AGAIN = gettext_lazy(
    "The permission for this mailbox has ended. Sign in again to renew it."
)
ASK_ADMINISTRATOR = gettext_lazy(
    "An administrator of your organisation has to allow this app first. Ask them to do so."
)
NOT_ALLOWED = gettext_lazy(
    "You did not give permission, or your organisation does not allow it. Sign in again and say yes."
)
NOT_FOR_MAIL = gettext_lazy(
    "This app may not ask for mail. Give it the permissions for IMAP and SMTP at your provider."
)
UNKNOWN_APP = gettext_lazy(
    "The provider does not know this app. Check the client id, and the number of the organisation."
)
WRONG_SECRET = gettext_lazy(
    "The client secret is not right. Copy the secret itself, not its number, and fill it in again."
)
OLD_SECRET = gettext_lazy(
    "The client secret of the app is too old. Make a new one at your provider and fill it in here."
)
NEEDS_SECRET = gettext_lazy("This app has a client secret. Fill it in.")
NO_SECRET = gettext_lazy(
    "This app has no client secret. Empty the client id and save; then fill in only the client id."
)
OTHER_ORGANISATION = gettext_lazy(
    "This account is not in the organisation of the app. Sign in with another account."
)
ONE_ORGANISATION = gettext_lazy(
    "This app is for one organisation only. Fill in the number of the organisation (tenant)."
)
UNKNOWN_ORGANISATION = gettext_lazy(
    "There is no organisation with this number. Check the number of the organisation (tenant)."
)
ADDRESS_NOT_REGISTERED = gettext_lazy(
    "The app does not know the address to come back to. Register the one on this page."
)
ACCOUNT_BLOCKED = gettext_lazy("This account is closed. Let your mail administrator open it.")
NOT_FOR_ACCOUNT = gettext_lazy(
    "This account may not use the app. Let your mail administrator add it to the app."
)
CONDITIONS = gettext_lazy(
    "Your organisation asks for more than a password here. Sign in again, or ask your mail "
    "administrator to make an exception for this app."
)
NEW_PASSWORD = gettext_lazy(
    "The permission was withdrawn, or the password of the account changed. Sign in again."
)
LEFT_UNUSED = gettext_lazy(
    "The permission ended because it was not used for a long time. Sign in again."
)
TOO_LATE = gettext_lazy("Signing in took too long. Begin again.")
WRONG_SCOPE = gettext_lazy(
    "The provider does not know the scope that is asked for. Leave the scope empty."
)

MICROSOFT: dict[str, Promise] = {
    **dict.fromkeys(("65001", "90094", "90093", "90095", "650056", "7000229"), ASK_ADMINISTRATOR),
    "65004": NOT_ALLOWED,
    **dict.fromkeys(("65005", "650052", "650053", "650057", "500011"), NOT_FOR_MAIL),
    **dict.fromkeys(("700016", "700011", "7000112", "70001"), UNKNOWN_APP),
    "7000215": WRONG_SECRET,
    "7000222": OLD_SECRET,
    **dict.fromkeys(("7000218", "7000216"), NEEDS_SECRET),
    "700025": NO_SECRET,
    **dict.fromkeys(("50020", "50034", "51004"), OTHER_ORGANISATION),
    **dict.fromkeys(("50194", "50059"), ONE_ORGANISATION),
    **dict.fromkeys(("90002", "900023"), UNKNOWN_ORGANISATION),
    **dict.fromkeys(("50011", "500113"), ADDRESS_NOT_REGISTERED),
    **dict.fromkeys(("50057", "50053"), ACCOUNT_BLOCKED),
    "50105": NOT_FOR_ACCOUNT,
    **dict.fromkeys(("50076", "50079", "50158", "53000", "53003", "53004", "50005"), CONDITIONS),
    "50173": NEW_PASSWORD,
    **dict.fromkeys(("700082", "700084", "70043"), LEFT_UNUSED),
    **dict.fromkeys(("54005", "501481"), TOO_LATE),
    "70011": WRONG_SCOPE,
}
"""By the number in Microsoft's sentence; what is not here is told by the general code."""
GENERAL: dict[str, Promise] = {
    "invalid_grant": SIGN_IN_AGAIN,
    "interaction_required": CONDITIONS,
    "login_required": SIGN_IN_AGAIN,
    "consent_required": ASK_ADMINISTRATOR,
    "access_denied": NOT_ALLOWED,
    "admin_policy_enforced": ASK_ADMINISTRATOR,
    "org_internal": OTHER_ORGANISATION,
    "unauthorized_client": NOT_FOR_MAIL,
    "invalid_client": WRONG_SECRET,
    "deleted_client": UNKNOWN_APP,
    "disabled_client": UNKNOWN_APP,
    "redirect_uri_mismatch": ADDRESS_NOT_REGISTERED,
    "invalid_scope": WRONG_SCOPE,
    "unsupported_grant_type": NOT_FOR_MAIL,
}


def refusal(error: str, description: str, *, app: App, status: int = 400) -> NoPermission:
    """The exception for an answer that is no permission: PermissionEnded if it is for good.

    `error` and `description` are what the provider said, by RFC 6749; `status` is that of HTTP.
    """
    number = MICROSOFTS_NUMBER.search(description)
    words = MICROSOFT.get(number[1]) if number else None
    words = words or GENERAL.get(error)
    said = _said(number[0] if number else error, description)
    if words is not None:
        return PermissionEnded(f"{words} ({said})")
    if status in NOTHING_THERE:
        return NoPermission(
            _("At {place} nobody gives out permissions. Check the address for permissions.").format(
                place=app.place
            )
        )
    if error in FOR_NOW or status >= 500 or status == 429:
        later = _("{place} gives no permission now. Gehoord tries again by itself. ({said})")
        return NoPermission(later.format(place=app.place, said=said or status))
    return PermissionEnded(
        _("{place} refuses the permission. Look there what is the matter. ({said})").format(
            place=app.place, said=said
        )
    )


def _said(code: str, description: str) -> str:
    """The code, and the first words of what the provider said where the code alone says little."""
    code = _plain(code)[:WORDS_LENGTH]
    if code.startswith("AADSTS") or not description:
        return code
    words = _plain(description)
    short = words if len(words) <= WORDS_LENGTH else words[: WORDS_LENGTH - 1] + "…"
    return f"{code}: {short}"


def _plain(words: str) -> str:
    """On one line, and without the braces that would ask to have something filled in."""
    line = "".join(sign if sign.isprintable() else " " for sign in words)
    return " ".join(line.replace("{", "(").replace("}", ")").split())
