"""The chat as a page of its own, as a browser without JavaScript meets it."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gehoord.cases.models import Case, Delivery, Message
from gehoord.channels.models import Inbound
from gehoord.channels.webchat.models import Visitor
from tests.factories import make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(site):
    client = Client()
    client.get(f"/chat/{site.key}/")
    return client


def write(browser, site, text, *, number=None, **more):
    form = {"submission": str(number or uuid4()), "text": text, **more}
    return browser.post(f"/chat/{site.key}/", form)


def page(browser, site):
    return browser.get(f"/chat/{site.key}/").content.decode()


def test_visitor_writes_and_finds_his_message_again(site, browser, read):
    assert write(browser, site, "Waar blijft mijn <b>bank</b>?").status_code == 302
    assert "mijn &lt;b&gt;bank&lt;/b&gt;?" in page(browser, site)
    read()
    assert page(browser, site).count("&lt;b&gt;bank") == 1
    assert "bank" not in page(Client(), site)


def test_first_message_sent_twice_is_one_message_of_one_visitor(site, browser, read):
    number = uuid4()
    again = Client()
    again.cookies = browser.cookies.__class__(browser.cookies.output(header=""))
    write(browser, site, "Hallo", number=number)
    write(again, site, "Hallo", number=number)
    assert Visitor.objects.count() == Inbound.objects.count() == 1


def test_looking_at_the_page_makes_no_visitor(site, browser):
    assert not Visitor.objects.exists()


def test_cookie_cannot_be_read_by_scripts_or_sent_from_elsewhere(site, browser):
    cookie = browser.cookies[f"gehoord_chat_{site.key}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_reply_on_the_page_is_read(site, browser, read, deliver, agent):
    write(browser, site, "Hallo")
    read()
    reply = make_reply(case=Case.objects.get(), author=agent, text="Goedemorgen")
    deliver()
    assert "Goedemorgen" in page(browser, site)
    reply.refresh_from_db()
    assert reply.delivery == Delivery.READ


def test_link_to_a_notice_can_be_clicked_on_the_page(site, browser, read, deliver, agent):
    notice = "https://lindehout.example/house-rules/notice/WzE2XQ:a-b_/"
    write(
        browser, site, 'Kijk: https://foto.example/"><script>alert(1)</script> javascript:alert(1)'
    )
    read()
    make_reply(case=Case.objects.get(), author=agent, text=f"Lees wat u kunt doen: {notice}")
    deliver()
    text = page(browser, site)
    for address in (notice, "https://foto.example/"):
        link = (
            f'<a href="{address}" target="_blank" rel="nofollow noopener noreferrer">{address}</a>'
        )
        assert link in text
    assert "<script>alert" not in text
    assert 'href="javascript' not in text


@pytest.mark.parametrize(("text", "says"), [("x" * 100_000, "100.000"), ("  ", "Schrijf eerst")])
def test_refused_message_stays_in_the_box(site, browser, text, says):
    answer = write(browser, site, text)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert text in answer.content.decode()
    assert not Visitor.objects.exists()


def test_writing_too_fast_keeps_the_words(site, browser):
    for _ in range(20):
        write(browser, site, "Hallo")
    write(browser, site, "Hallo")
    answer = write(browser, site, "Nog iets belangrijks")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
    assert "Nog iets belangrijks" in answer.content.decode()


def test_file_goes_along_and_can_be_fetched(site, browser, read):
    write(browser, site, "", file=SimpleUploadedFile("brief.txt", b"Geachte heer"))
    read()
    address = re.search(r'href="(/chat/[^"]+/files/\d+)"', page(browser, site))[1]
    answer = browser.get(address)
    assert answer.content == b"Geachte heer"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Client().get(address).status_code == 404


def test_forged_cookie_is_nobody(site, browser):
    browser.cookies[f"gehoord_chat_{site.key}"] = "forged"
    assert browser.get(f"/chat/{site.key}/").status_code == 200
    assert write(browser, site, "Hallo").status_code == 302
    assert Message.objects.count() == 0
    assert Inbound.objects.count() == 1


def test_form_of_another_website_is_refused(site):
    strict = Client(enforce_csrf_checks=True)
    assert write(strict, site, "Hallo").status_code == 403


def test_chat_that_is_off_shows_no_box(site, browser):
    site.is_open = False
    site.save()
    assert "<textarea" not in page(browser, site)
    assert write(browser, site, "Hallo").status_code == 409


def test_page_runs_nothing_from_elsewhere_and_stands_in_no_frame(site, browser):
    answer = browser.get(f"/chat/{site.key}/")
    rules = answer["Content-Security-Policy"]
    assert "default-src 'none'" in rules
    assert "frame-ancestors 'none'" in rules
    assert "unsafe" not in rules
    assert answer["Cache-Control"] == "private, no-store"
    html = answer.content.decode()
    assert " style=" not in html
    assert "Software leest mee" in html


def test_how_page_says_how_long_a_guess_is_kept(site, browser):
    assert "na 30 dagen" in browser.get(f"/chat/{site.key}/how/").content.decode()


def test_email_address_out_of_hours_is_noted(site, browser):
    site.opening_hours = {"mon": ["00:00", "00:01"]}
    site.save()
    write(browser, site, "Hallo")
    assert 'type="email"' in page(browser, site)
    address = f"/chat/{site.key}/email"
    assert browser.post(address, {"email": "nee"}).status_code == 422
    assert browser.post(address, {"email": "marieke@post.example"}).status_code == 302
    assert Visitor.objects.get().email == "marieke@post.example"


def test_script_for_websites_may_be_kept_and_used_anywhere(db):
    answer = Client().get("/chat/widget.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = Client().get("/chat/widget.js", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_demo_shop_is_there_only_in_the_demonstration(site, settings):
    settings.GEHOORD_DEMO = False
    assert Client().get("/chat/demo-shop/").status_code == 404
    settings.GEHOORD_DEMO = True
    assert site.key in Client().get("/chat/demo-shop/").content.decode()
