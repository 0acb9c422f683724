"""The coach, blanks and saved replies while somebody types, without touching the mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.seen import draft, new_order, note, open_case, open_chat, send, turns, write

pytestmark = pytest.mark.browser
STOP = "Excuses voor het ongemak, maar het was druk."


@pytest.fixture
def noor(customer, sign_in, stage):
    """Noor, with the case of an angry customer open."""
    order = new_order()
    shop, page = customer(), sign_in("noor")
    open_chat(shop)
    write(shop, f"Waar blijft {order}? En wanneer krijg ik mijn geld terug?")
    open_case(page, order, among=stage.team_list)
    return page


def marks(page):
    return page.locator(".draft__marks .mark")


def blanks(page):
    return page.locator(".draft__marks .blank")


def chosen(page):
    """The words that are selected in the draft."""
    return page.evaluate(
        "() => { const t = document.querySelector('#text');"
        " return t.value.slice(t.selectionStart, t.selectionEnd); }"
    )


def test_marks_stay_under_their_words_while_typing_goes_on(noor):
    draft(noor).fill(STOP)
    expect(marks(noor).first).to_contain_text(re.compile("excuses", re.IGNORECASE))

    words = marks(noor).first.inner_text()
    draft(noor).press("Home")
    noor.keyboard.type("Dag mevrouw. ")

    expect(marks(noor).first).to_have_text(words)
    copy = noor.locator(".draft__marks").inner_text().replace("\u200b", "")
    assert copy == draft(noor).input_value()


def test_blank_keeps_a_reply_back_until_it_is_filled_in(noor):
    draft(noor).fill("Ik bel u [dag] om [tijd] terug.")
    expect(blanks(noor)).to_have_text(["[dag]", "[tijd]"])
    noor.keyboard.press("Control+Enter")

    expect(noor.get_by_role("alert").filter(has_text="Nog niet verstuurd")).to_be_visible()
    assert chosen(noor) == "[dag]"
    noor.keyboard.type("dinsdag")
    noor.keyboard.press("Tab")
    assert chosen(noor) == "[tijd]"
    noor.keyboard.type("14.00 uur")
    expect(noor.locator("#next-blank")).to_be_hidden()
    noor.keyboard.press("Tab")
    expect(draft(noor)).not_to_be_focused()
    draft(noor).focus()
    send(noor)
    expect(turns(noor).filter(has_text="Ik bel u dinsdag om 14.00 uur terug.")).to_have_count(1)


def test_rewrite_puts_the_caret_in_its_blank_and_goes_back_with_ctrl_z(noor):
    draft(noor).fill(STOP)
    expect(marks(noor).first).to_be_visible()
    noor.keyboard.press("Control+.")
    noor.keyboard.press("Enter")

    expect(draft(noor)).not_to_have_value(STOP)
    assert chosen(noor).startswith("[") or "[" not in draft(noor).input_value()
    noor.keyboard.press("Control+z")
    expect(draft(noor)).to_have_value(STOP)


def test_saved_reply_is_written_with_the_coach_and_chosen_from_the_keyboard(noor, stage):
    case = noor.url
    noor.goto(f"{stage.url}/saved/new/")
    noor.get_by_label("Naam").fill("Levering uitzoeken")
    text = noor.get_by_label("Tekst", exact=True)
    text.fill("Ik zoek de levering voor u uit.")
    expect(noor.locator("#tip")).to_contain_text("Er staat geen veld in")
    text.fill("{{aanhef}}, ik zoek het voor {{u}} uit en bel [dag].")
    noor.get_by_role("button", name="Bewaar").click()
    expect(noor.get_by_text("Levering uitzoeken is bewaard.")).to_be_visible()

    noor.goto(case)
    draft(noor).fill("Eerst dit. ")
    noor.keyboard.press("Control+/")
    noor.keyboard.type("levering uit")
    noor.keyboard.press("Enter")

    expect(draft(noor)).to_have_value(re.compile(r"^Eerst dit\. .*ik zoek het voor u uit"))
    expect(draft(noor)).to_be_focused()
    assert chosen(noor) == "[dag]"
    noor.keyboard.press("Control+z")
    expect(draft(noor)).to_have_value("Eerst dit. ")


def test_tips_go_off_and_on_without_losing_a_word(noor):
    draft(noor).fill(STOP)
    expect(marks(noor).first).to_be_visible()

    noor.get_by_role("button", name="Tips uit").click()
    expect(marks(noor)).to_have_count(0)
    expect(noor.get_by_text("Tips staan uit.")).to_be_visible()
    expect(draft(noor)).to_have_value(STOP)
    noor.get_by_role("button", name="Zet tips aan").click()

    expect(marks(noor).first).to_be_visible()


def test_note_is_coached_too_and_kept_without_a_question(noor):
    noor.get_by_role("link", name="Interne notitie").click()
    note(noor).fill("Deze klant is een zeurpiet. [nog bellen]")
    expect(blanks(noor)).to_have_count(1)
    noor.get_by_role("button", name="Bewaar de notitie").click()

    expect(turns(noor).filter(has_text="[nog bellen]")).to_have_count(1)


SLOW = """
const send = window.fetch;
window.asked = { now: 0, most: 0, all: 0 };
window.fetch = async (address, options) => {
  if (!String(address).endsWith("/coach/")) return send(address, options);
  window.asked.all += 1;
  window.asked.most = Math.max(window.asked.most, (window.asked.now += 1));
  await new Promise((then) => setTimeout(then, 400));
  const answer = await send(address, options);
  window.asked.now -= 1;
  return answer;
};
"""


def test_slow_server_is_asked_one_thing_at_a_time_and_marks_the_last_words(noor):
    noor.add_init_script(SLOW)
    noor.reload()
    draft(noor).press_sequentially("Dag mevrouw, " + STOP, delay=40)

    expect(marks(noor).first).to_contain_text(re.compile("excuses", re.IGNORECASE))
    asked = noor.evaluate("window.asked")
    assert asked["most"] == 1
    assert asked["all"] < 10
