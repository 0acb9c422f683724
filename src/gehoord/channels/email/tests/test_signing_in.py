"""Signing in on a mail server with a permission instead of a password."""

import base64

import pytest

from gehoord.channels.email.oauth import access_token, forget_token
from gehoord.channels.email.sending.handing_over import server_of
from gehoord.channels.email.sending.smtp import ServerAway, try_server
from gehoord.channels.email.tests.lying_server import lying_server
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox
from tests.oauth_server import oauth_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox():
    with oauth_server() as provider:
        box = make_outgoing_mailbox(
            auth="oauth2",
            smtp_user="service@lindehout.example",
            provider="other",
            refresh_token=provider.grant("service@lindehout.example"),
            **provider.settings,
        )
        yield box
        forget_token(box)


def test_server_gets_the_token_as_xoauth2(mailbox):
    with lying_server(auth="235 2.7.0 Welkom", features=("AUTH XOAUTH2",)) as server:
        mailbox.smtp_port = server.port
        try_server(server_of(mailbox), sender=mailbox.address)

    said = next(each for each in server.commands if each.startswith("AUTH"))
    words = base64.b64decode(said.rpartition(" ")[2]).decode()
    assert words == f"user=service@lindehout.example\x01auth=Bearer {access_token(mailbox)}\x01\x01"


def test_wrong_password_is_told_to_whoever_tries_the_mailbox():
    with lying_server(auth="535 5.7.8 Fout", features=("AUTH PLAIN",)) as server:
        box = make_outgoing_mailbox(port=server.port, smtp_user="jan", secret="géén")

        with pytest.raises(ServerAway, match="535"):
            try_server(server_of(box), sender=box.address)

    said = next(each for each in server.commands if each.startswith("AUTH PLAIN"))
    assert base64.b64decode(said.rpartition(" ")[2]).decode() == "\0jan\0géén"


def test_server_without_starttls_gets_no_password():
    with lying_server(features=("AUTH PLAIN",)) as server:
        box = make_outgoing_mailbox(
            port=server.port, smtp_security="starttls", smtp_user="jan", secret="geheim"
        )

        with pytest.raises(ServerAway, match="STARTTLS"):
            try_server(server_of(box), sender=box.address)

    assert not any(each.startswith("AUTH") for each in server.commands)
