"""Signing in on a mail server with a permission instead of a password."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from gehoord.channels.email.oauth import NoPermission, access_token, forget_token
from gehoord.channels.email.sending.handing_over import server_of
from gehoord.channels.email.sending.smtp import ServerAway, try_server
from gehoord.channels.email.tests.lying_server import lying_server
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    """Gives out a token, or what the test puts in `answers`."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
            server.asked.append(asked)
            body = json.dumps(server.answer).encode()
            self.send_response(200 if "access_token" in server.answer else 400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words):
            pass

    with HTTPServer(("127.0.0.1", 0), Door) as server:
        server.asked, server.answer = [], {"access_token": "munt-1", "expires_in": 3600}
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture
def mailbox(provider):
    box = make_outgoing_mailbox(
        auth="oauth2",
        smtp_user="service@lindehout.example",
        provider="other",
        token_url=f"http://127.0.0.1:{provider.server_port}/token",
        client_id="gehoord",
        refresh_token="verse-1",
    )
    yield box
    forget_token(box)


def test_token_is_asked_once_and_a_new_refresh_token_is_kept(mailbox, provider):
    provider.answer["refresh_token"] = "verse-2"

    assert {access_token(mailbox) for _number in range(3)} == {"munt-1"}

    assert len(provider.asked) == 1
    assert "refresh_token=verse-1" in provider.asked[0]
    mailbox.refresh_from_db()
    assert mailbox.refresh_token == "verse-2"


def test_refused_permission_is_told_in_words(mailbox, provider):
    provider.answer = {"error": "invalid_grant"}

    with pytest.raises(NoPermission, match="invalid_grant"):
        access_token(mailbox)


def test_server_gets_the_token_as_xoauth2(mailbox):
    with lying_server(auth="235 2.7.0 Welkom", features=("AUTH XOAUTH2",)) as server:
        mailbox.smtp_port = server.port
        try_server(server_of(mailbox), sender=mailbox.address)

    said = next(each for each in server.commands if each.startswith("AUTH"))
    words = base64.b64decode(said.rpartition(" ")[2]).decode()
    assert words == "user=service@lindehout.example\x01auth=Bearer munt-1\x01\x01"


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
