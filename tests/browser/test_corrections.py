"""An agent finds a reading wrong: one click, perhaps a second one, and undone as quickly."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.seen import is_live, row, turns

pytestmark = pytest.mark.browser

LIE = "Dit is al mijn vierde mail"


@pytest.fixture
def rising(sign_in, stage):
    def open_case(**options):
        page = sign_in("ravi", **options)
        page.goto(stage.case("rising"))
        return page

    return open_case


def turn_of(page):
    return turns(page).filter(has_text=LIE)


def set_right(page):
    turn_of(page).get_by_role("button", name="Klopt toch").click()
    expect(turn_of(page).get_by_role("button", name="Klopt niet?")).to_be_visible()


def test_reading_is_corrected_with_the_keyboard_and_taken_back(rising):
    page = rising()
    is_live(page)
    expect(turn_of(page).get_by_role("mark").first).to_be_visible()

    turn_of(page).get_by_role("button", name="Klopt niet?").focus()
    page.keyboard.press("Enter")
    expect(turn_of(page).get_by_role("mark")).to_have_count(0)
    question = turn_of(page).get_by_text("Wat had het moeten zijn?")
    question.focus()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(turn_of(page).get_by_role("button", name="lichte irritatie")).to_be_focused()
    page.keyboard.press("Enter")

    expect(turn_of(page)).to_contain_text("boosheid: eerder lichte irritatie")
    expect(turn_of(page).get_by_role("button", name="boos", exact=True)).to_be_hidden()
    set_right(page)
    expect(turn_of(page).get_by_role("mark").first).to_be_visible()


def test_warning_in_the_list_and_beside_the_case_follows_a_correction_at_once(
    rising, sign_in, stage
):
    page, lead = rising(), sign_in("ravi")
    lead.goto(f"{stage.url}/?view=all")
    is_live(lead)
    expect(row(lead, LIE)).to_contain_text("boosheid stijgt")
    beside = page.get_by_role("complementary", name="Over deze zaak")
    expect(beside).to_contain_text("Boosheid stijgt in de laatste berichten")

    turn_of(page).get_by_role("button", name="Klopt niet?").click()

    expect(row(lead, LIE)).not_to_contain_text("boosheid stijgt")
    expect(beside).not_to_contain_text("Boosheid stijgt")
    set_right(page)
    expect(row(lead, LIE)).to_contain_text("boosheid stijgt")


def test_reason_leads_to_the_message(rising):
    page = rising()
    said = page.get_by_text("Boosheid stijgt in de laatste berichten")

    said.get_by_role("link").first.click()

    first = turns(page).filter(has_text="Kunt u mij zeggen")
    expect(page).to_have_url(re.compile(r"#message-\d+$"))
    expect(first).to_be_in_viewport()
    assert first.evaluate("each => each.matches(':target')")


def test_message_in_another_language_says_so(rising):
    turn = turns(rising()).filter(has_text="Ich warte seit")

    expect(turn).to_contain_text("Niet gelezen: deze taal kent Gehoord nog niet (Duits).")


def test_correcting_works_without_javascript(rising):
    page = rising(java_script_enabled=False)

    turn_of(page).get_by_role("button", name="Klopt niet?").click()
    turn_of(page).get_by_text("Wat had het moeten zijn?").click()
    turn_of(page).get_by_role("button", name="teleurstelling").click()

    expect(turn_of(page)).to_contain_text("wat eronder ligt: eerder teleurstelling")
    set_right(page)
