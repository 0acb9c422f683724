"""Servers that hang, drop, lie and refuse; mails that poison: nothing is lost, nothing doubled."""

import resource
import time
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from gehoord.cases.models import Message
from gehoord.channels.email import reading_in
from gehoord.channels.email.models import Mailbox, MailFolder, StoredMail
from gehoord.channels.email.reading_in import read_due_mail
from gehoord.channels.email.receiving import client, imap
from gehoord.channels.email.receiving.poll import fetch_due_folders
from gehoord.channels.email.receiving.storing import Arrived, store_mail
from gehoord.channels.email.setting_aside import read_again
from gehoord.channels.email.tests.letters import letter
from tests.factories import make_team

from .lying_imap import lying_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch):
    monkeypatch.setattr(client, "SILENCE_S", 0.5)
    for name in ("CONNECT_S", "SIGN_IN_S", "COMMAND_S"):
        monkeypatch.setattr(client, name, 1.5)


@pytest.fixture
def server():
    mails = (letter(f"bericht {number}", sender=f"k{number}@x.example") for number in range(5))
    with lying_server(*mails) as running:
        Mailbox.objects.create(
            address="service@winkel.example",
            team=make_team(),
            imap_host="127.0.0.1",
            imap_port=running.port,
            imap_security="none",
            secret="geheim",
            import_from=datetime(2019, 1, 1, tzinfo=UTC),
        )
        yield running


def fetch(times=1):
    for _ in range(times):
        MailFolder.objects.update(next_attempt_at=timezone.now(), leased_until=None)
        fetch_due_folders()


def words():
    return sorted(Message.objects.values_list("text", flat=True))


ALL = [f"bericht {number}" for number in range(5)]


def test_a_server_that_tells_the_truth_is_believed(server):
    fetch()

    assert words() == ALL


@pytest.mark.parametrize("command", ["LOGIN", "EXAMINE", "UID"])
@pytest.mark.parametrize("fault", ["hang", "drop", "drip"])
def test_a_server_that_fails_is_left_and_tried_again(server, command, fault):
    server.faults[command] = fault
    began = time.monotonic()
    fetch()

    folder = MailFolder.objects.get()
    assert time.monotonic() - began < 8
    assert folder.problem
    assert folder.next_attempt_at > timezone.now()
    server.faults.clear()
    fetch()
    assert words() == ALL
    assert MailFolder.objects.get().problem == ""


@pytest.mark.parametrize("fault", ["hang", "drop", "half", "endless", "withhold"])
def test_one_mail_that_breaks_every_fetch_stops_no_other(server, fault):
    server.faults[3] = fault
    fetch(7)

    assert words() == [each for each in ALL if each != "bericht 2"]
    aside = StoredMail.objects.set_aside().get()
    assert aside.from_email == "k2@x.example"
    assert aside.problem


def test_a_mail_of_which_not_even_the_header_comes_is_told_too(server):
    server.faults[3] = server.faults["header", 3] = "drop"
    fetch(10)

    assert words() == [each for each in ALL if each != "bericht 2"]
    assert StoredMail.objects.set_aside().count() == 1


def test_a_mail_that_broke_off_for_a_while_comes_whole_after_that(server):
    server.faults[3] = "half"
    fetch(2)
    server.faults.clear()
    fetch()

    assert words() == ALL


def test_a_size_that_is_a_lie_hurts_nobody(server, settings):
    settings.GEHOORD_MAX_MAIL_BYTES = 100_000
    server.sizes = {1: 0, 2: 99_999_999_999, 3: 10}
    server.mails[3] = letter("x" * 400_000, sender="k2@x.example")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fetch(8)

    assert words() == ["bericht 0", "bericht 3", "bericht 4"]
    assert StoredMail.objects.set_aside().count() == 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_mail_that_cannot_be_read_is_set_aside_and_read_when_asked(server, monkeypatch):
    real = reading_in.read_mail

    def read(raw):
        if b"bericht 2" in raw:
            raise ZeroDivisionError
        return real(raw)

    monkeypatch.setattr(reading_in, "read_mail", read)
    fetch()
    for _ in range(3):
        StoredMail.objects.unread().update(next_attempt_at=timezone.now())
        read_due_mail()

    aside = StoredMail.objects.set_aside().get()
    assert "ZeroDivisionError" in aside.problem
    assert words() == [each for each in ALL if each != "bericht 2"]
    monkeypatch.setattr(reading_in, "read_mail", real)
    read_again(row=aside)
    assert words() == ALL


def test_a_mail_that_kills_its_reader_is_set_aside(server):
    box = Mailbox.objects.get()
    row = store_mail(mailbox=box, arrived=Arrived(raw=letter()))
    StoredMail.objects.filter(pk=row.pk).update(
        message=None, attempts=20, next_attempt_at=timezone.now()
    )
    read_due_mail()

    assert StoredMail.objects.set_aside().get() == row


def test_two_programs_that_answer_each_other_make_no_endless_cases(server):
    box = Mailbox.objects.get()
    for number in range(40):
        raw = letter(
            f"Ontvangen {number}", sender="robot@x.example", Auto_Submitted="auto-generated"
        )
        store_mail(mailbox=box, arrived=Arrived(raw=raw))

    assert Message.objects.count() == 20
    assert StoredMail.objects.set_aside().filter(from_email="robot@x.example").count() == 20
    read_again(row=StoredMail.objects.set_aside().first())
    assert Message.objects.count() == 21


def test_somebody_else_who_took_the_folder_over_is_not_disturbed(server, monkeypatch):
    real = imap.Server.mails

    def mails(self, *words, **more):
        MailFolder.objects.update(leased_until=timezone.now() + timezone.timedelta(minutes=9))
        return real(self, *words, **more)

    monkeypatch.setattr(imap.Server, "mails", mails)
    fetch()

    assert StoredMail.objects.count() == 0
    monkeypatch.undo()
    fetch()
    assert words() == ALL


def test_a_reader_that_somebody_else_took_over_from_leaves_nothing_behind(server, monkeypatch):
    box = Mailbox.objects.get()
    real = reading_in.read_mail

    def read(raw):
        StoredMail.objects.update(leased_until=timezone.now() + timezone.timedelta(minutes=9))
        return real(raw)

    monkeypatch.setattr(reading_in, "read_mail", read)
    store_mail(mailbox=box, arrived=Arrived(raw=letter("eenmaal")))
    assert words() == []
    monkeypatch.undo()
    StoredMail.objects.update(leased_until=None)
    read_due_mail()

    assert words() == ["eenmaal"]
