"""The guide in a browser: opened with a key, put into the reply, and axe finds nothing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import ALL_LOOKS, LOOKS, look_at, visit
from tests.browser.seen import draft

pytestmark = pytest.mark.browser
fixtures = (look_at, visit)


@pytest.fixture
def card(visit):
    """A case of an angry customer with its card open."""
    page = visit("/cases/{angry}/", who="ravi")
    draft(page).fill("")  # another test may have left words there
    draft(page).blur()
    page.keyboard.press("g")
    expect(page.locator("#guide-card")).to_be_visible()
    return page


def test_card_opens_with_a_key_and_its_words_go_into_the_reply(card):
    words = card.locator("[data-example]").inner_text()

    card.get_by_role("button", name="Zet in je antwoord").click()

    expect(draft(card)).to_have_value(words)
    draft(card).fill("")


def test_another_card_comes_without_loading_the_page(card):
    draft(card).fill("Dag mevrouw,")
    card.get_by_text("Een andere kaart").click()
    card.get_by_role("button", name="Steeds hetzelfde nee").click()

    expect(card.locator("#stage-now-line")).to_contain_text("nee op hetzelfde punt")
    expect(card.get_by_label("Reparatie")).to_be_visible()
    expect(draft(card)).to_have_value("Dag mevrouw,")
    card.get_by_role("button", name="Terug naar de fasen").click()
    expect(card.locator("#stage-now-line")).not_to_contain_text("hetzelfde punt")
    draft(card).fill("")


def test_open_card_is_accessible(card, look_at):
    look_at(card, looks=ALL_LOOKS)


def test_crisis_card_is_accessible_and_goes_when_somebody_says_so(card, look_at):
    card.get_by_text("Een andere kaart").click()
    card.get_by_role("button", name=re.compile("leven in gevaar")).click()
    expect(card.locator("#guide-crisis")).to_be_visible()
    look_at(card, looks=LOOKS)

    card.get_by_role("button", name="Er is geen leven in gevaar").click()

    expect(card.locator("#guide-crisis")).to_have_count(0)
    expect(card.locator("#stage-list")).to_be_visible()


def test_clock_on_the_telephone_counts_minutes_quietly(visit):
    page = visit("/cases/{angry}/phone/", who="ravi")

    page.get_by_role("button", name="Start de klok").click()

    expect(page.locator("[data-began]")).to_have_text("nog geen minuut")
    page.get_by_role("button", name="Stop de klok").click()
    expect(page.get_by_role("button", name="Start de klok")).to_be_visible()
