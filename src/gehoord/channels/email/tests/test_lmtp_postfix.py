"""A real Postfix brings mail by LMTP, also to a process that is killed again and again."""

import os
import signal
import smtplib

import pytest

from gehoord.channels.email.reading import read_mail
from gehoord.channels.email.tests.letters import letter
from gehoord.channels.email.tests.listening import house_at, listening
from tests.postfix import postfix_running
from tests.services import free_port, wait_until

pytestmark = pytest.mark.services
SERVICE = "service@winkel.example"
MAILS = 120
KILLS = (3, 20, 50, 90)
"""Killed as soon as so many mails are kept: often before Postfix has its answer."""


@pytest.fixture
def house(tmp_path):
    return house_at(tmp_path, SERVICE)


@pytest.fixture
def place():
    return f"127.0.0.1:{free_port()}"


@pytest.fixture
def postfix(place):
    """Takes mail for everybody at winkel.example and brings it to us."""
    with postfix_running(
        "jan",
        relay_domains="winkel.example",
        transport_maps=f"inline:{{ winkel.example=lmtp:inet:{place} }}",
        queue_run_delay="1s",
        minimal_backoff_time="1s",
        maximal_backoff_time="2s",
    ) as server:
        yield server


def send(postfix, *mails, to=SERVICE):
    with smtplib.SMTP("127.0.0.1", postfix.port) as server:
        for mail in mails:
            server.sendmail("jan@klant.example", to, mail)


def kept(house):
    return [read_mail(raw) for raw in house.mails()]


def test_postfix_brings_mail_and_a_person_hears_of_a_mailbox_that_is_not_there(
    house, place, postfix
):
    with listening(house, place):
        send(postfix, letter("Waar blijft mijn pakje?"))
        send(postfix, letter("Hallo?"), to="weg@winkel.example")
        wait_until(lambda: house.mails(), what="the mail")
        (back,) = postfix.first_mails("jan")

    (mail,) = kept(house)
    assert mail.text == "Waar blijft mijn pakje?"
    assert mail.header("return-path") == "<jan@klant.example>"
    assert "550 5.1.1" in read_mail(back).text


def test_a_process_that_is_killed_while_postfix_brings_mail_loses_and_doubles_nothing(
    house, place, postfix
):
    numbers = [f"<{number:03}@klant.example>" for number in range(MAILS)]
    send(postfix, *(letter("x" * 20_000, number=number) for number in numbers))
    for number in KILLS:
        with listening(house, place) as process:
            wait_until(lambda least=number: len(house.mails()) >= least, what=f"{number} mails")
            os.kill(process.pid, signal.SIGKILL)
    with listening(house, place):
        wait_until(
            lambda: len({each.message_id for each in kept(house)}) == MAILS,
            what="all mails",
            within_s=120,
        )
        queue = postfix.log.parent / "queue"
        wait_until(
            lambda: (
                not any(
                    path.is_file()
                    for name in ("incoming", "active", "deferred")
                    for path in (queue / name).rglob("*")
                )
            ),
            what="an empty queue",
            within_s=60,
        )

    assert sorted(each.message_id for each in kept(house)) == numbers
