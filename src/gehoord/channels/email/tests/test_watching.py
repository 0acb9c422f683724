"""Waiting at a real server, over TLS, and words for what is wrong with it."""

import threading

import pytest
from django.utils import timezone

from gehoord.cases.actions import erase_cases
from gehoord.cases.models import Case, Message
from gehoord.channels.email.models import Mailbox, MailFolder, StoredMail
from gehoord.channels.email.receiving.poll import fetch_due_folders
from gehoord.channels.email.receiving.watch import Watch
from gehoord.channels.email.tests.letters import letter
from gehoord.channels.email.tests.mail_cases import make_fetched_mailbox
from tests.dovecot import dovecot_running
from tests.services import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


@pytest.fixture(scope="module")
def server():
    with dovecot_running(has_tls=True) as running:
        yield running


@pytest.fixture
def mailbox(server, request, settings):
    settings.GEHOORD_MAIL_CA = str(server.authority)
    name = f"box{abs(hash(request.node.nodeid))}"
    return make_fetched_mailbox(
        server, name, imap_host="localhost", imap_port=server.tls_port, imap_security="tls"
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
        server.put(mailbox.imap_user, letter("nu"))

        assert told.wait(20)
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
