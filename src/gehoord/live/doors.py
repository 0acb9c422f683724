"""A door decides who may hear what: it knows the caller, the hub does not."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

Enter = Callable[[HttpRequest], frozenset[str] | None]
"""From the request (cookies, query, headers; no middleware has seen it) to the audiences its
sender may hear, or None for a stranger. One of them must be the sender's own, e.g. `agent-7`."""


def from_own_pages_only(request: HttpRequest, origin: str) -> bool:
    """No page of another site may read the stream."""
    return False


@dataclass(frozen=True)
class Door:
    """How one address of the live stream lets people in.

    `may_be_read_by` gets the request and the Origin of a page on another site, as a customer's
    chat is. `streams_each` is the most streams that one set of audiences may hold per process,
    `leaves_free` how many of all streams stay for others: visitors cannot keep agents out.
    """

    enter: Enter
    may_be_read_by: Callable[[HttpRequest, str], bool] = from_own_pages_only
    streams_each: int = 8
    leaves_free: int = 0
