"""An installation that listens for LMTP, and a mail server's side of the talk, for tests."""

from __future__ import annotations

import contextlib
import socket
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.services import environment, make_tables, running, wait_until

MAKE = """
import django; django.setup()
import sys
from gehoord.accounts.actions import add_team
from gehoord.channels.email.models import Mailbox
team = add_team(name="T")
for address in sys.argv[1:]:
    Mailbox.objects.create(address=address, team=team)
"""


@dataclass
class House:
    """An installation in which nothing is read: what was kept is still there as it came."""

    data: Path
    env: dict[str, str]

    def command(self, place):
        # As it is installed: `gehoord.__main__` is what `gehoord` runs.
        return [sys.executable, "-m", "gehoord", "mail", "listen", "--lmtp", place]

    def ask(self, words):
        with contextlib.closing(sqlite3.connect(self.data / "gehoord.sqlite3", timeout=20)) as db:
            found = db.execute(words).fetchall()
            db.commit()
        return found

    def mails(self):
        files = self.ask("SELECT file FROM email_storedmail ORDER BY id")
        return [(self.data / "files" / file).read_bytes() for (file,) in files]

    def boxes(self):
        words = "SELECT address FROM email_mailbox b JOIN email_storedmail m ON m.mailbox_id = b.id"
        return [address for (address,) in self.ask(words)]

    def forget(self):
        self.ask("DELETE FROM email_storedmail")


def house_at(folder, *addresses, **settings):
    """An installation with mailboxes."""
    env = environment(
        folder,
        DJANGO_SETTINGS_MODULE="gehoord.config.settings",
        GEHOORD_NUDGES="off",
        **settings,
    )
    make_tables(env)
    subprocess.run([sys.executable, "-c", MAKE, *addresses], env=env, check=True)
    return House(folder, env)


@contextlib.contextmanager
def listening(house, place):
    """The process that listens; it says so when it does."""
    told = house.data / "said"
    with (
        told.open("w") as said,
        running(house.command(place), env=house.env, stdout=said, stderr=said) as process,
    ):
        wait_until(lambda: place in told.read_text() or process.poll() is not None, what="LMTP")
        assert process.poll() is None, told.read_text()
        yield process


class Lmtp:
    """What a mail server says, and the codes it hears."""

    def __init__(self, place):
        family = socket.AF_UNIX if isinstance(place, str) else socket.AF_INET
        self.socket = socket.socket(family)
        self.socket.settimeout(30)
        self.socket.connect(place)
        self.lines = self.socket.makefile("rb")
        assert self.answer() == 220
        assert self.say("LHLO mx.klant.example") == 250

    def __enter__(self):
        return self

    def __exit__(self, *_trouble):
        self.lines.close()
        self.socket.close()

    def send(self, content):
        self.socket.sendall(content)

    def answer(self):
        """The code of the next answer, which may have many lines."""
        while (line := self.lines.readline())[3:4] == b"-":
            continue
        return int(line[:3]) if line else None

    def say(self, words):
        self.send(f"{words}\r\n".encode())
        return self.answer()

    def envelope(self, sender, recipients, options=""):
        assert self.say(f"MAIL FROM:<{sender}>{options}") == 250
        return [self.say(f"RCPT TO:<{each}>") for each in recipients]

    def content(self, raw):
        """The answers after a mail: one for each recipient who was taken."""
        assert self.say("DATA") == 354
        body = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").replace(b"\r\n.", b"\r\n..")
        self.send(body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        self.send(b"VRFY somebody\r\n")  # its 252 says that nothing more comes
        return list(iter(self.answer, 252))

    def bring(self, raw, recipients, *, sender="jan@klant.example", options=""):
        self.envelope(sender, recipients, options)
        return self.content(raw)
