"""News of a mail is heard whenever a server says it: before, while and after it lets us wait."""

import imaplib

import pytest

from gehoord.channels.email.receiving.imap import signed_in
from gehoord.channels.email.receiving.troubles import TROUBLES
from gehoord.channels.email.tests.lying_imap import lying_server
from gehoord.channels.email.tests.test_hanging import mailbox_at

NEWS = b"* 3 EXISTS\r\n"
OTHER = b"* 1 FETCH (FLAGS (\\Seen))\r\n"


@pytest.fixture
def talk():
    with lying_server() as server, signed_in(mailbox_at(server, "none")) as signed:
        signed.open("INBOX")
        signed.lying = server
        yield signed


@pytest.mark.parametrize(
    "said",
    {
        "in one breath with the leave to wait": (NEWS, b"", b""),
        "later": (b"", NEWS, b""),
        "after something else": (OTHER, NEWS, b""),
        "when we stop waiting": (OTHER, b"", NEWS),
    }.items(),
    ids=lambda pair: pair[0],
)
def test_news_is_heard(talk, said):
    talk.lying.idles = [said[1]]

    assert talk.wait_for_mail(20)


def test_half_a_line_is_waited_for(talk):
    talk.lying.idles = [(b"* 3 EXI", b"STS\r\n", b"")]

    assert talk.wait_for_mail(20)


def test_other_words_and_silence_are_no_news(talk):
    talk.lying.idles = [(OTHER, b"", b""), (b"", b"", b"")]

    assert not talk.wait_for_mail(20)
    assert not talk.wait_for_mail(0.05)


def test_one_mail_is_told_once(talk):
    talk.lying.idles = [(NEWS, b"", b""), (OTHER, b"", b"")]

    assert talk.wait_for_mail(20)
    assert not talk.wait_for_mail(20)


def test_a_server_that_does_not_let_us_wait_is_a_trouble(talk):
    with pytest.raises(imaplib.IMAP4.error, match="IDLE"):
        talk.wait_for_mail(20)


def test_a_line_that_breaks_while_we_wait_is_a_trouble(talk):
    talk.lying.idles = [(b"", b"* BYE tot ziens\r\n", b"")]
    with pytest.raises(TROUBLES):
        talk.wait_for_mail(20)
