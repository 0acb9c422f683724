"""Which changes a visitor of a chat may hear of: those of his own conversation."""

from __future__ import annotations

from django.http import HttpRequest

from gehoord.channels.webchat.models import Visitor
from gehoord.channels.webchat.tokens import TokenIsNotValid, visitor_with_ticket
from gehoord.live.doors import Door
from gehoord.portal.origins import is_allowed, may_show


def _enter(request: HttpRequest) -> frozenset[str] | None:
    visitor = _visitor(request)
    if visitor is None or not _is_asked_from_the_site(request, visitor):
        return None
    address = visitor.address()
    own = {visitor.audience}
    return frozenset(own | {f"address-{address.pk}"} if address else own)


def _visitor(request: HttpRequest) -> Visitor | None:
    try:
        return visitor_with_ticket(request.GET.get("ticket", ""))
    except TokenIsNotValid:
        return None


def _is_asked_from_the_site(request: HttpRequest, visitor: Visitor) -> bool:
    # A stream of our own page comes without an origin; the ticket is what lets it in.
    return "Origin" not in request.headers or is_allowed(request, visitor.site)


def _may_be_read_by(request: HttpRequest, origin: str) -> bool:
    visitor = _visitor(request)
    return visitor is not None and may_show(visitor.site, origin)


visitor_door = Door(enter=_enter, may_be_read_by=_may_be_read_by, streams_each=4, leaves_free=1000)
