"""The queue that carries nudges: Redis if there is one, else a SQLite file of its own."""

import sqlite3
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from huey import Huey
from huey.serializer import SignedSerializer
from huey.storage import RedisStorage, SqliteStorage

from gehoord.jobs.nudges import run_drain


class NudgeFile(SqliteStorage):  # type: ignore[misc]
    """huey's SQLite file without a wait for the disk at every commit: a lost nudge is harmless."""

    def _create_connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection = super()._create_connection()
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection


@cache
def open_queue() -> Any:
    """The huey instance of this installation, opened at first use."""
    where: dict[str, Any]
    if settings.REDIS_URL:
        where = {"storage_class": RedisStorage, "url": settings.REDIS_URL}
    else:
        file = Path(settings.GEHOORD_DATA) / "jobs.sqlite3"
        where = {"storage_class": NudgeFile, "filename": str(file), "cache_mb": 1}
    # Signed, because huey unpickles what it reads.
    serializer = SignedSerializer(secret=settings.SECRET_KEY, salt="gehoord.jobs")
    return Huey("gehoord", results=False, serializer=serializer, **where)


@cache
def drain_task() -> Any:
    """The only task there is: look at the rows of one drain."""
    return open_queue().task(name="drain")(_run_drain_in_worker)


def _run_drain_in_worker(name: str) -> None:
    close_old_connections()
    try:
        run_drain(name)
    finally:
        close_old_connections()


def enqueue_drain(name: str, delay: timedelta = timedelta(0)) -> None:
    """Put a nudge in the queue, to be carried out after `delay`."""
    task = drain_task()
    if delay > timedelta(0):
        task.schedule((name,), delay=delay.total_seconds())
    else:
        task(name)
