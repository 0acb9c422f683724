"""The house style in a browser: marks while typing, rules found while typing, counts that go on."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SORRY = "Excuses voor het ongemak."


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def admin(request, sign_in):
    page = sign_in("joris", java_script_enabled=request.param)
    page.has_script = request.param
    return page


def test_sentence_that_is_typed_is_marked(admin, stage):
    admin.goto(f"{stage.url}/office/style/")
    admin.get_by_label("Probeer een zin").fill(SORRY)
    if not admin.has_script:
        admin.get_by_role("button", name="Bekijk wat de coach markeert").click()

    expect(admin.locator("#tried mark").first).to_have_text("Excuses voor het ongemak")
    expect(admin.locator("#tried")).to_contain_text("EXC-01")


def test_rule_is_found_by_a_word_in_it(admin, stage):
    admin.goto(f"{stage.url}/office/style/")
    admin.get_by_role("searchbox", name="Zoek een regel").fill("ongemak")
    if not admin.has_script:
        admin.get_by_role("button", name="Zoek", exact=True).click()

    expect(admin.locator("#EXC-01 > summary")).to_be_visible()
    assert not admin.locator("#EMP-05").is_visible()


def test_word_is_counted_on_sent_replies_before_it_is_saved(admin, stage):
    admin.goto(f"{stage.url}/office/style/words/new/")
    admin.get_by_label("Woord of woorden").fill("consument*")
    admin.get_by_label("Beter").fill("klant")
    admin.get_by_role("button", name="Tel", exact=True).click()

    expect(admin.locator("#counted")).to_contain_text("antwoord")
    expect(admin.get_by_label("Woord of woorden")).to_have_value("consument*")
