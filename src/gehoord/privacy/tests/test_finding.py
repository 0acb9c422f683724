from __future__ import annotations

import pytest
from django.urls import reverse

from gehoord.accounts.models import Role
from tests.factories import make_agent, make_case

pytestmark = pytest.mark.django_db
SEARCH = "/privacy/"


@pytest.mark.parametrize("words", ["marieke", "Verhoeven", "aap@klant", "zaak {case}", "#{case}"])
def test_customer_is_found_by_name_address_or_case(client, officer, known, words):
    person = known("aap")
    make_case(name="Iemand Anders")

    page = client.get(SEARCH, {"q": words.format(case=person.case.pk)}).text

    assert reverse("privacy:customer", args=[person.customer.pk]) in page
    assert "Iemand Anders" not in page


@pytest.mark.parametrize("words", ["Jansen", "%", "999999999999", "\x00", "'; --"])
def test_strange_words_find_nobody(client, officer, known, words):
    known("aap")

    assert "Marieke" not in client.get(SEARCH, {"q": words}).text


def test_no_page_shows_what_was_written(client, officer, known):
    person = known("aap")
    pages = [client.get(SEARCH, {"q": "Marieke"})] + [
        client.get(reverse(f"privacy:{name}", args=[person.customer.pk]))
        for name in ("customer", "erase")
    ]

    for page in pages:
        assert page.status_code == 200
        assert "Marieke Verhoeven" in page.text
        assert not [word for word in person.words if word in page.text]
        assert "no-store" in page["Cache-Control"]


def test_menu_shows_privacy_to_privacy_officers_and_not_the_office(client, officer):
    page = client.get(SEARCH).text

    assert 'href="/privacy/"' in page
    assert 'href="/office/"' not in page


def test_administrator_sees_no_way_to_privacy(client):
    client.force_login(make_agent(roles=[Role.ADMIN]))

    assert 'href="/privacy/"' not in client.get("/office/").text


def test_customer_without_a_name_is_found_by_case(client, officer):
    case = make_case(name="")

    page = client.get(SEARCH, {"q": str(case.pk)}).text

    assert f"Bezoeker {case.customer_id}" in page
