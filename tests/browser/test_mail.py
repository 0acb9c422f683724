"""E-mail in a browser: all of a mail, marks by keyboard, pictures pasted, and passing it on."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PASTE = """text => {
  const data = new DataTransfer();
  const bytes = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]);
  data.items.add(new File([bytes], "image.png", { type: "image/png" }));
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  text.dispatchEvent(new ClipboardEvent("paste", options));
}"""


@pytest.fixture
def page(sign_in, stage):
    page = sign_in("mila")
    page.goto(stage.case("mail"))
    return page


@pytest.fixture
def text(page):
    text = page.get_by_label("Je antwoord")
    text.fill("")
    return text


def test_whole_mail_unfolds_in_the_conversation_and_fetches_no_pictures(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_text("Toon de hele mail").click()
    whole = page.locator(".whole-here")

    expect(whole).to_contain_text("> Gaat het goed?")
    whole.get_by_text("Toon de mail zoals hij is opgemaakt").press("Enter")
    expect(whole.frame_locator("iframe").locator("b")).to_have_text("lamp")
    assert [each for each in asked if "pixel" in each] == []
    whole.get_by_text("Toon minder").press("Enter")
    expect(whole).to_have_count(0)
    expect(page.get_by_text("Toon de hele mail")).to_be_focused()


def test_marks_come_and_go_with_the_keyboard(page, text):
    text.fill("heel graag")
    text.press("Control+Home")
    for _letter in "heel ":
        text.press("Shift+ArrowRight")
    text.press("Control+b")
    expect(text).to_have_value("**heel** graag")
    text.press("Control+b")
    expect(text).to_have_value("heel graag")
    text.press("Control+Shift+Digit8")
    expect(text).to_have_value("- heel graag")
    text.press("Control+z")
    expect(text).to_have_value("heel graag")


def test_pasted_picture_stands_in_the_text_and_among_the_files(page, text):
    text.evaluate(PASTE)

    expect(text).to_have_value("![plaatje](plaatje-1.png)")
    expect(page.locator("#chosen-files")).to_contain_text("plaatje-1.png")
    page.get_by_label("Laat plaatje-1.png weg").click()
    expect(text).to_have_value("")


def test_mail_is_passed_on_after_its_address_was_corrected(page, text):
    page.locator(".mail-acts").get_by_text("Doorsturen").click()
    to = page.get_by_label("Aan", exact=True)
    expect(to).to_be_focused()
    to.fill("fabriek(at)lamp")
    text.fill("Kunnen jullie hiernaar kijken?")
    text.press("Control+Enter")
    expect(page.locator("#said")).to_contain_text("is geen e-mailadres")
    expect(to).to_have_value("fabriek(at)lamp")

    to.fill("fabriek@lamp.example")
    to.press("Control+Enter")

    expect(page.locator(".turn--agent").last).to_contain_text("doorgestuurd")
    expect(page.locator(".envelope__line")).to_contain_text("Aan Marieke Verhoeven")
    expect(text).to_have_value("")
