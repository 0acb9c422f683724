"""Waiting at a real server, over TLS, by several processes, and killed in the middle."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from gehoord.cases.actions import erase_cases
from gehoord.cases.models import Case, Message
from gehoord.channels.email.models import Mailbox, MailFolder, StoredMail
from gehoord.channels.email.receiving.poll import fetch_due_folders
from gehoord.channels.email.receiving.watch import Watch
from gehoord.channels.email.tests.letters import letter
from tests.dovecot import PASSWORD, dovecot_running, put
from tests.factories import make_team
from tests.services import environment, gehoord, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


@pytest.fixture(scope="module")
def server():
    with dovecot_running(has_tls=True) as running:
        yield running


@pytest.fixture
def mailbox(server, request, settings):
    settings.GEHOORD_MAIL_CA = str(server.authority)
    name = f"box{abs(hash(request.node.nodeid))}"
    return Mailbox.objects.create(
        address=f"{name}@winkel.example",
        team=make_team(),
        imap_host="localhost",
        imap_port=server.tls_port,
        imap_user=name,
        secret=PASSWORD,
        import_from=timezone.now() - timedelta(minutes=1),
    )


def fetch():
    MailFolder.objects.update(next_attempt_at=timezone.now(), leased_until=None)
    fetch_due_folders()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_comes_over_tls(server, mailbox, security):
    port = server.tls_port if security == "tls" else server.port
    Mailbox.objects.update(imap_security=security, imap_port=port)
    server.put(mailbox.imap_user, letter("veilig"))
    fetch()

    assert MailFolder.objects.get().problem == ""
    assert Message.objects.get().text == "veilig"


TROUBLES = {
    "certificate": ({"imap_host": "127.0.0.1"}, "certificaat"),
    "no TLS here": ({"imap_port": "plain"}, "TLS"),
    "nobody listens": ({"imap_port": 1}, "poort 1"),
    "no such host": ({"imap_host": "bestaat-niet.invalid"}, "niet gevonden"),
    "password": ({"secret": "onzin"}, "wachtwoord"),
    "folder": ({"folders": ["Nergens"]}, "Nergens"),
}


@pytest.mark.parametrize(("change", "told"), TROUBLES.values(), ids=TROUBLES)
def test_what_is_wrong_is_told_in_words(server, mailbox, change, told):
    if change.get("imap_port") == "plain":
        change = {"imap_port": server.port}
    Mailbox.objects.update(**change)
    fetch()

    assert told in MailFolder.objects.get().problem


def test_a_waiting_process_has_mail_fetched_at_once(server, mailbox, monkeypatch):
    told = threading.Event()
    monkeypatch.setattr("gehoord.channels.email.receiving.watch.nudge", lambda _name: told.set())
    fetch()
    watch = Watch()
    try:
        watch.look()
        listener = next(iter(watch.listeners.values()))
        wait_until(lambda: listener.server, what="a connection")
        time.sleep(0.5)
        server.put(mailbox.imap_user, letter("nu"))

        assert told.wait(10)
        assert MailFolder.objects.get().next_attempt_at <= timezone.now()
    finally:
        watch.end()
        for each in watch.listeners.values():
            each.end()
            each.join(10)


def test_erasing_a_case_takes_its_mail_off_the_disk(server, mailbox):
    server.put(mailbox.imap_user, letter("weg", files={"a.pdf": b"%PDF-1.4"}))
    fetch()
    stored = StoredMail.objects.get()
    storage, path = stored.file.storage, stored.file.name
    assert storage.exists(path)
    erase_cases(cases=Case.objects.all())

    assert not StoredMail.objects.exists()
    assert not storage.exists(path)


FETCH = """
import django; django.setup()
from django.utils import timezone
from gehoord.channels.email.models import MailFolder
from gehoord.channels.email.receiving.poll import fetch_due_folders
from gehoord.channels.email.reading_in import read_due_mail
while True:
    fetch_due_folders()
    read_due_mail()
    MailFolder.objects.filter(leased_until=None).update(next_attempt_at=timezone.now())
"""
SHOW = """
import django; django.setup()
from gehoord.cases.models import Message
from gehoord.channels.email.models import StoredMail
print(StoredMail.objects.unread().count(), *Message.objects.values_list("text", flat=True))
"""
MAKE = """
import django; django.setup()
import sys
from datetime import timedelta
from django.utils import timezone
from gehoord.accounts.actions import add_team
from gehoord.channels.email.models import Mailbox
Mailbox.objects.create(address="kill@winkel.example", team=add_team(name="T"),
    imap_host="127.0.0.1", imap_port=int(sys.argv[1]), imap_security="none", imap_user="kill",
    secret="geheim", import_from=timezone.now() - timedelta(minutes=5))
"""
RELEASE = """
import django; django.setup()
from gehoord.channels.email.models import MailFolder, StoredMail
MailFolder.objects.update(leased_until=None)
StoredMail.objects.update(leased_until=None)
"""


def test_fetchers_that_are_killed_lose_nothing_and_double_nothing(server, tmp_path):
    env = environment(
        tmp_path, DJANGO_SETTINGS_MODULE="gehoord.config.settings", GEHOORD_NUDGES="off"
    )
    subprocess.run(gehoord("migrate", "-v0"), env=env, check=True)

    def python(code, *words):
        command = [sys.executable, "-c", code, *words]
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout

    python(MAKE, str(server.port))
    with server.client("kill") as client:
        for number in range(150):
            put(client, letter(f"m{number:03}", sender=f"k{number}@x.example"))
    for pause in (1.2, 1.6, 2.0, 2.5):
        two = [
            subprocess.Popen([sys.executable, "-c", FETCH], env=env, stderr=subprocess.DEVNULL)
            for _ in range(2)
        ]
        time.sleep(pause)
        for process in two:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        python(RELEASE)
    last = subprocess.Popen([sys.executable, "-c", FETCH], env=env, stderr=subprocess.DEVNULL)
    try:
        wait_until(
            lambda: python(SHOW).split()[0] == "0" and len(python(SHOW).split()) > 150,
            what="all mails in cases",
            within_s=90,
        )
    finally:
        last.kill()
        last.wait()

    assert sorted(python(SHOW).split()[1:]) == [f"m{number:03}" for number in range(150)]
    connections.close_all()
