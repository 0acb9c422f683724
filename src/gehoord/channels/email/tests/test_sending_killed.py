"""A process that is killed while it hands a reply over: nothing is lost, the number stays."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from gehoord.channels.email.reading import read_mail
from gehoord.channels.email.tests.lying_server import lying_server
from tests.services import environment, make_tables, postgresql_running, wait_until


@contextmanager
def database(kind):
    """Settings for a database of its own; SQLite lies in the folder of the house."""
    if kind == "sqlite":
        yield {}
        return
    with postgresql_running() as address:
        yield {"DATABASE_URL": address}


BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)]


@pytest.fixture(scope="module", params=BOTH)
def house(tmp_path_factory, request):
    """A Gehoord of its own on disk, whose processes may be killed."""
    with database(request.param) as settings:
        env = environment(
            tmp_path_factory.mktemp("house"),
            DJANGO_SETTINGS_MODULE="gehoord.config.settings",
            GEHOORD_NUDGES="off",
            GEHOORD_LANGUAGE="nl",
            **settings,
        )
        make_tables(env)
        yield env


SETTING_UP = """
from uuid import uuid4
from django.core.management import call_command
from gehoord.channels.email.sending.writing import send_mail
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox, receive_mail
from tests.factories import make_agent, make_house
call_command("flush", interactive=False, verbosity=0)
make_house(undo_seconds=0)
box = make_outgoing_mailbox(port={port})
agent = make_agent(team=box.team)
for number in range({replies}):
    message = receive_mail(box, sender=f"klant{{number}}@klant.example")
    send_mail(case=message.case, author=agent, text="Hallo", submission=uuid4())
"""
DELIVERING = "from gehoord.channels.delivery import deliver_due_replies; deliver_due_replies()"
GOING_ON = """
from django.utils import timezone
from gehoord.cases.models import Message
from gehoord.channels.delivery import deliver_due_replies
from gehoord.channels.email.models import OutgoingMail
waiting = Message.objects.exclude(next_attempt_at=None)
for _later in range(2):
    waiting.update(leased_until=None, next_attempt_at=timezone.now())
    OutgoingMail.objects.update(busy_until=None)
    deliver_due_replies()
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
        done(house, SETTING_UP.format(port=server.port, replies=1))
        dying = run(house, DELIVERING)
        wait_until(lambda: any(c == "DATA" for c in server.commands), what=moment)
        if moment == "end":
            wait_until(lambda: server.letters, what="the letter")
        os.kill(dying.pid, signal.SIGKILL)
        dying.wait()

        server.manners.data, server.manners.end = "354 Ja", []
        assert done(house, GOING_ON) == "sent"
        assert len(server.letters) == (2 if moment == "end" else 1)
        assert len(set(_ids(server))) == 1


def test_processes_that_deliver_at_once_send_each_reply_once(house):
    with lying_server() as server:
        done(house, SETTING_UP.format(port=server.port, replies=8))
        workers = [run(house, DELIVERING) for _number in range(3)]
        assert [worker.wait(60) for worker in workers] == [0, 0, 0]

    assert len(server.letters) == 8
    assert len(set(_ids(server))) == 8


def _ids(server):
    return [read_mail(content).message_id for _people, content in server.letters]
