"""What no widget sends: each gets an answer its page can read, and nothing breaks."""

import io
import json
import zipfile
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from gehoord.cases.files import safe_name
from gehoord.channels.models import Inbound
from gehoord.channels.webchat.models import Visitor
from gehoord.portal.rates import count, counter, ip_of
from tests.services import free_port


def document(method, spoil):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.text" * 20)
    content = bytearray(kept.getvalue())
    content[spoil] = b"\xff" * len(content[spoil])
    return bytes(content)


def readable(response, *, origin="https://shop.example"):
    """The refusal, as the page of a website may read it."""
    assert response["Access-Control-Allow-Origin"] == origin
    return response.status_code, response.json()["reason"]


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z"]
)
def test_history_before_the_beginning_or_after_the_end_of_time_is_answered(widget, moment):
    answer = widget.ask(f"messages?before={moment}")
    assert answer.status_code in (200, 400)


def test_photo_with_an_endless_number_is_not_there(widget):
    assert readable(widget.ask(f"agents/{'9' * 30}/photo")) == (404, "nothing")


def test_email_address_with_half_a_character_is_refused(widget):
    answer = widget.ask("email", json_body={"email": "marieke@ver\ud800hoeven.nl"})
    assert readable(answer) == (422, "email")


def test_form_with_thousands_of_fields_is_refused_in_words_the_page_can_read(widget):
    form = {f"field{number}": "x" for number in range(2000)}
    assert readable(widget.ask("attachments", form=form)) == (400, "malformed")


@pytest.mark.parametrize(
    "content",
    [
        document(zipfile.ZIP_DEFLATED, slice(38, 50)),
        document(zipfile.ZIP_LZMA, slice(42, 47)),
        document(zipfile.ZIP_BZIP2, slice(38, 50)),
    ],
)
def test_document_that_cannot_be_unpacked_is_refused(widget, content):
    form = {"id": str(uuid4()), "text": "", "file": SimpleUploadedFile("brief.odt", content)}
    assert readable(widget.ask("attachments", form=form)) == (422, "file_type")


@pytest.mark.parametrize(
    "text", ["\u200b", "\u2060 \u200d\ufeff", "\u202e\u2066", "\u3164", "\u2800"]
)
def test_message_nobody_can_see_is_empty(widget, text):
    assert readable(widget.write(text)) == (422, "empty")


def test_message_of_one_emoji_with_a_joiner_is_kept_whole(widget):
    widget.write("👩\u200d🔧")
    assert widget.texts() == ["👩\u200d🔧"]


@pytest.mark.parametrize(
    "mark", ["\u061c", "\ufeff", "\u2060", "\u00ad", "\u202e", "\x9f", "\U000e0041"]
)
def test_name_of_a_file_loses_every_mark_nobody_sees(mark):
    assert safe_name(f"foto{mark}gnp.exe.txt") == "fotognp.exe.txt"


def test_second_text_under_the_same_number_is_a_second_message(widget):
    """Somebody went back in his browser and wrote something else in the same form."""
    number = uuid4()
    widget.write("Waar blijft mijn bestelling?", number=number)
    widget.write("En ik wil mijn geld terug.", number=number)
    widget.write("En ik wil mijn geld terug.", number=number)
    assert widget.texts() == ["Waar blijft mijn bestelling?", "En ik wil mijn geld terug."]


def test_disk_that_takes_no_files_is_said_and_the_words_are_not_lost(widget, settings, tmp_path):
    (tmp_path / "full").write_text("no folder")
    settings.MEDIA_ROOT = tmp_path / "full"
    form = {"id": str(uuid4()), "text": "Zie bijlage", "file": SimpleUploadedFile("a.txt", b"hoi")}
    assert readable(widget.ask("attachments", form=form)) == (503, "file_not_kept")
    assert not Inbound.objects.exists()


def test_database_that_is_away_is_said_in_words_the_page_can_read(widget, monkeypatch):
    def away(*_words, **_named):
        raise OperationalError("database is locked")

    monkeypatch.setattr("gehoord.portal.views.api.write_message", away)
    assert readable(widget.write("Hallo?")) == (503, "busy")


def test_strangers_of_one_ipv6_network_are_counted_together(rf):
    ask = [rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{end}") for end in ("1", "ffff")]
    assert len({ip_of(request) for request in ask}) == 1
    assert ip_of(rf.get("/", REMOTE_ADDR="2001:db8:1:3::1")) != ip_of(ask[0])
    assert ip_of(rf.get("/", REMOTE_ADDR="203.0.113.7")) == "203.0.113.7"


def test_nothing_is_kept_of_what_was_not_understood(widget):
    widget.ask("messages", raw=json.dumps({"id": [1], "text": "x"}))
    widget.ask("messages", raw="[" * 100_000)
    assert not Inbound.objects.exists()
    assert Visitor.objects.count() == 1


def test_customers_are_let_in_while_the_counter_in_redis_is_away(settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}"
    counter.cache_clear()
    try:
        count("message-ip", of="203.0.113.7")
    finally:
        counter.cache_clear()
