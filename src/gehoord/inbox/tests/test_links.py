"""Addresses in messages on the page of a case."""

import re

import pytest
from django.urls import reverse

from gehoord.inbox.timeline import FOLD_AFTER
from tests.factories import make_customer_message, make_reply

pytestmark = pytest.mark.django_db
NOTICE = "https://lindehout.example/house-rules/notice/WzE2XQ:a-b_/"


@pytest.fixture
def links_in(signed_in):
    """What an agent can click in the messages of a case: the address and what it shows."""

    def links(message):
        page = signed_in.get(reverse("inbox:case", args=[message.case_id])).text
        shown = page.split('id="turns"')[1].split("</ol>")[0]
        return re.findall(
            r'<a href="(https?://[^"]*)" target="_blank" rel="([^"]*)">(.*?)</a>', shown
        )

    return links


def test_address_in_a_reply_can_be_clicked(team, noor, links_in):
    message = make_customer_message(team=team)
    make_reply(case=message.case, author=noor, text=f"Lees wat u kunt doen: {NOTICE}.")
    assert links_in(message) == [(NOTICE, "nofollow noopener noreferrer", NOTICE)]


def test_address_of_a_customer_can_be_clicked_beside_underlined_words(team, links_in, signed_in):
    text = "Belachelijk! Jullie liegen gewoon! Zie https://foto.example/kast?a=1&b=2, daar."
    message = make_customer_message(team=team, text=text)
    shown = "https://foto.example/kast?a=1&amp;b=2"
    assert links_in(message) == [(shown, "nofollow noopener noreferrer", shown)]
    page = signed_in.get(reverse("inbox:case", args=[message.case_id])).text
    assert '<mark class="ev ev--' in page


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        '<a href="https://vals.example/">klik</a> data:text/html,<script>alert(1)</script>',
        "https://bank.example@vals.example/",
        '"><img src=x onerror=alert(1)>',
    ],
)
def test_what_only_looks_like_an_address_is_plain_text(team, links_in, signed_in, text):
    message = make_customer_message(team=team, text=text)
    assert all(shown == address for address, _rel, shown in links_in(message))
    page = signed_in.get(reverse("inbox:case", args=[message.case_id])).text
    turn = page.split(f'id="message-{message.pk}"')[1].split('class="turn__side')[0]
    assert "<script" not in turn
    assert "<img" not in turn
    assert "javascript:" not in " ".join(re.findall(r'href="([^"]*)"', turn))
    assert "@vals" not in " ".join(re.findall(r'href="([^"]*)"', turn))


def test_address_where_a_long_message_is_folded_stays_whole(team, links_in):
    text = "a " * (FOLD_AFTER // 2 - 5) + NOTICE
    message = make_customer_message(team=team, text=text)
    assert [address for address, _rel, _shown in links_in(message)] == [NOTICE]
