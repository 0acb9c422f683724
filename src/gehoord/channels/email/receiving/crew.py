"""Fetches each folder in a thread of its own: a server that hangs holds up nobody else."""

from __future__ import annotations

import logging
import threading
from time import monotonic

from django.db import close_old_connections, connections

from gehoord.channels.email.models import MailFolder
from gehoord.channels.email.queues import FETCH_MAIL
from gehoord.channels.email.receiving.imap import Server
from gehoord.channels.email.receiving.poll import (
    LEASE,
    fetch_folder,
    folders_to_fetch,
)
from gehoord.jobs.nudges import tell_instead

logger = logging.getLogger(__name__)

MOST = 32
"""Folders that one process fetches at a time. A dead server is asked ever more seldom."""
LOOK_S = 5.0
GRACE_S = 10.0
"""So long the batches in hand may take when the process has to end."""


class Crew(threading.Thread):
    """Hands due folders to fetchers, as long as the work process lives."""

    def __init__(self) -> None:
        super().__init__(name="mail-crew", daemon=True)
        self.ended = threading.Event()
        self.wanted = threading.Event()
        self.fetchers: list[Fetcher] = []

    def run(self) -> None:
        """Look for due folders until `end` is called, and at once when told."""
        tell_instead(FETCH_MAIL, self.tell)
        while not self.ended.is_set():
            try:
                close_old_connections()
                self.look()
            except Exception:
                logger.exception("looking for mail to fetch failed and goes on")
            finally:
                connections.close_all()
            self.wanted.wait(LOOK_S)
            self.wanted.clear()

    def look(self) -> None:
        """Start a fetcher for each due folder, as long as there are not too many."""
        rows = folders_to_fetch()
        while not self.ended.is_set() and len(self.at_work()) < MOST:
            row = rows.all().claim(LEASE)
            if row is None:
                return
            fetcher = Fetcher(row, self)
            self.fetchers.append(fetcher)
            fetcher.start()

    def at_work(self) -> list[Fetcher]:
        """The fetchers that have not come back yet."""
        self.fetchers = [each for each in self.fetchers if each.is_alive()]
        return self.fetchers

    def tell(self) -> None:
        """There may be news."""
        self.wanted.set()

    def end(self) -> None:
        """Take no more folders, and have those in hand given back."""
        self.ended.set()
        self.tell()
        tell_instead(FETCH_MAIL, None)
        until = monotonic() + GRACE_S
        for fetcher in [*self.fetchers]:
            fetcher.join(max(until - GRACE_S / 2 - monotonic(), 0))
        for fetcher in [*self.fetchers]:
            fetcher.break_off()
        for fetcher in [*self.fetchers]:
            fetcher.join(max(until - monotonic(), 0))


class Fetcher(threading.Thread):
    """Fetches one folder, once."""

    def __init__(self, row: MailFolder, crew: Crew) -> None:
        super().__init__(name=f"fetch-{row.pk}", daemon=True)
        self.row = row
        self.crew = crew
        self.server: Server | None = None

    def run(self) -> None:
        """Fetch; what was not foreseen is tried again later."""
        try:
            fetch_folder(self.row, opened=self._note)
        except Exception:
            logger.exception("folder %s failed at attempt %s", self.row.pk, self.row.attempts)
            self.row.try_again()
        finally:
            self.server = None
            connections.close_all()
            self.crew.tell()

    def _note(self, server: Server) -> None:
        self.server = server

    def break_off(self) -> None:
        """Hang up; the folder is tried again."""
        if (server := self.server) is not None:
            server.hang_up()
