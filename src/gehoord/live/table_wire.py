"""SQLite: announcements are rows, and every process tails the table."""

import threading
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from gehoord.live.models import LiveEvent
from gehoord.live.wire import Announcement

POLL_S = 0.05
AT_ONCE = 1000
KEPT = timedelta(minutes=10)


class TableWire:
    """Announces by a row in LiveEvent."""

    def send(self, topic: str, audiences: list[str]) -> None:
        """Announce a change as part of the current transaction."""
        LiveEvent.objects.create(topic=topic, audiences=" ".join(audiences))

    def listen(self, stop: threading.Event) -> Iterator[list[Announcement] | None]:
        """Yield committed rows as they come, a poll at a time."""
        try:
            last = LiveEvent.objects.aggregate(newest=Max("id"))["newest"] or 0
            seen_version = None
            yield None
            while not stop.wait(POLL_S):
                # Cheaper than a query: it changes when another connection has committed.
                version = _data_version()
                if version == seen_version:
                    continue
                rows = list(_rows_after(last))
                if len(rows) < AT_ONCE:
                    seen_version = version
                if rows:
                    last = rows[-1].pk
                    yield [Announcement(row.topic, tuple(row.audiences.split())) for row in rows]
        finally:
            connection.close()


def _rows_after(last: int) -> Iterator[LiveEvent]:
    return iter(LiveEvent.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE])


def _data_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])


def forget_old_events() -> None:
    """Delete rows that every process has read long ago."""
    LiveEvent.objects.filter(happened_at__lt=timezone.now() - KEPT).delete()
