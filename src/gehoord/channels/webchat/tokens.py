"""Who a visitor is: a signed token in his own browser, and a short-lived ticket for the stream."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core import signing

from gehoord.channels.webchat.models import Site, Visitor

TOKEN_LASTS = timedelta(days=365)
TICKET_LASTS = timedelta(minutes=15)
_TOKEN = "gehoord.webchat.visitor"  # noqa: S105 - the salt of a signature, not a secret
_TICKET = "gehoord.webchat.ticket"


class TokenIsNotValid(Exception):
    """The token is forged, too old, or belongs to another site."""


def token_for(visitor: Visitor) -> str:
    """Give a visitor the token by which his browser is known. It never goes into an address."""
    return signing.dumps([visitor.site.key, visitor.key.hex], salt=_TOKEN)


def visitor_with(token: str, *, site: Site) -> Visitor:
    """Find the visitor a token belongs to.

    Raises TokenIsNotValid if it is not one of ours, too old, or of another site.
    """
    found = Visitor.objects.filter(key=key_in(token, site=site), site=site).first()
    if found is None:
        raise TokenIsNotValid
    found.site = site
    return found


def key_in(token: str, *, site: Site) -> UUID:
    """Read the visitor's key in a token, also of somebody who did not write yet.

    Raises TokenIsNotValid if it is not one of ours, too old, or of another site.
    """
    key, visitor = _opened(token, salt=_TOKEN, lasts=TOKEN_LASTS)
    if key != site.key:
        raise TokenIsNotValid
    return visitor


def ticket_for(visitor: Visitor) -> str:
    """Give a ticket that opens the live stream for some minutes, and nothing else.

    A stream cannot be asked for with a header from a page of another site without a question
    beforehand, so this one may stand in an address: it tells only *that* something changed.
    """
    return signing.dumps([visitor.site.key, visitor.key.hex], salt=_TICKET)


def visitor_with_ticket(ticket: str) -> Visitor:
    """Find the visitor a ticket was given to.

    Raises TokenIsNotValid if it is forged or its minutes are over.
    """
    key, visitor = _opened(ticket, salt=_TICKET, lasts=TICKET_LASTS)
    found = Visitor.objects.select_related("site").filter(key=visitor, site__key=key).first()
    if found is None:
        raise TokenIsNotValid
    return found


def _opened(signed: str, *, salt: str, lasts: timedelta) -> tuple[str, UUID]:
    try:
        key, visitor = signing.loads(signed, salt=salt, max_age=lasts)
        return str(key), UUID(visitor)
    except (signing.BadSignature, ValueError) as error:
        raise TokenIsNotValid from error
