"""Whole Gehoords beside each other, with mailboxes in one Dovecot and one Postfix between them."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.dovecot import PASSWORD, dovecot_running
from tests.postfix import postfix_running
from tests.services import environment, free_port, gehoord, make_tables, running, wait_until

DOMAINS = "a.example b.example robot.example"
MAPS = (
    r"regexp:{ {/^service@a\.example$$/ service-a/} {/^service@b\.example$$/ service-b/}"
    r" {/@robot\.example$$/ robot/} }"
)
QUEUES = ("maildrop", "incoming", "active", "deferred")


@dataclass
class House:
    """One installation: its own database, its own worker."""

    data: Path
    env: dict[str, str]
    address: str

    def ask(self, what, **words):
        command = [sys.executable, "-m", "gehoord.channels.email.tests.inside"]
        told = subprocess.run(
            [*command, what, json.dumps(words)], env=self.env, check=True, capture_output=True
        )
        return json.loads(told.stdout)

    def state(self):
        """How many mails came, how much is still to be done, and how many left."""
        with contextlib.closing(sqlite3.connect(self.data / "gehoord.sqlite3", timeout=20)) as db:
            (came,) = db.execute("SELECT count(*) FROM email_storedmail").fetchone()
            undone = sum(
                db.execute(
                    f"SELECT count(*) FROM {table} WHERE next_attempt_at IS NOT NULL"
                ).fetchone()[0]
                for table in ("email_storedmail", "cases_message", "email_confirmation")
            )
            left = (
                db.execute(
                    "SELECT count(*) FROM email_confirmation WHERE sent_at IS NOT NULL"
                ).fetchone()[0]
                + db.execute(
                    "SELECT count(*) FROM cases_message WHERE delivery = 'sent'"
                ).fetchone()[0]
            )
        return came, undone, left


@dataclass
class World:
    """The mail servers, and the houses at them."""

    boxes: Path
    queue: Path
    smtp_port: int
    imap_port: int
    houses: dict[str, House] = field(default_factory=dict)

    def mails_in(self, box):
        found = (self.boxes / box).glob("[cn][ue][rw]/*")
        return len([path for path in found if path.is_file()])

    def underway(self):
        """Letters that the mail server still has."""
        return sum(path.is_file() for name in QUEUES for path in (self.queue / name).rglob("*"))

    def state(self):
        """How much is where: letters underway, and in each house what came and what is to do."""
        boxes = {name: self.mails_in(f"service-{name}") for name in self.houses}
        return self.underway(), boxes, {name: each.state() for name, each in self.houses.items()}

    def at_rest(self):
        """What is in the houses, once nothing moves any more: looked at twice, nothing changed."""

        def is_still():
            underway, boxes, houses = before = self.state()
            is_done = not underway and all(
                houses[name][:2] == (boxes[name], 0) for name in self.houses
            )
            return is_done and self.state() == before

        wait_until(is_still, what="nothing moves any more", within_s=120)
        return {name: house.ask("count") for name, house in self.houses.items()}


@contextlib.contextmanager
def world(folder, *names, **settings):
    """Houses called `a` and `b`; `settings` are Postfix's."""
    # Postfix brings mail where Dovecot looks for it, and as the user Dovecot reads it as.
    with dovecot_running() as dovecot:
        own = {
            "virtual_mailbox_domains": DOMAINS,
            "virtual_mailbox_base": dovecot.folder / "mail",
            "virtual_mailbox_maps": MAPS,
            "virtual_uid_maps": "static:8",
            "virtual_gid_maps": "static:8",
            "queue_run_delay": "2s",
        }
        with postfix_running(port=free_port(), **(own | settings)) as postfix:
            place = World(
                dovecot.folder / "mail", postfix.log.parent / "queue", postfix.port, dovecot.port
            )
            with contextlib.ExitStack() as stack:
                for name in names:
                    place.houses[name] = stack.enter_context(_house(folder, name, place))
                yield place


@contextlib.contextmanager
def _house(folder, name, place):
    data = folder / name
    env = _environment(data)
    make_tables(env)
    house = House(data, env, f"service@{name}.example")
    house.ask(
        "make",
        address=house.address,
        name=f"Winkel {name.upper()}",
        imap_host="127.0.0.1",
        imap_port=place.imap_port,
        imap_security="none",
        imap_user=f"service-{name}",
        secret=PASSWORD,
        smtp_host="127.0.0.1",
        smtp_port=place.smtp_port,
        smtp_security="none",
    )
    with (
        (data / "output").open("w") as output,
        running(gehoord("work"), env=house.env, stdout=output, stderr=subprocess.STDOUT),
    ):
        yield house


def _environment(data):
    data.mkdir(exist_ok=True)
    return environment(data, DJANGO_SETTINGS_MODULE="gehoord.config.settings")
