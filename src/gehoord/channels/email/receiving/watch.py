"""Waits at mail servers for news, so that a mail is there at once and not after a minute.

Nothing depends on it: who waits in vain or breaks off costs at most the minute between two polls.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from time import monotonic

from django.db import close_old_connections, connections
from django.utils import timezone

from gehoord.channels.email.models import Mailbox, MailFolder
from gehoord.channels.email.queues import FETCH_MAIL
from gehoord.channels.email.receiving.imap import Server, signed_in
from gehoord.channels.email.receiving.troubles import TROUBLES
from gehoord.jobs.nudges import nudge

logger = logging.getLogger(__name__)

LOOK_S = 10.0
WAIT_S = 9 * 60
"""Servers and routers forget who says nothing for longer."""
FIRST_PAUSE_S = 5.0
LONGEST_PAUSE_S = 300.0
BUSY_S = 30.0
MOST = 100
"""Folders at which one process waits; the others are polled."""


class Watch(threading.Thread):
    """Has a listener at every folder that can be fetched."""

    def __init__(self) -> None:
        super().__init__(name="mail-watch", daemon=True)
        self.ended = threading.Event()
        self.listeners: dict[tuple[object, ...], Listener] = {}

    def run(self) -> None:
        """Look after the listeners until `end` is called."""
        while not self.ended.is_set():
            try:
                close_old_connections()
                self.look()
            except Exception:
                logger.exception("the watch over mailboxes failed and goes on")
            finally:
                connections.close_all()
            self.ended.wait(LOOK_S)
        for listener in self.listeners.values():
            listener.end()

    def look(self) -> None:
        """Start listeners for new folders; end those of folders that changed or are gone."""
        rows = MailFolder.objects.filter(
            mailbox__in=Mailbox.objects.fetched(), polled_at__isnull=False, problem=""
        ).select_related("mailbox")
        wanted = {_key(row): row for row in rows.order_by("pk")[:MOST]}
        for key in self.listeners.keys() - wanted.keys():
            self.listeners.pop(key).end()
        for key, row in wanted.items():
            if key not in self.listeners or not self.listeners[key].is_alive():
                self.listeners[key] = Listener(row)
                self.listeners[key].start()

    def end(self) -> None:
        """Stop waiting."""
        self.ended.set()


def _key(row: MailFolder) -> tuple[object, ...]:
    box = row.mailbox
    server = (box.imap_host, box.imap_port, box.imap_security, box.imap_user, box.auth)
    # A refresh token is renewed now and then; only a new permission is news.
    return (row.pk, row.name, *server, box.secret, box.permitted_at, box.client_id)


class Listener(threading.Thread):
    """Waits at one folder."""

    def __init__(self, row: MailFolder) -> None:
        super().__init__(name=f"mail-{row.pk}", daemon=True)
        self.row = row
        self.ended = threading.Event()
        self.server: Server | None = None

    def run(self) -> None:
        """Wait and come back after every break, until `end` is called."""
        pause = FIRST_PAUSE_S
        while not self.ended.is_set():
            began = monotonic()
            try:
                with signed_in(self.row.mailbox) as server:
                    self.server = server
                    if not self._listen(server):
                        return
            except TROUBLES as trouble:
                logger.info("waiting at folder %s broke off: %r", self.row.pk, trouble)
            except Exception:
                logger.exception("waiting at folder %s failed", self.row.pk)
            finally:
                self.server = None
                connections.close_all()
            pause = FIRST_PAUSE_S if monotonic() - began > WAIT_S else pause * 2
            self.ended.wait(min(pause, LONGEST_PAUSE_S))

    def _listen(self, server: Server) -> bool:
        """Wait and tell; False if this server cannot say when there is news."""
        if not server.may_wait:
            return False
        opened = server.open(self.row.name)
        self.row.refresh_from_db(fields=["last_uid"])
        if opened.uid_next > self.row.last_uid + 1:
            self._tell()
        while not self.ended.is_set():
            if server.wait_for_mail(WAIT_S):
                self._tell()
        return True

    def _tell(self) -> None:
        """Have the folder fetched now; while somebody fetches, right after that."""
        until = monotonic() + BUSY_S
        while not self.ended.is_set() and monotonic() < until:
            close_old_connections()
            free = MailFolder.objects.filter(pk=self.row.pk, leased_until__isnull=True)
            if free.update(next_attempt_at=timezone.now() - timedelta(seconds=1)):
                nudge(FETCH_MAIL)
                return
            self.ended.wait(0.5)

    def end(self) -> None:
        """Stop waiting; the thread ends by itself."""
        self.ended.set()
        if (server := self.server) is not None:
            server.hang_up()
