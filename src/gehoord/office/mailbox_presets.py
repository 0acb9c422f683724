"""What is known beforehand of the mail servers that most organisations use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoord.channels.email.models import Auth, Mailbox, Provider, Security


@dataclass(frozen=True)
class Preset:
    """How mailboxes at a provider are usually set, and what the administrator needs for it."""

    key: str
    name: str | Promise
    says: str | Promise
    initial: dict[str, Any] = field(default_factory=dict)
    needs: Sequence[str | Promise] = ()


PRESETS = {
    each.key: each
    for each in (
        Preset(
            Provider.MICROSOFT,
            _("Microsoft 365"),
            _("Outlook and Exchange in the cloud. Signs in with OAuth 2."),
            {
                "auth": Auth.OAUTH2,
                "provider": Provider.MICROSOFT,
                "imap_host": "outlook.office365.com",
                "imap_port": 993,
                "imap_security": Security.TLS,
                "smtp_host": "smtp.office365.com",
                "smtp_port": 587,
                "smtp_security": Security.STARTTLS,
            },
            (
                _("An app registration in Microsoft Entra; its number is the client id."),
                _("The delegated permissions IMAP.AccessAsUser.All, SMTP.Send and offline_access."),
                _("Somebody who can sign in as this mailbox; that comes after saving."),
                _(
                    "For a shared mailbox: a colleague who may open it, or an app with the "
                    "permissions IMAP.AccessAsApp and SMTP.SendAsApp."
                ),
                _(
                    "For an app of your own organisation only: the number of the organisation "
                    "(tenant)."
                ),
                _("Authenticated SMTP switched on for this mailbox in Exchange."),
            ),
        ),
        Preset(
            Provider.GOOGLE,
            _("Google"),
            _("Gmail and Google Workspace. Signs in with an app password or with OAuth 2."),
            {
                "auth": Auth.PASSWORD,
                "provider": Provider.GOOGLE,
                "imap_host": "imap.gmail.com",
                "imap_port": 993,
                "imap_security": Security.TLS,
                "smtp_host": "smtp.gmail.com",
                "smtp_port": 587,
                "smtp_security": Security.STARTTLS,
            },
            (
                _("An app password of this account. For that, two-step verification must be on."),
                _("Or, with OAuth 2: the client id and the client secret of an app at Google."),
            ),
        ),
        Preset(
            "own",
            _("Another mail server"),
            _("Your own server, or one at your provider."),
            {
                "auth": Auth.PASSWORD,
                "provider": "",
                "imap_port": 993,
                "imap_security": Security.TLS,
                "smtp_port": 587,
                "smtp_security": Security.STARTTLS,
            },
            (
                _("The names of the servers for incoming and outgoing mail."),
                _("The user name and the password of this mailbox."),
            ),
        ),
    )
}
"""By the word that stands for them in an address."""


def preset_of(mailbox: Mailbox) -> Preset:
    """What is known of the provider of a mailbox."""
    return PRESETS.get(mailbox.provider, PRESETS["own"])
