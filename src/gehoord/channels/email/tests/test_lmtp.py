"""A mail server on the same machine brings mail by LMTP, and hears 250 when it is on our disk."""

import contextlib
import os
import signal
import socket
import subprocess

import pytest

from gehoord.channels.email.tests.letters import letter
from gehoord.channels.email.tests.listening import Lmtp, house_at, listening
from tests.services import free_port

ONE, TWO = "service@winkel.example", "klachten@winkel.example"
TOKEN = "service+r-abcdefghijkmnpqrst22@winkel.example"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return house_at(tmp_path_factory.mktemp("house"), ONE, TWO, GEHOORD_MAX_MAIL_MB="1")


@pytest.fixture(scope="module")
def process(house):
    port = free_port()
    with listening(house, f"127.0.0.1:{port}"):
        yield port


@pytest.fixture
def port(house, process):
    house.forget()
    return process


@pytest.fixture
def server(port):
    with Lmtp(("127.0.0.1", port)) as talk:
        yield talk


def test_a_mail_is_kept_with_its_envelope_before_the_answer_comes(house, server):
    raw = letter("Door de achterdeur.").replace(b"\n", b"\r\n")
    assert server.bring(raw, [ONE]) == [250]

    (kept,) = house.mails()
    assert kept == (
        b"Return-Path: <jan@klant.example>\r\nDelivered-To: service@winkel.example\r\n" + raw
    )


def test_each_recipient_has_an_answer_of_his_own_and_each_mailbox_one_mail(house, server):
    told = server.envelope("jan@klant.example", [ONE, "weg@winkel.example", TWO, TOKEN])
    answers = server.content(letter())

    assert told == [250, 550, 250, 250]
    assert answers == [250, 250, 250]
    assert sorted(house.boxes()) == sorted([ONE, TWO])
    assert any(f"Delivered-To: {TOKEN}".encode() in each for each in house.mails())


def test_the_same_mail_again_changes_nothing(house, server):
    raw = letter()

    assert server.bring(raw, [ONE]) == server.bring(raw, [ONE]) == [250]
    assert len(house.mails()) == 1


def test_a_report_without_a_sender_says_so_in_what_is_kept(house, server):
    server.bring(letter(), [ONE], sender="")

    assert house.mails()[0].startswith(b"Return-Path: <>\r\n")


def test_a_mail_that_is_too_large_is_refused_before_and_after_it_was_sent(house, server):
    large = letter("x" * 70 + "\n" + ("y" * 70 + "\n") * 20_000)
    assert server.say(f"MAIL FROM:<jan@klant.example> SIZE={len(large)}") == 552
    told = server.envelope("jan@klant.example", [ONE, TWO])

    assert told == [250, 250]
    assert server.content(large) == [552, 552]
    assert server.bring(letter("klein"), [ONE]) == [250]
    assert len(house.mails()) == 1


def test_lines_without_an_end_are_kept_as_they_are(house, server):
    line = b"a" * 200_000
    head = letter().partition(b"\n\n")[0]

    assert server.bring(head + b"\n\n" + line + b"\n..\n", [ONE]) == [250]
    assert house.mails()[0].endswith(b"\r\n\r\n" + line + b"\r\n..\r\n")


def test_letters_outside_ascii_are_kept(house, server):
    raw = "Subject: Zoë\r\n\r\nHéél boos\r\n".encode("latin-1")
    server.bring(raw, [ONE], sender="zoë@klant.example", options=" SMTPUTF8 BODY=8BITMIME")

    assert raw in house.mails()[0]
    assert "<zoë@klant.example>".encode() in house.mails()[0]


def test_what_cannot_be_kept_stays_with_the_mail_server(house, server):
    folder = house.data / "files" / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    folder.rename(house.data / "files" / "was")
    folder.write_text("in the way")
    try:
        assert server.bring(letter(), [ONE, TWO]) == [451, 451]
    finally:
        folder.unlink()
        (house.data / "files" / "was").rename(folder)

    assert house.mails() == []
    assert server.bring(letter(), [ONE]) == [250]


def test_nothing_at_all_is_no_mail(house, server):
    assert server.bring(b"\r\n", [ONE]) == [554]
    assert house.mails() == []


def test_a_mail_that_breaks_off_is_not_kept(house, port):
    with Lmtp(("127.0.0.1", port)) as talk:
        talk.envelope("jan@klant.example", [ONE])
        assert talk.say("DATA") == 354
        talk.send(letter()[:200])
    with Lmtp(("127.0.0.1", port)) as talk:
        assert talk.bring(letter("heel"), [ONE]) == [250]

    assert len(house.mails()) == 1


def test_many_mail_servers_at_once_are_all_heard(house, port):
    with contextlib.ExitStack() as open_lines:
        talks = [open_lines.enter_context(Lmtp(("127.0.0.1", port))) for _number in range(30)]
        for number, talk in enumerate(talks):
            assert talk.envelope(f"k{number}@klant.example", [ONE]) == [250]
            talk.send(b"DATA\r\n")
        for number, talk in enumerate(talks):
            assert talk.answer() == 354
            talk.send(letter(str(number)).replace(b"\n", b"\r\n") + b"\r\n.\r\n")
            assert talk.answer() == 250

    assert len(house.mails()) == 30


def test_a_process_that_is_asked_to_end_keeps_the_mail_in_hand(house):
    port = free_port()
    house.forget()
    with listening(house, f"127.0.0.1:{port}") as process:
        busy, idle = Lmtp(("127.0.0.1", port)), Lmtp(("127.0.0.1", port))
        with busy, idle:
            busy.envelope("jan@klant.example", [ONE])
            assert busy.say("DATA") == 354
            process.send_signal(signal.SIGTERM)
            assert idle.answer() == 421
            busy.send(letter("nog net").replace(b"\n", b"\r\n") + b".\r\n")
            assert busy.answer() == 250
            assert busy.answer() == 421
        assert process.wait(20) == 0

    assert len(house.mails()) == 1


def test_a_socket_takes_mail_and_is_gone_afterwards(house, tmp_path):
    house.forget()
    place = f"/tmp/gehoord-lmtp-{os.getpid()}"
    for _twice in range(2):
        with listening(house, place), Lmtp(place) as talk:
            assert talk.bring(letter(), [ONE]) == [250]
        assert not os.path.exists(place)


@pytest.mark.parametrize(("place", "code"), [("nergens", 2), ("1.2.3.4:x", 2), ("taken", 1)])
def test_a_place_where_nobody_can_listen_is_told(house, place, code):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}" if place == "taken" else place
        ended = subprocess.run(
            house.command(place), env=house.env, check=False, capture_output=True, text=True
        )

    assert ended.returncode == code
    assert "Traceback" not in ended.stderr
