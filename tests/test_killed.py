"""Processes are killed at random under load; nobody may lose a word, or get one twice."""

import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.people import Agent, Visitor
from tests.services import (
    environment,
    free_port,
    gehoord,
    is_listening,
    make_tables,
    postgresql_running,
    redis_running,
    running,
    wait_until,
)

SECONDS = float(os.environ.get("GEHOORD_KILL_SECONDS", "12"))
SEED = 20261122
VISITORS = 16
QUIET_WITHIN_S = 180
"""A killed worker keeps its row until the lease runs out, at most a minute; then it is redone."""


class Shop:
    """A whole Gehoord of its own under `gehoord serve`."""

    def __init__(self, port, env, output):
        self.port, self.env, self.output = port, env, output
        self.chance = random.Random(SEED)
        self.killed = Counter()

    def records(self, what):
        command = [sys.executable, "-m", "tests.records", what]
        said = subprocess.run(command, env=self.env, check=True, capture_output=True, text=True)
        return json.loads(said.stdout)

    def kill_one(self):
        """kill -9 for the web or the work process, if it lives."""
        name = self.chance.choice(["web", "work"])
        found = re.findall(rf"gehoord: {name} started \(process (\d+)\)", self.output.read_text())
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(found[-1]), signal.SIGKILL)
            self.killed[name] += 1

    def is_quiet(self):
        """What is in the records once nothing is left to be done."""
        records = self.records("count")
        return records if not (records["unread"] or records["due"]) else time.sleep(1)


@contextlib.contextmanager
def shop(folder, **settings):
    port, output = free_port(), folder / "output"
    env = environment(
        folder,
        DJANGO_SETTINGS_MODULE="gehoord.config.settings",
        GEHOORD_STATIC=str(folder / "static"),
        **settings,
    )
    make_tables(env)
    subprocess.run(gehoord("collectstatic", "--noinput", "-v0"), env=env, check=True)
    with (
        output.open("w") as lines,
        running(
            gehoord("serve", "--port", str(port)), env=env, stdout=lines, stderr=subprocess.STDOUT
        ),
    ):
        wait_until(lambda: is_listening(port), what="Gehoord")
        yield Shop(port, env, output)


@contextlib.contextmanager
def settings_of(profile):
    """The settings of a profile, with servers of its own: a killed client must not disturb others."""
    if profile == "one machine":
        yield {}
    else:
        with postgresql_running() as database, redis_running() as redis:
            yield {"DATABASE_URL": database, "REDIS_URL": redis}


def work_while_processes_die(place):
    """Customers write and agents answer; returns them when all have got their last answer."""
    opened = place.records("open")
    visitors = [
        Visitor(number, site=opened["site"], port=place.port, seed=SEED + number)
        for number in range(VISITORS)
    ]
    agents = [
        Agent(number, session=session, port=place.port, seed=SEED - number)
        for number, session in enumerate(opened["sessions"], start=1)
    ]
    for person in [*visitors, *agents]:
        person.start()
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        time.sleep(place.chance.uniform(0.5, 2.5))
        place.kill_one()
    for person in [*visitors, *agents]:
        person.is_done.set()
    for person in [*visitors, *agents]:
        person.join(60)
        assert not person.is_alive(), person.name
        assert person.trouble == [], person.name
    return visitors, agents


def all_of(people, what):
    return [number for person in people for number in getattr(person, what)]


@pytest.mark.services
@pytest.mark.parametrize("profile", ["one machine", "many machines"])
def test_killed_processes_lose_no_message_and_send_no_reply_twice(tmp_path, profile):
    with settings_of(profile) as settings, shop(tmp_path, **settings) as place:
        visitors, agents = work_while_processes_die(place)
        records = wait_until(place.is_quiet, what="quiet", within_s=QUIET_WITHIN_S)
        histories = {visitor: visitor.history() for visitor in visitors}
    assert min(place.killed["web"], place.killed["work"]) > 0

    messages = Counter(number for number, _case in records["messages"])
    assert set(all_of(visitors, "accepted")) - messages.keys() == set()
    assert messages.keys() - set(all_of(visitors, "tried")) == set()
    assert set(messages.values()) == {1}
    case_of = dict(records["messages"])
    for visitor in visitors:
        assert len({case_of[number] for number in visitor.accepted}) == 1

    replies = Counter(number for number, _delivery, _pk in records["replies"])
    assert set(all_of(agents, "accepted")) - replies.keys() == set()
    assert replies.keys() - set(all_of(agents, "tried")) == set()
    assert set(replies.values()) == {1}

    seen = Counter(number for history in histories.values() for number in history)
    assert set(seen.values()) == {1}
    left = {f"reply-{pk}" for _number, delivery, pk in records["replies"] if delivery != "failed"}
    assert seen.keys() == messages.keys() | left
    for visitor, history in histories.items():
        assert set(visitor.accepted) <= set(history)
    print(f"{profile}: {dict(place.killed)}, {len(messages)} messages, {len(replies)} replies")
