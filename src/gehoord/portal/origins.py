"""Which websites may show a chat: exactly those the site names, and our own pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from gehoord.channels.webchat.models import Site


def is_own_origin(request: HttpRequest, origin: str) -> bool:
    """Whether a page of our own address asks."""
    parts = urlsplit(settings.GEHOORD_URL)
    return origin in {
        f"{request.scheme}://{request.get_host()}",
        f"{parts.scheme}://{parts.netloc}",
    }


def is_allowed(request: HttpRequest, site: Site) -> bool:
    """Whether the page that asks is on a website of this site.

    A browser leaves the origin out only when a page asks its own server something.
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    return may_show(site, origin) or is_own_origin(request, origin)


def may_show(site: Site, origin: str) -> bool:
    """Whether a website may show the chat of this site."""
    return origin in {host.rstrip("/") for host in site.hosts}


def add_cors(response: HttpResponseBase, *, origin: str | None) -> None:
    """Let a page of another website read the answer. Without an origin any page may.

    An answer that says "not on this website" has to be readable there, or nobody would know.
    """
    response["Access-Control-Allow-Origin"] = origin or "*"
    response["Vary"] = "Origin"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"


def add_preflight(response: HttpResponseBase) -> None:
    """Answer the question a browser asks before it sends a token."""
    response["Access-Control-Allow-Methods"] = "GET, POST"
    response["Access-Control-Allow-Headers"] = "authorization, content-type"
    response["Access-Control-Max-Age"] = "600"
