"""A change of a setting, in words for an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoord.accounts.models import Agent, AuditEvent, House, Role
from gehoord.channels.email.models import Mailbox
from gehoord.channels.webchat.models import Site
from gehoord.limits.models import HouseRules

LIMITS: dict[str, str | Promise] = {
    "warning given": gettext_lazy("Warning given"),
    "conversation ended": gettext_lazy("Conversation ended"),
    "conversation ended without ground": gettext_lazy("Conversation ended without a ground"),
    "behaviour confirmed": gettext_lazy("Behaviour confirmed"),
    "cooling-off extended": gettext_lazy("Cooling-off period extended"),
    "cooling-off ended early": gettext_lazy("Cooling-off period ended early"),
    "flag proposed": gettext_lazy("Attention mark proposed"),
    "arrangement proposed": gettext_lazy("Contact arrangement proposed"),
    "block proposed": gettext_lazy("Contact stop proposed"),
    "customer heard": gettext_lazy("Customer heard"),
    "decided before hearing": gettext_lazy("Decided before the customer was heard"),
    "privacy officer told": gettext_lazy("Privacy officer told"),
    "measure approved": gettext_lazy("Measure approved"),
    "measure refused": gettext_lazy("Measure not approved"),
    "customer told": gettext_lazy("Customer told"),
    "measure reviewed": gettext_lazy("Measure reviewed"),
    "breach noted": gettext_lazy("Broken arrangement noted"),
    "measure lifted": gettext_lazy("Measure lifted"),
    "appeal filed": gettext_lazy("Appeal filed"),
    "appeal assigned": gettext_lazy("Appeal given to somebody"),
    "appeal upheld: unjustified": gettext_lazy("Appeal upheld: unjustified"),
    "appeal reduced": gettext_lazy("Appeal partly upheld"),
    "appeal dismissed": gettext_lazy("Appeal dismissed"),
    "incident recorded": gettext_lazy("Incident recorded"),
    "incident changed": gettext_lazy("Incident changed"),
    "evidence kept": gettext_lazy("Evidence kept"),
    "evidence handed out": gettext_lazy("Evidence handed out"),
    "house rules changed": gettext_lazy("House rules changed"),
    "contact stop opened": gettext_lazy("Contact stop opened by the privacy officer"),
    "erasure waits": gettext_lazy("Erasure waits for a measure"),
}
"""What happens on the ladder against abuse."""
WHAT: dict[str, str | Promise] = {
    "agent invited": gettext_lazy("Agent invited"),
    "agent changed": gettext_lazy("Agent changed"),
    "team added": gettext_lazy("Team added"),
    "team renamed": gettext_lazy("Team renamed"),
    "house changed": gettext_lazy("House changed"),
    "site added": gettext_lazy("Chat added"),
    "site changed": gettext_lazy("Chat changed"),
    "mailbox added": gettext_lazy("Mailbox added"),
    "mailbox changed": gettext_lazy("Mailbox changed"),
    "mailbox permission given": gettext_lazy("Permission for mailbox given"),
    "mailbox permission ended": gettext_lazy("Permission for mailbox ended"),
    "mailbox key renewed": gettext_lazy("Key of mailbox renewed"),
    "mailbox key ended": gettext_lazy("Old key of mailbox ended"),
    "mail left": gettext_lazy("Mail left as it is"),
    "mail taken up again": gettext_lazy("Mail taken up again"),
    "saved reply added": gettext_lazy("Saved reply added"),
    "saved reply changed": gettext_lazy("Saved reply changed"),
    "saved reply deleted": gettext_lazy("Saved reply thrown away"),
    "customer exported": gettext_lazy("Customer exported"),
    "customer erased": gettext_lazy("Customer erased"),
    "customers merged": gettext_lazy("Two customers brought together"),
    "customer split": gettext_lazy("Customer split into two again"),
    "corrections exported": gettext_lazy("Corrections downloaded"),
    "house style changed": gettext_lazy("House style changed"),
    "house style exported": gettext_lazy("House style downloaded"),
    **LIMITS,
}
NAMES: dict[str, str | Promise] = {
    "roles": gettext_lazy("roles"),
    "was": gettext_lazy("was"),
    "team": gettext_lazy("team"),
    "cases": gettext_lazy("cases"),
    "corrections": gettext_lazy("corrections"),
    "has_words": gettext_lazy("with messages"),
    "rules": gettext_lazy("about"),
    "put_back": gettext_lazy("version put back"),
    "auth": gettext_lazy("signing in"),
    "provider": gettext_lazy("provider"),
    "imap_security": gettext_lazy("security of incoming mail"),
    "imap_port": gettext_lazy("port for incoming mail"),
    "imap_user": gettext_lazy("user name for incoming mail"),
    "smtp_security": gettext_lazy("security of outgoing mail"),
    "smtp_port": gettext_lazy("port for outgoing mail"),
    "smtp_user": gettext_lazy("user name for outgoing mail"),
    "permitted_as": gettext_lazy("account"),
    "why": gettext_lazy("because"),
    "measure": gettext_lazy("measure"),
    "limit": gettext_lazy("kind"),
    "level": gettext_lazy("level"),
    "import_from": gettext_lazy("fetches mail from"),
    "confirms_since": gettext_lazy("confirms receipt"),
    "mails": gettext_lazy("numbers"),
    "merged": gettext_lazy("with customer"),
    "split": gettext_lazy("new customer"),
}


@dataclass(frozen=True)
class ShownChange:
    """One row of the list of changes."""

    at: datetime
    by: str
    what: str
    about: str
    details: str


def shown_change(event: AuditEvent) -> ShownChange:
    """One change as the list shows it."""
    details = dict(event.details)
    details |= details.pop("changes", {})
    return ShownChange(
        at=event.at,
        by=event.actor.name if event.actor else "",
        what=str(WHAT.get(event.what, event.what)),
        about=event.about,
        details="; ".join(f"{_name(key)}: {_value(value)}" for key, value in details.items()),
    )


def _name(key: str) -> str:
    if key in NAMES:
        return str(NAMES[key])
    for model in (House, HouseRules, Site, Agent, Mailbox):
        try:
            return str(getattr(model._meta.get_field(key), "verbose_name", key))
        except FieldDoesNotExist:
            continue
    return key


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_value(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(part)}" for key, part in value.items())
    return str(dict(Role.choices).get(value, value))
