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


def test_pressing_bold_again_goes_on_without_it(page, text):
    text.press_sequentially("Dat is ")
    text.press("Control+b")
    text.press_sequentially("vandaag")
    text.press("Control+b")
    text.press_sequentially(" klaar.")

    expect(text).to_have_value("Dat is **vandaag** klaar.")


def test_files_chosen_one_after_the_other_all_go_along(page, text):
    text.evaluate(PASTE)
    for name in ("bon.pdf", "foto.pdf"):
        file = {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
        page.locator("input[name=files]").set_input_files(file)

    for name in ("plaatje-1.png", "bon.pdf", "foto.pdf"):
        expect(page.locator("#chosen-files")).to_contain_text(name)
    page.get_by_label("Laat bon.pdf weg").click()
    expect(page.locator("#chosen-files li")).to_have_count(2)


def test_new_mail_is_there_again_after_leaving_the_page(page, stage):
    page.goto(f"{stage.url}/write/")
    page.get_by_label("Aan", exact=True).fill("piet@klant.example")
    page.get_by_label("Aan", exact=True).press("Enter")
    expect(page.get_by_label("Bericht")).to_be_focused()
    page.get_by_label("Bericht").press_sequentially("Zoals ik **al zei**, kost het niets.")
    expect(page.locator(".draft__marks .mark")).to_have_text("Zoals ik **al zei**, kost het")
    page.goto(stage.url)

    page.get_by_text("Nieuwe e-mail").click()
    expect(page.get_by_label("Aan", exact=True)).to_have_value("piet@klant.example")
    expect(page.get_by_label("Bericht")).to_have_value("Zoals ik **al zei**, kost het niets.")

    page.get_by_role("button", name="Gooi weg").click()
    page.get_by_role("link", name="Haal terug").click()
    expect(page.get_by_label("Bericht")).to_have_value("Zoals ik **al zei**, kost het niets.")


def test_mail_is_passed_on_after_its_address_was_corrected(page, text):
    page.locator("h1").click()
    page.keyboard.press("f")
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
