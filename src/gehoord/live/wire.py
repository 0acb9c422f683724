"""Carry an announcement to the other processes, over what the installation already has.

SQLite: a row that each process tails. One writer at a time, so ids commit in order.
PostgreSQL: NOTIFY, because there ids do *not* commit in order and a tail would miss some.
Redis, when there is one: PUBLISH after commit, so that the database has no part in it.
"""

import logging
from functools import cache, partial
from typing import NamedTuple, Protocol

from django.conf import settings
from django.db import connection, transaction

from gehoord.live.models import LiveEvent

logger = logging.getLogger(__name__)

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


class TableWire:
    """Announces by a row in LiveEvent."""

    def send(self, topic: str, audiences: list[str]) -> None:
        """Announce a change as part of the current transaction."""
        LiveEvent.objects.create(topic=topic, audiences=" ".join(audiences))


class NotifyWire:
    """Announces by PostgreSQL's NOTIFY."""

    def send(self, topic: str, audiences: list[str]) -> None:
        """Announce a change as part of the current transaction."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, as_line(topic, audiences)])


class RedisWire:
    """Announces by Redis' PUBLISH."""

    def send(self, topic: str, audiences: list[str]) -> None:
        """Announce a change once the current transaction is committed."""
        transaction.on_commit(partial(self._publish, as_line(topic, audiences)))

    def _publish(self, line: str) -> None:
        try:
            redis_client().publish(CHANNEL, line)
        except Exception:
            # Readers that lose the same Redis tell their browsers to fetch everything again.
            logger.warning("a live announcement was lost", exc_info=True)


@cache
def redis_client():  # type: ignore[no-untyped-def]
    """The process-wide connection pool to the Redis of the settings."""
    import redis

    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1)


def chosen() -> Wire:
    """The wire for this installation: Redis if there is one, else what the database offers."""
    if getattr(settings, "REDIS_URL", ""):
        return RedisWire()
    return NotifyWire() if connection.vendor == "postgresql" else TableWire()
