"""A mail server that hangs or dribbles holds up no other mailbox, no other folder, and not for ever."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.receiving import client
from gehoord.channels.email.receiving.imap import signed_in
from gehoord.channels.email.receiving.troubles import TROUBLES
from gehoord.channels.email.tests.letters import letter
from gehoord.channels.email.tests.lying_imap import lying_server
from tests.dovecot import dovecot_running
from tests.services import environment, gehoord, make_tables, running, wait_until

DEAD = 12
"""Mailboxes at servers that never answer: more than one process has threads for other work."""
MAKE = """
import django; django.setup()
import json, sys
from datetime import datetime, UTC
from gehoord.accounts.actions import add_team
from gehoord.channels.email.models import Mailbox
team = add_team(name="T")
for number, words in enumerate(json.loads(sys.argv[1])):
    Mailbox.objects.create(address=f"m{number}@winkel.example", team=team, imap_host="127.0.0.1",
        imap_security="none", secret="geheim", import_from=datetime(2019, 1, 1, tzinfo=UTC), **words)
"""
SHOW = """
import django; django.setup()
from gehoord.cases.models import Message
print(*Message.objects.values_list("text", flat=True))
"""


@pytest.fixture
def house(tmp_path):
    env = environment(tmp_path, DJANGO_SETTINGS_MODULE="gehoord.config.settings")
    make_tables(env)
    return env


def python(house, code, *words):
    command = [sys.executable, "-c", code, *words]
    told = subprocess.run(command, env=house, check=True, capture_output=True, text=True)
    return told.stdout.split()


@pytest.mark.services
def test_mailboxes_at_servers_that_hang_hold_up_no_other_mailbox(house, tmp_path):
    with dovecot_running() as real, lying_server() as mute, lying_server() as slow:
        mute.faults["greeting"] = "drip"
        slow.faults["LOGIN"] = "drip"
        ports = [mute.port, slow.port] * (DEAD // 2)
        boxes = [{"imap_port": port} for port in ports]
        boxes.append({"imap_port": real.port, "imap_user": "echt"})
        python(house, MAKE, json.dumps(boxes))
        with (
            (tmp_path / "output").open("w") as output,
            running(gehoord("work"), env=house, stdout=output, stderr=subprocess.STDOUT),
        ):
            wait_until(
                lambda: len(mute.stuck) + len(slow.stuck) == DEAD, what="all hang", within_s=60
            )
            for number in range(3):
                real.put("echt", letter(f"bericht-{number}", sender=f"k{number}@x.example"))
                wait_until(
                    lambda last=number: f"bericht-{last}" in python(house, SHOW),
                    what="the mail of the others",
                    within_s=25,
                )


@pytest.mark.services
def test_a_folder_that_hangs_holds_up_no_other_folder(house, tmp_path):
    with lying_server(letter("uit-inbox")) as server:
        server.faults["EXAMINE", "Hangt"] = "drip"
        python(house, MAKE, json.dumps([{"imap_port": server.port, "folders": ["Hangt", "INBOX"]}]))
        with (
            (tmp_path / "output").open("w") as output,
            running(gehoord("work"), env=house, stdout=output, stderr=subprocess.STDOUT),
        ):
            wait_until(lambda: server.stuck, what="the folder that hangs", within_s=60)
            wait_until(
                lambda: python(house, SHOW) == ["uit-inbox"],
                what="the mail of the other folder",
                within_s=25,
            )
            assert server.stuck


@pytest.fixture
def _short_patience(monkeypatch):
    monkeypatch.setattr(client, "SILENCE_S", 5)
    for name in ("CONNECT_S", "SIGN_IN_S", "COMMAND_S"):
        monkeypatch.setattr(client, name, 0.5)


def mailbox_at(server, security):
    return Mailbox(
        address="service@winkel.example",
        imap_host="127.0.0.1",
        imap_port=server.port,
        imap_security=security,
        secret="geheim",
        import_from=datetime(2019, 1, 1, tzinfo=UTC),
    )


@pytest.mark.usefixtures("_short_patience")
@pytest.mark.parametrize("fault", ["hang", "drip", "drip TLS"])
@pytest.mark.parametrize(
    ("where", "security"),
    [("greeting", "none"), ("greeting", "tls"), ("STARTTLS", "starttls"), ("LOGIN", "none")],
)
def test_every_step_of_signing_in_comes_to_an_end(where, security, fault):
    with lying_server() as server:
        server.faults[where] = fault
        box = mailbox_at(server, security)
        with pytest.raises(TROUBLES), signed_in(box):
            raise AssertionError("nobody was let in")

        wait_until(lambda: not server.stuck or fault == "hang", what="hanging up")


@pytest.mark.usefixtures("_short_patience")
def test_a_private_line_that_dribbles_is_hung_up():
    with lying_server() as server:
        server.faults["after STARTTLS"] = "drip TLS"
        with pytest.raises(TROUBLES), signed_in(mailbox_at(server, "starttls")):
            raise AssertionError("nobody was let in")

        assert server.seen["STARTTLS"] == 1


@pytest.mark.usefixtures("_short_patience")
def test_nothing_is_asked_after_the_turn_is_over():
    with lying_server(letter()) as server, signed_in(mailbox_at(server, "none")) as talk:
        server.faults["EXAMINE"] = "drip"
        talk.end_in(0.1)
        with pytest.raises(TROUBLES):
            talk.open("INBOX")
