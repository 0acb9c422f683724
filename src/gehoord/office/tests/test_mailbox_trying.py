"""Trying a mailbox says per step what is wrong."""

import pytest
from django.urls import reverse

from gehoord.accounts.models import Role
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.tests import lying_imap
from gehoord.channels.email.tests.lying_server import lying_server
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox
from gehoord.office.mailbox_trying import try_mailbox
from tests.dovecot import PASSWORD, dovecot_running
from tests.factories import make_agent, make_team
from tests.services import free_port

pytestmark = pytest.mark.django_db


def states(trial):
    return [step.state for step in trial.steps]


def failed(trial):
    return next(step for step in trial.steps if step.state == "wrong")


def incoming(port, **changes):
    words = {
        "address": "service@winkel.example",
        "team": make_team(),
        "imap_host": "127.0.0.1",
        "imap_port": port,
        "imap_security": "none",
        "secret": PASSWORD,
    }
    return Mailbox.objects.create(**(words | changes))


def test_everything_in_order_is_told_step_by_step():
    with lying_imap.lying_server(b"From: x@x.example\n\nhoi") as imap, lying_server() as smtp:
        box = incoming(imap.port, smtp_host="127.0.0.1", smtp_port=smtp.port, smtp_security="none")
        into, out = try_mailbox(box)

    assert states(into) == ["fine"] * 6
    assert "1 bericht" in into.steps[-2].words
    assert states(out) == ["fine"] * 5
    assert smtp.letters == []


def test_name_that_does_not_exist_stops_at_the_first_step():
    into, *_ = try_mailbox(incoming(993, imap_host="bestaat-niet.invalid"))

    assert states(into) == ["wrong", *["untried"] * 5]
    assert "bestaat-niet.invalid" in failed(into).words


def test_closed_port_stops_at_the_second_step():
    port = free_port()
    into, *_ = try_mailbox(incoming(port))

    assert states(into)[:3] == ["fine", "wrong", "untried"]
    assert str(port) in failed(into).words


def test_server_that_speaks_no_tls_stops_at_the_third_step():
    with lying_server() as server:
        box = make_outgoing_mailbox(port=server.port, smtp_security="starttls", smtp_user="jan")
        (out,) = try_mailbox(box)

    assert states(out) == ["fine", "fine", "wrong", "untried", "untried"]
    assert "STARTTLS" in failed(out).words


def test_wrong_password_stops_at_signing_in_with_what_usually_helps():
    words = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled"
    with lying_server(auth=words, features=("AUTH PLAIN",)) as server:
        box = make_outgoing_mailbox(port=server.port, smtp_user="jan", secret="fout")
        (out,) = try_mailbox(box)

    assert states(out) == ["fine", "fine", "fine", "wrong", "untried"]
    assert "SMTP AUTH" in failed(out).words


def test_mailbox_that_may_not_send_stops_at_the_last_step():
    with lying_server(sender="550 5.7.60 Not allowed") as server:
        (out,) = try_mailbox(make_outgoing_mailbox(port=server.port))

    assert states(out) == [*["fine"] * 4, "wrong"]


def test_permission_that_is_not_complete_stops_at_signing_in():
    with lying_imap.lying_server() as imap:
        into, *_ = try_mailbox(incoming(imap.port, auth="oauth2", provider="microsoft"))

    assert states(into) == ["fine", "fine", "fine", "wrong", "untried", "untried"]


def test_page_of_the_mailbox_shows_once_what_the_test_gave(client):
    client.force_login(make_agent(roles=[Role.ADMIN]))
    box = incoming(993, imap_host="bestaat-niet.invalid")
    answer = client.post(reverse("office:mailbox-test", args=[box.pk]), follow=True)
    again = client.get(reverse("office:mailbox", args=[box.pk]))

    assert 'id="tried"' in answer.text
    assert "De mailserver bestaat-niet.invalid is niet gevonden." in answer.text
    assert 'id="tried"' not in again.text


@pytest.mark.services
def test_real_server_tells_wrong_password_and_names_its_folders():
    with dovecot_running() as server:
        with server.client("kees") as client:
            client.create("Klantenservice")
        box = incoming(server.port, imap_user="kees", folders=["INBOX", "Klanten"])
        right, *_ = try_mailbox(box)
        box.secret = "fout"
        wrong, *_ = try_mailbox(box)

    assert states(right) == [*["fine"] * 5, "wrong", "fine"]
    assert "Klantenservice" in failed(right).words
    assert states(wrong) == ["fine", "fine", "fine", "wrong", *["untried"] * 3]
    assert "wachtwoord" in failed(wrong).words
