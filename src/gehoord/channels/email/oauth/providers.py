"""Where permissions are given out, for what, and as which app we ask for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from django.conf import settings

from gehoord.channels.email.models import Auth, Mailbox, Provider

MICROSOFT = "https://login.microsoftonline.com"
PLACES = {Provider.MICROSOFT: "Microsoft", Provider.GOOGLE: "Google"}
ANY_ORGANISATION = "common"
AUTHORIZE_URLS = {
    Provider.MICROSOFT: f"{MICROSOFT}/{{tenant}}/oauth2/v2.0/authorize",
    Provider.GOOGLE: "https://accounts.google.com/o/oauth2/v2/auth",
}
TOKEN_URLS = {
    Provider.MICROSOFT: f"{MICROSOFT}/{{tenant}}/oauth2/v2.0/token",
    Provider.GOOGLE: "https://oauth2.googleapis.com/token",
}
FETCH = "https://outlook.office.com/IMAP.AccessAsUser.All"
SEND = "https://outlook.office.com/SMTP.Send"
SCOPES = {
    Provider.MICROSOFT: f"{FETCH} {SEND} offline_access",
    Provider.GOOGLE: "https://mail.google.com/",
}
AS_APP = {Provider.MICROSOFT: "https://outlook.office365.com/.default"}
"""All that the organisation's administrator allowed the app."""
WHO = ("openid", "email", "profile")
"""Asked for besides, to hear which account signed in."""
EXTRAS = {
    Provider.MICROSOFT: {"prompt": "select_account"},
    # Google only gives a refresh token when it asks for consent.
    Provider.GOOGLE: {"access_type": "offline", "prompt": "consent select_account"},
}


@dataclass(frozen=True)
class App:
    """The app as which we ask for a permission, and where."""

    provider: Provider
    client_id: str
    client_secret: str = field(repr=False)
    authorize_url: str
    token_url: str
    scope: str
    """What is asked for, as one text with spaces."""

    @property
    def place(self) -> str:
        """What to call whoever gives out the permission."""
        if self.provider == Provider.OTHER:
            return urlsplit(self.authorize_url or self.token_url).hostname or "?"
        return PLACES[self.provider]

    @property
    def tells_who(self) -> bool:
        """Whether the provider always says which account signed in, when it is asked."""
        return self.provider in SCOPES

    @property
    def organisation_url(self) -> str:
        """Where an administrator allows the app for a whole organisation; empty if nowhere."""
        if self.provider != Provider.MICROSOFT:
            return ""
        url = self.authorize_url.replace("/oauth2/v2.0/authorize", "/v2.0/adminconsent")
        return url.replace(f"{MICROSOFT}/{ANY_ORGANISATION}/", f"{MICROSOFT}/organizations/")

    @property
    def consent_scope(self) -> str:
        """What is asked for when somebody signs in."""
        who = WHO if self.tells_who else ()
        return " ".join(dict.fromkeys([*self.scope.split(), *who]))

    @property
    def refresh_scope(self) -> str:
        """What is asked for again; Google wants to hear nothing about it."""
        return "" if self.provider == Provider.GOOGLE else self.scope


def app_of(mailbox: Mailbox) -> App:
    """The app of a mailbox: its own, or else the one of the installation for its provider.

    The secret of the installation only ever goes to the provider itself.
    """
    provider = Provider(mailbox.provider or Provider.OTHER)
    has_own = bool(mailbox.client_id)
    ours = {} if has_own else installed_app(provider)
    tenant = quote(mailbox.tenant or ours.get("tenant", "") or ANY_ORGANISATION, safe="")
    scopes = AS_APP if mailbox.auth == Auth.APP else SCOPES
    return App(
        provider=provider,
        client_id=mailbox.client_id or ours.get("client", ""),
        client_secret=mailbox.client_secret if has_own else ours.get("secret", ""),
        authorize_url=(has_own and mailbox.authorize_url) or _in(AUTHORIZE_URLS, provider, tenant),
        token_url=(has_own and mailbox.token_url) or _in(TOKEN_URLS, provider, tenant),
        scope=mailbox.scope or scopes.get(provider, ""),
    )


def installed_app(provider: str) -> dict[str, str]:
    """What the settings say of the app for a provider: `client`, `secret`, and maybe `tenant`."""
    known: dict[str, dict[str, str]] = settings.GEHOORD_MAIL_APPS
    return known.get(provider, {})


def is_safe_address(url: str) -> bool:
    """Whether secrets may go there: over https, or over http to this machine itself."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_here(host)))


def is_here(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _in(urls: dict[Provider, str], provider: Provider, tenant: str) -> str:
    return urls.get(provider, "").format(tenant=tenant)
