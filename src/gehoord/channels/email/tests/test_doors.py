"""Mail that is brought: by a provider over HTTP, and by a local mail server through a pipe."""

import io
import sys
import time
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from gehoord.cases.models import Message
from gehoord.channels.email.models import Mailbox, StoredMail
from gehoord.channels.email.receiving.door import signature
from gehoord.channels.email.tests.letters import letter
from tests.factories import make_team

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/mail/in/service@winkel.example/"


@pytest.fixture
def mailbox():
    return Mailbox.objects.create(address="service@winkel.example", team=make_team())


def bring(client, mailbox, raw, *, url=URL, at=None, key=None, signed=None):
    moment = str(int(time.time() if at is None else at))
    seal = signature(key or mailbox.door_key, moment, signed or raw)
    return client.post(
        url,
        raw,
        content_type="message/rfc822",
        headers={"X-Gehoord-Timestamp": moment, "X-Gehoord-Signature": f"sha256={seal}"},
    )


def test_signed_mail_is_taken_in_once(client, mailbox):
    raw = letter("Via de provider.")
    answers = [bring(client, mailbox, raw).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert Message.objects.get().text == "Via de provider."


def test_mail_to_an_address_with_a_token_comes_to_its_mailbox(client, mailbox):
    url = "/mail/in/Service+r-abcdefghijkmnpqrst22@winkel.example/"

    assert bring(client, mailbox, letter(), url=url).status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"key": "iets anders"}, {"signed": b"iets anders"}, {"at": time.time() - 3600}, {"at": 4e9}],
)
def test_mail_with_a_wrong_signature_is_refused(client, mailbox, change):
    assert bring(client, mailbox, letter(), **change).status_code == 403
    assert StoredMail.objects.count() == 0


def test_unsigned_mail_is_refused(client, mailbox):
    answer = client.post(URL, letter(), content_type="message/rfc822")

    assert answer.status_code == 403


def test_a_mailbox_that_is_not_there_or_is_off_is_not_found(client, mailbox):
    assert bring(client, mailbox, letter(), url="/mail/in/x@winkel.example/").status_code == 404
    Mailbox.objects.update(is_on=False)
    assert bring(client, mailbox, letter()).status_code == 404


def test_mail_that_is_too_large_is_refused(client, mailbox, settings):
    settings.GEHOORD_MAX_MAIL_BYTES = 1000

    assert bring(client, mailbox, b"x" * 2000).status_code == 413


def test_the_key_lies_sealed_in_the_database(mailbox, django_assert_num_queries):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT door_key FROM email_mailbox")
        stored = cursor.fetchone()[0]

    assert mailbox.door_key not in stored
    assert Mailbox.objects.get().door_key == mailbox.door_key


def deliver(monkeypatch, raw, address="service@winkel.example"):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    call_command("mail", "deliver", "--mailbox", address)


def test_piped_mail_is_taken_in(mailbox, monkeypatch):
    deliver(monkeypatch, letter("Door de pijp."))

    assert Message.objects.get().text == "Door de pijp."


@pytest.mark.parametrize(
    ("raw", "address", "code"),
    [(b"x", "weg@winkel.example", 67), (b" ", "service@winkel.example", 66)],
)
def test_a_mail_server_hears_why_piped_mail_is_refused(mailbox, monkeypatch, raw, address, code):
    with pytest.raises(CommandError) as refused:
        deliver(monkeypatch, raw, address)

    assert refused.value.returncode == code


def test_piped_mail_waits_at_the_mail_server_when_the_disk_is_full(mailbox, monkeypatch):
    from gehoord.channels.email.receiving import storing

    def full(*_):
        raise OSError(28, "full")

    monkeypatch.setattr(storing.default_storage, "save", full)
    with pytest.raises(CommandError) as refused:
        deliver(monkeypatch, letter())

    assert refused.value.returncode == 75
