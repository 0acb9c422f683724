"""PostgreSQL: announcements are NOTIFY, which the database itself sends at commit."""

import threading
from collections.abc import Iterator

import psycopg
from django.db import connection

from gehoord.live.wire import CHANNEL, Announcement, as_line, from_line

WAIT_S = 0.5
WAITS_TO_CHECK = 30


class NotifyWire:
    """Announces by PostgreSQL's NOTIFY."""

    def send(self, topic: str, audiences: list[str]) -> None:
        """Announce a change as part of the current transaction."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, as_line(topic, audiences)])

    def listen(self, stop: threading.Event) -> Iterator[list[Announcement] | None]:
        """Yield what is notified, over a connection of its own that no pool may hand out."""
        where = connection.get_connection_params()
        with psycopg.connect(**where, autocommit=True) as own:
            own.execute(f"LISTEN {CHANNEL}")
            yield None
            waits = 0
            while not stop.is_set():
                heard = [from_line(n.payload) for n in own.notifies(timeout=WAIT_S, stop_after=1)]
                waits = 0 if heard else waits + 1
                if heard:
                    yield heard
                elif waits % WAITS_TO_CHECK == 0:
                    own.execute("SELECT 1")  # notices a server that went away without a word
