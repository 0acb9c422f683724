"""Redis: announcements are PUBLISH, sent once the transaction is committed."""

import logging
import threading
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db import transaction
from redis import Redis

from gehoord.live.wire import CHANNEL, Announcement, as_line, from_line

logger = logging.getLogger(__name__)

WAIT_S = 0.5
AT_ONCE = 500


class RedisWire:
    """Announces by Redis' PUBLISH."""

    def send(self, topic: str, audiences: list[str]) -> None:
        """Announce a change once the current transaction is committed."""
        transaction.on_commit(partial(_publish, as_line(topic, audiences)))

    def listen(self, stop: threading.Event) -> Iterator[list[Announcement] | None]:
        """Yield what is published.

        The client reconnects by itself; that shows as a second "subscribe", so as another None.
        """
        with _client().pubsub() as ears:
            ears.subscribe(CHANNEL)
            while not stop.is_set():
                heard: list[Announcement] = []
                message = ears.get_message(timeout=WAIT_S)
                while message is not None:
                    if message["type"] == "subscribe":
                        yield None
                    elif message["type"] == "message":
                        heard.append(from_line(message["data"].decode()))
                    message = ears.get_message(timeout=0) if len(heard) < AT_ONCE else None
                if heard:
                    yield heard


def _publish(line: str) -> None:
    try:
        _client().publish(CHANNEL, line)
    except Exception:
        # The change is committed. A reader that lost the same Redis has its browsers refetch.
        logger.warning("a live announcement was lost", exc_info=True)


@cache
def _client() -> Any:
    return Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=10, health_check_interval=15
    )
