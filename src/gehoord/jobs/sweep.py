"""The sweep looks at all rows every few seconds, whatever became of the nudges."""

import logging
import os
import socket
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

from django.db import close_old_connections, connections
from django.utils import timezone

from gehoord.jobs.models import Heartbeat
from gehoord.jobs.nudges import drain_names, run_drain

logger = logging.getLogger(__name__)

PAUSE_S = 5.0
SILENCE = timedelta(seconds=60)
"""A work process not heard of for so long is taken for dead."""


class Sweep(threading.Thread):
    """Runs every drain every few seconds; one that takes long does not hold up the others."""

    def __init__(self, *, pause_s: float = PAUSE_S) -> None:
        super().__init__(name="sweep", daemon=True)
        self.pause_s = pause_s
        self.ended = threading.Event()
        self.running: dict[str, Future[int]] = {}
        self.pool = ThreadPoolExecutor(max(len(drain_names()), 1), thread_name_prefix="sweep")

    def run(self) -> None:
        """Sweep until `end` is called."""
        while not self.ended.is_set():
            try:
                beat()
                self.sweep()
            except Exception:
                logger.exception("the sweep failed and goes on")
            finally:
                connections.close_all()
            self.ended.wait(self.pause_s)

    def sweep(self) -> None:
        """Start every drain that is not still at work."""
        for name in drain_names():
            before = self.running.get(name)
            if before is None or before.done():
                self.running[name] = self.pool.submit(_drain_and_close, name)

    def end(self) -> None:
        """Stop sweeping and wait for the rows in hand."""
        self.ended.set()
        self.pool.shutdown(wait=True, cancel_futures=True)


def _drain_and_close(name: str) -> int:
    close_old_connections()
    try:
        return run_drain(name)
    finally:
        connections.close_all()


def beat() -> None:
    """Note that this process lives, and forget those that have long been silent."""
    now = timezone.now()
    name = f"{socket.gethostname()}-{os.getpid()}"
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": now})
    Heartbeat.objects.filter(beaten_at__lt=now - timedelta(days=1)).delete()


def is_anyone_working(*, now: datetime | None = None) -> bool:
    """Whether a work process was heard of in the last minute, for the health page."""
    since = (now or timezone.now()) - SILENCE
    return Heartbeat.objects.filter(beaten_at__gte=since).exists()
