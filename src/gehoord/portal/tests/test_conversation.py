"""What a visitor sees, and what the team hears of him."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from gehoord.cases.actions import look_at_case, write_note
from gehoord.cases.models import Attachment, Case, Delivery, Message
from gehoord.channels.webchat.models import Visitor
from gehoord.contacts.models import Address, Customer
from gehoord.portal import shown
from gehoord.portal.live import visitor_door
from gehoord.portal.tests.conftest import Widget
from tests.factories import make_house, make_reply

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"


@pytest.fixture
def case(widget, read):
    widget.write("Waar blijft mijn bank?")
    read()
    return Case.objects.get()


def send_file(widget, *, name="kras.png", content=PNG, number=None, text=""):
    form = {
        "id": str(number or uuid4()),
        "text": text,
        "file": SimpleUploadedFile(name, content),
    }
    return widget.ask("attachments", form=form)


def test_visitor_sees_a_reply_only_when_it_left(widget, case, agent, deliver):
    make_reply(case=case, author=agent, text="Ik zoek het uit.")
    assert widget.texts() == ["Waar blijft mijn bank?"]
    deliver()
    assert widget.texts() == ["Waar blijft mijn bank?", "Ik zoek het uit."]


def test_visitor_never_sees_notes_or_events(widget, case, agent, deliver):
    write_note(case=case, author=agent, text="GEHEIM over deze klant", submission=uuid4())
    make_reply(case=case, author=agent)
    deliver()
    page = widget.client.get(f"/chat/{widget.site.key}/log").content.decode()
    everything = str(widget.history()) + page
    assert "GEHEIM" not in everything
    assert len(widget.history()["messages"]) == 2


def test_visitor_never_sees_another_visitor(site, widget, case, agent, deliver):
    make_reply(case=case, author=agent, text="Voor de eerste")
    deliver()
    assert Widget(site).start().history()["messages"] == []


def test_first_reply_says_that_software_reads_along(widget, case, agent, deliver):
    make_reply(case=case, author=agent)
    deliver()
    assert widget.history()["messages"][-1]["notice"]


def test_agent_is_named_as_the_house_wants(widget, case, agent, deliver):
    make_reply(case=case, author=agent)
    deliver()
    assert widget.history()["agent"]["initials"] == "NH"
    assert widget.history()["messages"][-1]["by"] == "Noor"
    make_house(shows_agent_name=False)
    assert widget.history()["agent"] is None
    assert widget.history()["messages"][-1]["by"] == "Lindehout"


def test_photo_is_shown_only_if_the_house_allows_and_the_agent_replied(
    site, widget, case, agent, deliver
):
    agent.photo.save("noor.png", ContentFile(PNG))
    path = f"agents/{agent.pk}/photo"
    make_house(shows_agent_photo=True)
    assert widget.ask(path).status_code == 404
    make_reply(case=case, author=agent)
    deliver()
    answer = widget.ask(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert Widget(site).start().ask(path).status_code == 404
    make_house(shows_agent_photo=False)
    assert widget.ask(path).status_code == 404


def test_reply_is_delivered_and_read_when_the_visitor_says_so(widget, case, agent, deliver):
    reply = make_reply(case=case, author=agent)
    deliver()
    key = widget.history()["messages"][-1]["id"]
    widget.ask("seen", json_body={"ids": [key], "read": False})
    reply.refresh_from_db()
    assert reply.delivery == Delivery.DELIVERED
    widget.ask("seen", json_body={"ids": [key], "read": True})
    reply.refresh_from_db()
    assert reply.delivery == Delivery.READ
    assert widget.history()["messages"][-1]["is_read"]


def test_nobody_can_mark_a_reply_to_somebody_else(site, case, agent, deliver):
    reply = make_reply(case=case, author=agent)
    deliver()
    stranger = Widget(site).start()
    ids = [f"reply-{reply.pk}", "reply-²", "reply--1", "x", 5, "reply-" + "9" * 30]
    assert stranger.ask("seen", json_body={"ids": ids, "read": True}).json() == {"news": 0}


def test_visitor_sees_that_an_agent_is_typing(widget, case, agent):
    assert not widget.history()["is_typing"]
    look_at_case(case=case, agent=agent, is_typing=True)
    assert widget.history()["is_typing"]


def test_team_hears_that_a_visitor_is_typing(widget, case, announced):
    assert widget.ask("typing", json_body={}).status_code == 200

    assert (f"typing-{case.pk}", (case.team.audience,)) in announced


def test_stream_is_the_visitors_own(site, widget, case):
    ticket = widget.ask("ticket", json_body={}).json()["ticket"]
    address = Address.objects.get()
    request = RequestFactory().get(
        "/chat/live", {"ticket": ticket}, headers={"Origin": "https://shop.example"}
    )
    visitor = Visitor.objects.get()
    expected = {f"visitor-{visitor.pk}", f"address-{address.pk}"}
    assert visitor_door.enter(request) == expected
    assert visitor_door.may_be_read_by(request, "https://shop.example")
    assert not visitor_door.may_be_read_by(request, "https://evil.example")


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c"])
def test_stream_without_a_good_ticket_stays_closed(db, ticket):
    assert visitor_door.enter(RequestFactory().get("/chat/live", {"ticket": ticket})) is None


def test_stream_on_a_website_not_allowed_stays_closed(widget):
    ticket = widget.ask("ticket", json_body={}).json()["ticket"]
    request = RequestFactory().get(
        "/chat/live", {"ticket": ticket}, headers={"Origin": "https://evil.example"}
    )
    assert visitor_door.enter(request) is None


def test_file_arrives_with_the_message_and_comes_back_inert(site, widget, read):
    assert send_file(widget, text="Kijk maar").status_code == 200
    read()
    (file,) = widget.history()["messages"][0]["files"]
    answer = widget.ask(f"files/{file['id']}")
    assert answer.content == PNG
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Widget(site).start().ask(f"files/{file['id']}").status_code == 404


def test_file_sent_twice_is_kept_once(widget, read):
    number = uuid4()
    send_file(widget, number=number)
    send_file(widget, number=number)
    read()
    assert Message.objects.count() == Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("virus.exe", b"MZ", 422),
        ("kras.png", b"<svg onload=alert(1)>", 422),
        ("leeg.png", b"", 422),
        ("groot.png", PNG + b"0" * 3000, 413),
    ],
)
def test_file_we_do_not_take_is_refused_in_words(widget, settings, name, content, status):
    settings.GEHOORD_MAX_FILE_BYTES = 2000
    answer = send_file(widget, name=name, content=content)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")


def test_form_that_is_no_form_is_refused_in_words(widget):
    assert widget.ask("attachments", raw=b"{}").status_code == 400


def test_out_of_hours_the_visitor_hears_when_and_can_still_write(site, widget, read, monkeypatch):
    site.opening_hours = {"mon": ["09:00", "17:30"]}
    site.save()
    sunday = datetime(2026, 6, 7, 12, tzinfo=UTC)
    monkeypatch.setattr(shown.timezone, "now", lambda: sunday)
    assert "9.00 uur" in widget.ask("site").json()["closed"]
    monkeypatch.undo()
    assert widget.write("Toch alvast").status_code == 200
    assert widget.ask("email", json_body={"email": "marieke@post.example"}).status_code == 200
    read()
    assert Customer.objects.get().email == "marieke@post.example"
    assert widget.history()["has_email"]


@pytest.mark.parametrize("email", ["", "marieke", "a@b", "a@b.nl\nBcc: c@d.nl", None, 5])
def test_email_address_that_is_none_is_refused_in_words(widget, email):
    answer = widget.ask("email", json_body={"email": email})
    assert answer.status_code == 422
    assert "e-mailadres" in answer.json()["error"]


def test_upload_cut_off_halfway_is_refused_in_words(widget):
    answer = widget.client.post(
        f"/chat/{widget.site.key}/api/attachments",
        b"--b\r\nContent-Disp",
        content_type="multipart/form-data",
        headers={"Origin": widget.origin, "Authorization": f"Bearer {widget.token}"},
    )
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_files_of_a_refused_message_do_not_stay_behind(widget, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert send_file(widget, text="x" * 10_001).status_code == 422
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    number = uuid4()
    send_file(widget, number=number)
    send_file(widget, number=number)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
