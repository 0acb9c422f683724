"""The part of a mailbox's form that is about signing in: passwords, permissions, and where they go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gehoord.channels.email.models import Auth, Provider
from gehoord.channels.email.oauth.providers import installed_app, is_safe_address

SECRETS = ("secret", "client_secret", "refresh_token")
SERVERS = ("imap_host", "imap_security", "smtp_host", "smtp_security")
GOES_TO: dict[str, tuple[str, ...]] = {
    "secret": SERVERS,
    "client_secret": ("provider", "token_url"),
}
"""Where a secret goes to: whoever changes that has to know the secret."""
PLACES = tuple(dict.fromkeys(name for names in GOES_TO.values() for name in names))
KEPT = _("There is one. Leave this empty to keep it.")
NEEDED = _("Fill this in, or signing in is not possible.")
LONGEST = 4000
"""A refresh token of Microsoft has about 1500 signs."""
TENANT = re.compile(r"[0-9A-Za-z.-]+")


def secret_field(label: Any) -> forms.CharField:
    """A box for something that is never shown again."""
    return forms.CharField(
        label=label,
        required=False,
        strip=True,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def address_field(label: Any) -> forms.URLField:
    """A box for an address at a provider, to which secrets may go."""
    return forms.URLField(
        label=label,
        required=False,
        assume_scheme="https",
        help_text=_("Empty: the usual address of Microsoft or Google."),
        validators=[_check_address],
    )


def needed_secrets(said: Mapping[str, Any]) -> list[str]:
    """The secrets without which signing in is not possible."""
    signs_in = said.get("imap_host") or (said.get("smtp_host") and said.get("smtp_signs_in"))
    if said.get("auth") == Auth.PASSWORD:
        return ["secret"] if signs_in else []
    # Google gives a client secret to every app; Microsoft's public apps have none.
    has_own = bool(said.get("client_id"))
    is_secret = said.get("auth") == Auth.APP or said.get("provider") == Provider.GOOGLE
    return ["client_secret"] if has_own and is_secret else []


def moved_secrets(said: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    """The secrets that would go to another place than the one they were given for."""
    return [
        secret
        for secret, places in GOES_TO.items()
        if any(name in said and said[name] != before[name] for name in places)
    ]


def permission_faults(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is wrong with how permission is asked for: words by the box they belong to."""
    provider = said.get("provider")
    own_places = any(said.get(name) for name in ("token_url", "authorize_url"))
    ours = {} if own_places else installed_app(str(provider))
    faults: dict[str, Any] = {}
    if not provider:
        faults["provider"] = _("Choose who gives permission.")
    if not said.get("client_id") and not ours.get("client"):
        faults["client_id"] = NEEDED
    if provider == Provider.OTHER:
        needed = ["token_url"] if said.get("auth") == Auth.APP else ["token_url", "authorize_url"]
        faults |= {n: _("Fill in the address at your provider.") for n in needed if not said.get(n)}
    return faults | _app_faults(said, ours)


def _app_faults(said: Mapping[str, Any], ours: Mapping[str, str]) -> dict[str, Any]:
    if said.get("auth") != Auth.APP:
        return {}
    if said.get("provider") == Provider.GOOGLE:
        return {"auth": _("Google gives no permission this way. Choose another one.")}
    tenant = said.get("tenant") or (not said.get("client_id") and ours.get("tenant"))
    if said.get("provider") == Provider.MICROSOFT and not (tenant or said.get("token_url")):
        return {"tenant": _("Fill this in: an app signs in at one organisation.")}
    return {}


def check_tenant(words: str) -> None:
    """Raise ValidationError if this cannot be the number or the name of an organisation."""
    if words and not TENANT.fullmatch(words):
        raise ValidationError(_("This is not the number of an organisation, nor its domain."))


def _check_address(words: str) -> None:
    if not is_safe_address(words):
        raise ValidationError(_("This address has to begin with https://"))
