"""Carry an announcement to the other processes, over what the installation already has.

SQLite: a row that each process tails. One writer at a time, so ids commit in order.
PostgreSQL: NOTIFY, because there ids do *not* commit in order and a tail would miss some.
Redis, when there is one: PUBLISH after commit, so that the database has no part in it.
"""

import threading
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from django.conf import settings
from django.db import connection

CHANNEL = "gehoord_live"


class Announcement(NamedTuple):
    """A topic that changed and the audiences that may hear so."""

    topic: str
    audiences: tuple[str, ...]


def as_line(topic: str, audiences: list[str]) -> str:
    """Write an announcement as one line for a wire that carries text."""
    return " ".join([topic, *audiences])


def from_line(line: str) -> Announcement:
    """Read what `as_line` wrote."""
    topic, *audiences = line.split()
    return Announcement(topic, tuple(audiences))


class Wire(Protocol):
    """A way to the other processes."""

    def send(self, topic: str, audiences: list[str]) -> None:
        """Announce a change as part of the current transaction."""

    def listen(self, stop: threading.Event) -> Iterator[list[Announcement] | None]:
        """Yield what is announced until `stop`, in the thread that reads for this process.

        None means: from here on nothing is missed, but before it something may have been.
        Raises whatever the connection raises when it breaks.
        """


def chosen() -> Wire:
    """The wire for this installation: Redis if there is one, else what the database offers."""
    if settings.REDIS_URL:
        from gehoord.live.redis_wire import RedisWire

        return RedisWire()
    if connection.vendor == "postgresql":
        from gehoord.live.notify_wire import NotifyWire

        return NotifyWire()
    from gehoord.live.table_wire import TableWire

    return TableWire()
