"""One core for what is measured, another for the servers it talks to."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

MEASURED = min(os.sched_getaffinity(0))
OTHER = max(os.sched_getaffinity(0))
"""The same core on a machine that has one."""


@contextlib.contextmanager
def on_measured() -> Iterator[None]:
    """What is started in it stays on the core that is measured, with all its threads."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {MEASURED})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def move_aside() -> None:
    """Keep this process, what it starts and the servers it uses off the core that is measured."""
    os.sched_setaffinity(0, {OTHER})
    for process in {*_of_postgresql(), *_of_redis()}:
        for thread in Path(f"/proc/{process}/task").iterdir():
            with contextlib.suppress(ProcessLookupError):
                os.sched_setaffinity(int(thread.name), {OTHER})


def _of_postgresql() -> Iterator[int]:
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('data_directory')")
        folder = Path(cursor.fetchone()[0])
        yield int((folder / "postmaster.pid").read_text().splitlines()[0])
        cursor.execute("SELECT pid FROM pg_stat_activity")
        yield from (row[0] for row in cursor.fetchall())


def _of_redis() -> Iterator[int]:
    from django.conf import settings
    from redis import Redis

    if settings.REDIS_URL:
        with Redis.from_url(settings.REDIS_URL) as server:
            yield int(server.info("server")["process_id"])
