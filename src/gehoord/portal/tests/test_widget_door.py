"""The widget's own door: what it lets in, and what it says when it does not."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gehoord.cases.models import Message
from gehoord.channels.models import Inbound
from gehoord.channels.webchat import tokens
from gehoord.channels.webchat.models import Visitor
from gehoord.channels.webchat.tokens import TokenIsNotValid, token_for, visitor_with
from gehoord.portal.tests.conftest import Widget
from tests.factories import make_site, make_visitor

pytestmark = pytest.mark.django_db


def test_message_sent_twice_is_kept_once(widget, read):
    number = uuid4()
    for _ in range(3):
        assert widget.write("Waar blijft mijn bank?", number=number).status_code == 200
    read()
    assert widget.write("Waar blijft mijn bank?", number=number).status_code == 200
    read()
    assert Message.objects.count() == 1
    assert widget.texts() == ["Waar blijft mijn bank?"]


def test_number_of_another_visitors_message_is_no_hindrance(site, widget, read):
    number = uuid4()
    other = Widget(site).start()
    other.write("Van de ander", number=number)
    widget.write("Van mij", number=number)
    read()
    assert widget.texts() == ["Van mij"]
    assert other.texts() == ["Van de ander"]


def test_history_has_what_was_sent_before_anybody_read_it(widget, read):
    for text in ("een", "twee", "drie"):
        widget.write(text)
    before = widget.history()
    read()
    assert [message["id"] for message in before["messages"]] == [
        message["id"] for message in widget.history()["messages"]
    ]
    assert widget.texts() == ["een", "twee", "drie"]


def test_history_that_did_not_change_is_not_sent_again(widget):
    widget.write("Hallo")
    version = widget.history()["version"]
    assert widget.ask(f"messages?version={version}").json() == {"same": True}
    widget.write("Hallo?")
    assert len(widget.ask(f"messages?version={version}").json()["messages"]) == 2


def test_long_history_is_fetched_in_pieces(site, widget, read, monkeypatch):
    monkeypatch.setattr("gehoord.channels.webchat.history.PAGE", 3)
    for number in range(5):
        widget.write(f"bericht {number}")
    read()
    last = widget.history()
    assert [message["text"] for message in last["messages"]] == [f"bericht {n}" for n in (2, 3, 4)]
    assert last["has_earlier"]
    at = last["messages"][0]["at"].replace("+", "%2B")
    first = widget.ask(f"messages?before={at}").json()
    assert [message["text"] for message in first["messages"]] == ["bericht 0", "bericht 1"]
    assert not first["has_earlier"]


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "ÿ" * 40, "Bearer", ":" * 500])
def test_forged_token_is_refused_in_words(widget, token):
    widget.token = token
    answer = widget.ask("messages")
    assert answer.status_code == 403
    assert answer.json()["reason"] == "token"
    assert "gesprek" in answer.json()["error"]


def test_token_with_another_name_in_it_is_refused(site, widget):
    other = make_visitor(site=site)
    forged = signing.dumps(
        [site.key, other.key.hex], key="not ours", salt="gehoord.webchat.visitor"
    )
    widget.token = forged
    assert widget.ask("messages").status_code == 403


def test_token_of_another_site_is_refused(widget):
    widget.token = token_for(make_visitor(site=make_site()))
    assert widget.ask("messages").status_code == 403


def test_old_token_is_refused(widget, monkeypatch):
    monkeypatch.setattr(tokens, "TOKEN_LASTS", timedelta(seconds=-1))
    assert widget.ask("messages").status_code == 403


def test_ticket_for_the_stream_is_no_token(widget):
    widget.token = widget.ask("ticket", json_body={}).json()["ticket"]
    assert widget.ask("messages").status_code == 403


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(token=st.text())
def test_no_made_up_token_opens_a_conversation(site, token):
    with pytest.raises(TokenIsNotValid):
        visitor_with(token, site=site)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(min_value=0), letter=st.characters(codec="ascii"))
def test_token_with_one_letter_changed_opens_no_conversation(site, place, letter):
    token = token_for(Visitor(site=site))
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    if changed != token:
        with pytest.raises(TokenIsNotValid):
            tokens.key_in(changed, site=site)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://shop.example",
        "https://shop.example.evil.example",
        "https://shop.example:8443",
        "null",
        None,
    ],
)
def test_widget_on_a_website_not_allowed_says_so(site, origin):
    answer = Widget(site, origin=origin).ask("site")
    assert answer.status_code == 403
    assert answer.json()["error"] == "De chat werkt niet op deze website."
    assert (origin or "?") in answer.json()["advice"]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_allowed_website_may_read_the_answer_and_no_other(widget):
    answer = widget.ask("site")
    assert answer["Access-Control-Allow-Origin"] == "https://shop.example"
    assert "Origin" in answer["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer


def test_question_beforehand_is_answered_for_allowed_websites_only(site):
    allowed = Widget(site).ask("messages", method="OPTIONS")
    assert allowed.status_code == 204
    assert "authorization" in allowed["Access-Control-Allow-Headers"]
    refused = Widget(site, origin="https://evil.example").ask("messages", method="OPTIONS")
    assert refused.status_code == 403
    assert "Access-Control-Allow-Headers" not in refused


def test_chat_that_does_not_exist_says_so(site):
    site.key = "nergens"
    assert Widget(site).ask("site").status_code == 404


def test_message_of_100000_characters_is_refused_in_words(widget):
    answer = widget.write("x" * 100_000)
    assert answer.status_code == 422
    assert "100.000" in answer.json()["error"]
    assert "10.000" in answer.json()["error"]
    assert not Inbound.objects.exists()


def test_message_of_10000_characters_is_kept_whole(widget, read):
    assert widget.write("é" * 10_000).status_code == 200
    read()
    assert Message.objects.get().text == "é" * 10_000


def test_body_of_megabytes_is_refused_in_words(widget):
    for size in (1_100_000, 2_500_000):
        answer = widget.write("x" * size)
        assert answer.status_code == 413
        assert "te veel" in answer.json()["error"]


@pytest.mark.parametrize("text", ["", "   \n ", "\x00\x01\x02", "\ud800"])
def test_empty_message_is_refused_in_words(widget, text):
    answer = widget.write(text)
    assert answer.status_code == 422
    assert answer.json()["reason"] == "empty"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("😡😡😡", "😡😡😡"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("أين طلبي؟", "أين طلبي؟"),
        ("\u202eabc\u202c", "\u202eabc\u202c"),
        ("a\x00b\x1bc\ud83dd", "abcd"),
        ("een\r\ntwee\rdrie", "een\ntwee\ndrie"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_message_of_any_script_arrives_as_typed(widget, read, sent, kept):
    assert widget.write(sent).status_code == 200
    read()
    assert Message.objects.get().text == kept
    assert widget.texts() == [kept]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b'{"id": 1, "text": "x"}',
        b'{"text": "x"}',
        b"[" * 9999,
        b'{"id": "7c6f8e8e-7f2e-4f43-8a5c-0b8a5f1f6a11", "text": 5}',
    ],
)
def test_malformed_body_is_refused_in_words(widget, raw):
    answer = widget.ask("messages", raw=raw)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_wrong_method_is_refused(widget):
    assert widget.ask("start").status_code == 405


def test_twenty_first_message_in_a_minute_is_asked_to_wait(widget):
    answers = [widget.write(f"bericht {number}") for number in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1].json()["retry_after"] == int(answers[-1]["Retry-After"])
    assert "wat u schreef is bewaard" in answers[-1].json()["error"]


def test_one_address_on_the_internet_has_a_limit_too(site):
    answers = [Widget(site).ask("start", json_body={}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert Widget(site, ip="203.0.113.8").ask("start", json_body={}).status_code == 200


def test_looking_at_the_chat_makes_no_visitor(site):
    Widget(site).ask("site")
    assert not Visitor.objects.exists()


def test_chat_that_is_off_takes_nothing_and_says_so(site, widget):
    site.is_open = False
    site.save()
    assert not widget.ask("site").json()["is_on"]
    assert widget.write("Hallo?").status_code == 409
    assert widget.ask("messages").status_code == 200


def test_installation_may_have_its_own_limits(settings, widget):
    settings.GEHOORD_CHAT_RATES = {"message-visitor": "1/minute"}
    assert [widget.write("Hallo").status_code for _ in range(2)] == [200, 429]
