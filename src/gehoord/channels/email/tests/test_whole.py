"""A mail that was too large, or broke off, comes whole from a real server when it may and is asked for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.cases.models import Case, Message
from gehoord.channels.email.models import Kind, Mailbox, MailFolder, StoredMail
from gehoord.channels.email.receiving.poll import fetch_due_folders
from gehoord.channels.email.receiving.storing import Arrived, store_mail
from gehoord.channels.email.setting_aside import leave, read_again
from gehoord.channels.email.tests.letters import letter
from gehoord.channels.email.tests.mail_cases import make_fetched_mailbox
from gehoord.channels.email.tests.test_faults import fetch, lying_server
from tests.dovecot import dovecot_running
from tests.factories import make_agent, make_team

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
LARGE = letter("Alles is stuk. " * 3000, subject="Te groot", number="<groot@klant.example>")


@pytest.fixture(scope="module")
def server():
    with dovecot_running() as running:
        yield running


@pytest.fixture
def mailbox(server, request):
    return make_fetched_mailbox(server, f"groot{abs(hash(request.node.nodeid))}")


@pytest.fixture
def aside(server, mailbox, settings):
    """Only its header was fetched."""
    settings.GEHOORD_MAX_MAIL_BYTES = 20_000
    server.put(mailbox.imap_user, LARGE)
    fetch()
    settings.GEHOORD_MAX_MAIL_BYTES = 100_000
    return StoredMail.objects.set_aside().get()


def test_a_mail_that_may_come_by_now_is_fetched_whole_and_read(server, aside):
    old = aside.file.name
    read_again(row=aside)  # nudges: the folder is fetched at once

    row = StoredMail.objects.get()
    assert row.message.text.startswith("Alles is stuk.")
    assert (row.is_header_only, row.set_aside_at, row.problem) == (False, None, "")
    assert row.raw().replace(b"\r\n", b"\n") == LARGE
    assert row.size == len(row.raw())
    assert not row.file.storage.exists(old)
    assert MailFolder.objects.get().problem == ""


def test_while_it_may_not_come_its_header_is_taken_in(aside, settings):
    settings.GEHOORD_MAX_MAIL_BYTES = 20_000
    read_again(row=aside)

    assert Message.objects.get().text.startswith("Deze mail is")


def test_it_waits_in_sight_while_the_server_is_away(server, aside, monkeypatch):
    Mailbox.objects.update(imap_port=1)
    read_again(row=aside)

    row = StoredMail.objects.set_aside().get()
    assert "haalt de hele mail" in row.problem
    Mailbox.objects.update(imap_port=server.port)
    fetch()
    assert Message.objects.get().text.startswith("Alles is stuk.")


def test_a_mail_that_is_gone_from_the_server_is_told_and_not_asked_for_again(
    server, mailbox, aside
):
    with server.client(mailbox.imap_user) as client:
        client.select("INBOX")
        client.store("1:*", "+FLAGS", r"(\Deleted)")
        client.expunge()
    read_again(row=aside)

    row = StoredMail.objects.set_aside().get()
    assert "niet meer op de mailserver" in row.problem
    assert not StoredMail.objects.wanted_whole().exists()


def test_after_renumbering_it_is_found_by_its_message_id_and_no_other_mail_is_taken(
    server, mailbox, aside
):
    with server.client(mailbox.imap_user) as client:
        client.select("INBOX")
        client.store("1:*", "+FLAGS", r"(\Deleted)")
        client.expunge()
    for raw in (letter("Een andere."), LARGE):
        server.put(mailbox.imap_user, raw)
    # As if the server had numbered anew: under the old number lies another mail.
    with server.client(mailbox.imap_user) as client:
        client.select("INBOX", readonly=True)
        first = int(client.uid("SEARCH", "ALL")[1][0].split()[0])
    StoredMail.objects.filter(pk=aside.pk).update(uid=first)
    MailFolder.objects.update(last_uid=10_000)
    read_again(row=StoredMail.objects.get(pk=aside.pk))

    assert Message.objects.get().text.startswith("Alles is stuk.")


def test_a_mail_that_came_another_way_meanwhile_comes_once(server, mailbox, aside):
    whole = store_mail(mailbox=mailbox, arrived=Arrived(raw=_as_on_the_server(server, mailbox)))
    read_again(row=aside)

    aside.refresh_from_db()
    assert aside.kind == Kind.COPY
    assert Case.objects.count() == 1
    assert Message.objects.get().mail == whole


def _as_on_the_server(server, mailbox):
    with server.client(mailbox.imap_user) as client:
        client.select("INBOX", readonly=True)
        return client.fetch("1", "(BODY.PEEK[])")[1][0][1]


def test_a_mail_that_was_left_meanwhile_is_not_fetched(aside, mailbox):
    Mailbox.objects.update(imap_port=1)
    read_again(row=aside)
    leave(rows=StoredMail.objects.all(), by=make_agent(team=mailbox.team))
    Mailbox.objects.update(imap_port=mailbox.imap_port)
    fetch()

    assert not Message.objects.exists()


def test_a_mail_at_which_the_server_breaks_off_again_stops_no_other(settings):
    settings.GEHOORD_MAX_MAIL_BYTES = 20_000
    with lying_server(LARGE, letter("klein")) as server:
        Mailbox.objects.create(
            address="service@winkel.example",
            team=make_team(),
            imap_host="127.0.0.1",
            imap_port=server.port,
            imap_security="none",
            secret="geheim",
            import_from=timezone.now() - timedelta(days=9999),
        )
        fetch()
        settings.GEHOORD_MAX_MAIL_BYTES = 100_000
        server.faults[1] = "drop"
        read_again(row=StoredMail.objects.set_aside().get())
        assert "brak weer af" in StoredMail.objects.set_aside().get().problem
        server.mails[3] = letter("later", number="<later@x.example>")
        fetch()
        assert sorted(Message.objects.values_list("text", flat=True)) == ["klein", "later"]
        server.faults.clear()
        read_again(row=StoredMail.objects.set_aside().get())
        fetch_due_folders()

    assert Message.objects.count() == 3
