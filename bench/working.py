"""A running `gehoord work` that takes in mail, and what it takes from the machine."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from bench.cores import on_measured
from bench.machine import cpu_s
from bench.mailboxes import Box
from bench.place import OUTPUT
from tests.dovecot import PASSWORD
from tests.services import gehoord, running, wait_until

LONGEST_S = 24 * 3600.0


@dataclass(frozen=True)
class Spent:
    """What some work took: seconds on the clock and of a core, and the most memory in it."""

    wall_s: float
    cpu_s: float
    peak_mb: float


class Work:
    """The process; every mailbox of this Gehoord is fetched by it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    @property
    def resident_mb(self) -> float:
        """Its memory now."""
        return self._status("VmRSS")

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Let the process stand still, so that it takes nothing from others. Write no rows in it."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)

    def look(self, until: Callable[[], bool]) -> Spent:
        """Have every mailbox looked at now; what went by until something was true."""
        from gehoord.channels.email.models import MailFolder
        from gehoord.channels.email.queues import FETCH_MAIL
        from gehoord.jobs.nudges import nudge

        Path(f"/proc/{self.pid}/clear_refs").write_text("5")  # forget the peak
        began, before = time.perf_counter(), cpu_s(self.pid)
        folders = MailFolder.objects.filter(mailbox__is_on=True)
        free = MailFolder.objects.filter(leased_until__isnull=True, mailbox__is_on=True)
        # Whoever still ends the look before this one would put the next one off for a minute.
        wait_until(
            lambda: free.update(next_attempt_at=timezone.now()) == folders.count(),
            what="an end of the last look",
        )
        nudge(FETCH_MAIL)
        wait_until(until, what="the mail", within_s=LONGEST_S)
        wall_s = time.perf_counter() - began
        return Spent(wall_s, cpu_s(self.pid) - before, self._status("VmHWM"))

    def _status(self, name: str) -> float:
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


@contextlib.contextmanager
def working() -> Iterator[Work]:
    """Start this place's `gehoord work` on the core that is measured, ready for mail."""
    from gehoord.channels.email.models import Mailbox
    from gehoord.jobs.models import Heartbeat

    Mailbox.objects.update(is_on=False)
    Heartbeat.objects.all().delete()
    with contextlib.ExitStack() as stack:
        lines = stack.enter_context(Path(os.environ[OUTPUT]).open("a"))
        with on_measured():
            started = running(gehoord("work"), stdout=lines, stderr=subprocess.STDOUT)
            process = stack.enter_context(started)
        wait_until(Heartbeat.objects.exists, what="gehoord work")
        yield Work(process.pid)


def add_mailbox(box: Box, *, import_from: datetime):
    """Have a box of the mail server fetched from now on."""
    from gehoord.accounts.models import Team
    from gehoord.channels.email.models import Mailbox

    return Mailbox.objects.create(
        address=box.address,
        team=Team.objects.get_or_create(name="Service")[0],
        imap_host="127.0.0.1",
        imap_port=box.server.port,
        imap_security="none",
        imap_user=box.user,
        secret=PASSWORD,
        import_from=import_from,
    )


def everything_is_read(mailbox, count: int) -> Callable[[], bool]:
    """Whether so many mails of a mailbox were fetched, and all that were fetched are in cases."""
    from gehoord.channels.email.models import MailFolder, StoredMail

    fetched = MailFolder.objects.filter(mailbox=mailbox, last_uid__gte=count)
    return lambda: fetched.exists() and not StoredMail.objects.unread().exists()
