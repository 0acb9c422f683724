"""Processes that fetch are killed, fetch at the same time, and find a folder numbered anew."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter

import pytest

from gehoord.channels.email.tests.letters import letter
from tests.dovecot import dovecot_running, put
from tests.services import environment, free_port, make_tables, wait_until

pytestmark = pytest.mark.services
MAILS = 80
KILLS = (15, 35, 60)
"""Both processes are killed as soon as so many mails are stored."""
SET_UP = "import django; django.setup()\n"
MAKE = """
import sys
from datetime import timedelta
from django.utils import timezone
from gehoord.accounts.actions import add_team
from gehoord.channels.email.models import Mailbox
Mailbox.objects.create(address="kill@winkel.example", team=add_team(name="T"),
    imap_host="127.0.0.1", imap_port=int(sys.argv[1]), imap_security="none", imap_user=sys.argv[2],
    secret="geheim", import_from=timezone.now() - timedelta(minutes=5))
"""
FETCH = """
import sys
from django.utils import timezone
from gehoord.channels.email.models import MailFolder, StoredMail
from gehoord.channels.email.receiving import poll
from gehoord.channels.email.receiving.poll import fetch_due_folders
from gehoord.channels.email.reading_in import read_due_mail
poll.AT_ONCE = 10
now = timezone.now()
if sys.argv[1] == "begins":
    # Whoever was killed had leases that would run out by themselves, in minutes.
    MailFolder.objects.update(leased_until=None)
    StoredMail.objects.update(leased_until=None)
while True:
    rows = MailFolder.objects.all()
    if sys.argv[2] == "polite":
        rows = rows.filter(leased_until=None)
    rows.update(next_attempt_at=timezone.now(), leased_until=None)
    fetch_due_folders()
    read_due_mail()
"""


@pytest.fixture(scope="module")
def server():
    with dovecot_running() as running:
        yield running


class House:
    """An installation whose fetchers may die."""

    def __init__(self, folder):
        self.folder, self.box = folder, f"kill-{free_port()}"
        self.env = environment(
            folder, DJANGO_SETTINGS_MODULE="gehoord.config.settings", GEHOORD_NUDGES="off"
        )
        make_tables(self.env)

    def begin(self, code, *words):
        command = [sys.executable, "-c", SET_UP + code, *words]
        return subprocess.Popen(command, env=self.env, stderr=subprocess.DEVNULL)

    def ask(self, words):
        with contextlib.closing(
            sqlite3.connect(self.folder / "gehoord.sqlite3", timeout=20)
        ) as database:
            return database.execute(words).fetchall()

    def number(self, words):
        return self.ask(f"SELECT count(*) FROM {words}")[0][0]

    def numbering(self):
        return self.ask("SELECT uid_validity FROM email_mailfolder")

    def texts(self):
        return [text for (text,) in self.ask("SELECT text FROM cases_message")]


@pytest.fixture
def house(tmp_path, server):
    house = House(tmp_path)
    assert house.begin(MAKE, str(server.port), house.box).wait(60) == 0
    return house


@contextlib.contextmanager
def two_fetchers(house, manners):
    two = [house.begin(FETCH, "begins", manners), house.begin(FETCH, "joins", manners)]
    try:
        yield
    finally:
        for process in two:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()


def number_anew(server, box):
    """What a server does that lost its lists: the same mails, all with other numbers."""
    folder = server.folder / "mail" / box
    for path in folder.glob("dovecot*"):
        path.unlink()


@pytest.mark.parametrize("manners", ["polite", "takes it from the other"])
def test_fetchers_that_are_killed_lose_nothing_and_double_nothing(server, house, manners):
    with server.client(house.box) as client:
        for number in range(MAILS):
            put(client, letter(f"m{number:03}", sender=f"k{number}@x.example"))
    for least in KILLS:
        with two_fetchers(house, manners):
            wait_until(
                lambda least=least: house.number("email_storedmail") >= least,
                what=f"{least} mails",
                within_s=90,
            )
        if least == KILLS[1]:
            number_anew(server, house.box)
            before = house.numbering()
    with two_fetchers(house, manners):
        wait_until(
            lambda: (
                len(set(house.texts())) == MAILS
                and house.numbering() != before
                and not house.number("email_storedmail WHERE next_attempt_at IS NOT NULL")
            ),
            what="all mails in cases",
            within_s=120,
        )

    assert Counter(house.texts()) == Counter(f"m{number:03}" for number in range(MAILS))
    assert house.number("email_storedmail") == MAILS
