"""The visitor of the full page, known by a cookie that no script can read."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from gehoord.channels.webchat.models import Site, Visitor
from gehoord.channels.webchat.tokens import (
    TOKEN_LASTS,
    TokenIsNotValid,
    key_in,
    token_for,
    visitor_with,
)


def visitor_on_page(request: HttpRequest, site: Site) -> Visitor | None:
    """The visitor whose cookie came along; None if there is none, or not a good one."""
    try:
        return visitor_with(request.COOKIES.get(_name(site), ""), site=site)
    except TokenIsNotValid:
        return None


def key_of_cookie(request: HttpRequest, site: Site) -> UUID | None:
    """The key a browser got when it first looked, before anybody wrote."""
    try:
        return key_in(request.COOKIES.get(_name(site), ""), site=site)
    except TokenIsNotValid:
        return None


def remember(response: HttpResponseBase, visitor: Visitor) -> None:
    """Let the browser come back to this conversation."""
    response.set_cookie(
        _name(visitor.site),
        token_for(visitor),
        max_age=TOKEN_LASTS,
        path="/chat/",
        secure=settings.IS_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name(site: Site) -> str:
    return f"gehoord_chat_{site.key}"
