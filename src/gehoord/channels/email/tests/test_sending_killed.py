"""A process that is killed while it hands a reply over: nothing is lost, the number stays."""

import os
import signal
import subprocess
import sys

import pytest

from gehoord.channels.email.reading import read_mail
from gehoord.channels.email.tests.lying_server import lying_server
from tests.services import environment, gehoord, wait_until


@pytest.fixture
def house(tmp_path):
    """A Gehoord of its own on disk, whose processes may be killed."""
    env = environment(
        tmp_path,
        DJANGO_SETTINGS_MODULE="gehoord.config.settings",
        GEHOORD_NUDGES="off",
        GEHOORD_LANGUAGE="nl",
    )
    subprocess.run(gehoord("migrate", "-v0"), env=env, check=True)
    return env


SETTING_UP = """
from uuid import uuid4
from gehoord.channels.email.sending.writing import send_mail
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox, receive_mail
from tests.factories import make_agent, make_house
make_house(undo_seconds=0)
box = make_outgoing_mailbox(port={port})
message = receive_mail(box)
send_mail(case=message.case, author=make_agent(team=box.team), text="Hallo", submission=uuid4())
"""
DELIVERING = "from gehoord.channels.delivery import deliver_due_replies; deliver_due_replies()"
LATER = """
from django.utils import timezone
from gehoord.cases.models import Message
from gehoord.channels.email.models import OutgoingMail
Message.objects.exclude(next_attempt_at=None).update(leased_until=None, next_attempt_at=timezone.now())
OutgoingMail.objects.update(busy_until=None)
"""
TELLING = """
from gehoord.cases.models import Message
print(Message.objects.to_customers().get().delivery)
"""


def run(house, code, **options):
    command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
    return subprocess.Popen(command, env=house, text=True, stdout=subprocess.PIPE, **options)


def done(house, code):
    process = run(house, code)
    said, _errors = process.communicate(timeout=60)
    assert process.returncode == 0
    return said.strip()


@pytest.mark.parametrize("moment", ["data", "end"])
def test_process_killed_while_sending_loses_nothing_and_keeps_the_number(house, moment):
    hanging = {"end": ["hang"]} if moment == "end" else {"data": "hang"}
    with lying_server(**hanging) as server:
        done(house, SETTING_UP.format(port=server.port))
        dying = run(house, DELIVERING)
        wait_until(lambda: any(c == "DATA" for c in server.commands), what=moment)
        if moment == "end":
            wait_until(lambda: server.letters, what="the letter")
        os.kill(dying.pid, signal.SIGKILL)
        dying.wait()

        server.manners.data, server.manners.end = "354 Ja", []
        for _round in range(2):
            done(house, LATER)
            done(house, DELIVERING)

        assert done(house, TELLING) == "sent"
        assert len(server.letters) == (2 if moment == "end" else 1)
        assert len(set(_ids(server))) == 1


def _ids(server):
    return [read_mail(content).message_id for _people, content in server.letters]
