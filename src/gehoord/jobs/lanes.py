"""Threads apart for work that waits for servers elsewhere, so that nothing else waits with it."""

import threading
from contextlib import suppress
from queue import Full, Queue
from time import monotonic

from django.db import close_old_connections, connections

from gehoord.jobs.nudges import drains_apart, run_here, tell_instead

GRACE_S = 10.0
"""So long the rows in hand may take when the process has to end."""


class Lane:
    """The threads of one drain in a work process. Each is told of one nudge."""

    def __init__(self, name: str, threads: int) -> None:
        self.name = name
        self._ended = threading.Event()
        # More nudges than threads are not needed: a thread goes on until nothing is due.
        self._told = Queue[None](maxsize=threads)
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        """Begin; from now on the drain is done here and nowhere else in this process."""
        for each in self._threads:
            each.start()
        tell_instead(self.name, self.tell)

    def tell(self) -> None:
        """There may be something to do."""
        with suppress(Full):
            self._told.put_nowait(None)

    def end(self, until: float) -> None:
        """Take no more rows, and wait for those in hand until a moment on `monotonic`."""
        tell_instead(self.name, None)
        self._ended.set()
        for _each in self._threads:
            self.tell()
        for each in self._threads:
            each.join(max(until - monotonic(), 0))

    def _work(self) -> None:
        while True:
            self._told.get()
            if self._ended.is_set():
                return
            close_old_connections()
            try:
                run_here(self.name)
            finally:
                connections.close_all()


class Lanes:
    """Those of every drain that wants threads of its own."""

    def __init__(self) -> None:
        self._lanes = [Lane(name, threads) for name, threads in drains_apart().items()]

    def start(self) -> None:
        """Begin."""
        for each in self._lanes:
            each.start()

    def end(self) -> None:
        """End; a server that hangs holds up the end for GRACE_S at most."""
        until = monotonic() + GRACE_S
        for each in self._lanes:
            each.end(until)
