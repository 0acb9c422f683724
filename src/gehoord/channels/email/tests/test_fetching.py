"""Mail comes from a real server into cases."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.cases.models import Case, Message
from gehoord.channels.email.models import Mailbox, MailFolder, StoredMail
from gehoord.channels.email.receiving import poll
from gehoord.channels.email.receiving.poll import fetch_due_folders
from gehoord.channels.email.tests.letters import letter
from gehoord.channels.email.tests.mail_cases import make_fetched_mailbox
from tests.dovecot import dovecot_running, put

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
LONG_AGO = timezone.now() - timedelta(days=400)


@pytest.fixture(scope="module")
def server():
    with dovecot_running() as running:
        yield running


@pytest.fixture
def mailbox(server, request):
    return make_fetched_mailbox(server, f"box{abs(hash(request.node.nodeid))}")


def fetch():
    MailFolder.objects.update(next_attempt_at=timezone.now(), leased_until=None)
    fetch_due_folders()


def words():
    return sorted(Message.objects.values_list("text", flat=True))


def test_mail_that_comes_in_becomes_a_case_with_its_words(server, mailbox):
    fetch()
    server.put(mailbox.imap_user, letter("Mijn bestelling is stuk. Héél vervelend 😡"))
    fetch()

    case = Case.objects.get()
    assert case.title == "Mijn bestelling"
    assert case.customer.name == "Marieke Verhoeven"
    assert words() == ["Mijn bestelling is stuk. Héél vervelend 😡"]
    assert MailFolder.objects.get().problem == ""


def test_fetching_again_changes_nothing(server, mailbox):
    server.put(mailbox.imap_user, letter())
    fetch()
    fetch()

    assert StoredMail.objects.count() == 1
    assert Message.objects.count() == 1


def test_mail_from_before_the_mailbox_was_added_stays_where_it_is(server, mailbox):
    server.put(mailbox.imap_user, letter("oud"), at=LONG_AGO)
    server.put(mailbox.imap_user, letter("nieuw"))
    fetch()

    assert words() == ["nieuw"]


def test_old_mail_comes_in_when_it_is_asked_for(server, mailbox):
    mailbox.import_from = LONG_AGO - timedelta(days=1)
    mailbox.save()
    server.put(mailbox.imap_user, letter("oud"), at=LONG_AGO)
    fetch()

    assert words() == ["oud"]


def test_old_mail_moved_into_the_folder_later_comes_in(server, mailbox):
    fetch()
    server.put(mailbox.imap_user, letter("verplaatst"), at=LONG_AGO)
    fetch()

    assert words() == ["verplaatst"]


def test_gaps_between_mails_are_crossed(server, mailbox, monkeypatch):
    monkeypatch.setattr(poll, "WINDOW", 3)
    fetch()
    with server.client(mailbox.imap_user) as client:
        put(client, letter("eerste"))
        for number in range(20):
            put(client, letter(str(number)))
        client.select("INBOX")
        client.store("2:21", "+FLAGS", r"(\Deleted)")
        client.expunge()
        put(client, letter("laatste"))
    fetch()

    assert words() == ["eerste", "laatste"]


def test_a_folder_numbered_anew_brings_nothing_twice_and_loses_nothing(server, mailbox):
    for words in ("eerste", "tweede"):
        server.put(mailbox.imap_user, letter(words))
    fetch()
    before = MailFolder.objects.get().uid_validity
    server.put(mailbox.imap_user, letter("derde"))
    for path in (server.folder / "mail" / mailbox.imap_user).glob("dovecot*"):
        # Its lists are lost: the same mails get other numbers. That it numbers anew it remembers.
        if not path.name.startswith("dovecot-uidvalidity"):
            path.unlink()
    server.put(mailbox.imap_user, letter("vierde"))
    fetch()

    assert words_and_rows() == (["derde", "eerste", "tweede", "vierde"], 4)
    assert MailFolder.objects.get().uid_validity != before
    fetch()
    assert words_and_rows() == (["derde", "eerste", "tweede", "vierde"], 4)


def words_and_rows():
    return words(), StoredMail.objects.count()


def test_fetching_leaves_mails_unread_on_the_server(server, mailbox):
    server.put(mailbox.imap_user, letter())
    fetch()
    with server.client(mailbox.imap_user) as client:
        client.select("INBOX", readonly=True)

        assert client.search(None, "UNSEEN")[1] != [b""]


def test_fetched_mails_are_marked_as_read_when_the_house_wants_it(server, mailbox):
    Mailbox.objects.update(marks_seen=True)
    server.put(mailbox.imap_user, letter())
    fetch()
    with server.client(mailbox.imap_user) as client:
        client.select("INBOX", readonly=True)

        assert client.search(None, "UNSEEN")[1] == [b""]


def test_a_mail_that_is_too_large_is_set_aside_with_its_header(server, mailbox, settings):
    settings.GEHOORD_MAX_MAIL_BYTES = 20_000
    server.put(mailbox.imap_user, letter("x " * 30_000, subject="Te groot"))
    server.put(mailbox.imap_user, letter("klein"))
    fetch()

    aside = StoredMail.objects.set_aside().get()
    assert aside.subject == "Te groot"
    assert aside.file.size < 2000
    assert "MB" in aside.problem
    assert words() == ["klein"]


def test_several_folders_are_fetched_and_one_that_is_missing_is_told(server, mailbox):
    Mailbox.objects.update(folders=["INBOX", "Klachten/België", "Nergens"])
    with server.client(mailbox.imap_user) as client:
        client.create("Klachten/Belgi&AOs-")
        put(client, letter("klacht"), folder="Klachten/Belgi&AOs-")
    server.put(mailbox.imap_user, letter("vraag"))
    fetch()

    assert words() == ["klacht", "vraag"]
    assert "Nergens" in MailFolder.objects.get(name="Nergens").problem


def test_a_wrong_password_is_told_in_words_and_tried_later(server, mailbox):
    Mailbox.objects.update(secret="verkeerd")
    fetch()

    folder = MailFolder.objects.get()
    assert "wachtwoord" in folder.problem or "password" in folder.problem
    assert folder.next_attempt_at > timezone.now()


def test_many_mails_come_in_all(server, mailbox):
    fetch()
    with server.client(mailbox.imap_user) as client:
        for number in range(120):
            who = f"k{number}@klant.example"
            put(client, letter(f"bericht {number:03}", sender=who))
    fetch()

    assert words() == [f"bericht {number:03}" for number in range(120)]
