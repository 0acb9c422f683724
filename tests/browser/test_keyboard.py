"""An agent who never touches the mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.seen import draft, new_order, note, open_chat, row, send, turns, write

pytestmark = pytest.mark.browser


@pytest.fixture
def two_cases(customer):
    """The words in two cases, the older one first."""
    orders = new_order(), new_order()
    for order in orders:
        shop = customer()
        open_chat(shop)
        write(shop, f"Waar blijft {order}?")
    return orders


@pytest.fixture
def ravi(sign_in, stage):
    """An agent of the other team, whose cases nobody else touches."""
    page = sign_in("ravi")
    page.goto(f"{stage.url}/?view=all")
    return page


def names(page):
    shown = page.locator(".case-row__name").all_inner_texts()
    return [name.partition("\n")[0] for name in shown]  # without "new"


def current(page):
    return page.locator(".case-row[aria-current] .case-row__name")


def test_j_and_k_go_through_the_list(ravi):
    shown = names(ravi)
    ravi.keyboard.press("j")
    expect(current(ravi)).to_contain_text(shown[0])

    ravi.keyboard.press("j")
    expect(current(ravi)).to_contain_text(shown[1])

    ravi.keyboard.press("k")
    expect(current(ravi)).to_contain_text(shown[0])


def test_enter_opens_the_case_that_has_the_focus(ravi):
    link = ravi.get_by_role("navigation", name="Lijst van zaken").get_by_role("link")
    target = link.filter(has_text="Wim Dekker")
    target.focus()

    ravi.keyboard.press("Enter")

    expect(ravi.get_by_role("heading", name="Wim Dekker")).to_be_visible()


def test_r_goes_to_the_reply_and_n_to_the_note(ravi, stage):
    ravi.goto(stage.case("angry"))
    draft(ravi).fill("")
    draft(ravi).blur()

    ravi.keyboard.press("r")
    expect(draft(ravi)).to_be_focused()
    ravi.keyboard.type("jkrnez?")
    expect(draft(ravi)).to_have_value("jkrnez?")
    expect(ravi.get_by_role("heading", name="Wim Dekker")).to_be_visible()
    expect(ravi.get_by_role("dialog")).to_have_count(0)
    draft(ravi).fill("")
    draft(ravi).blur()

    ravi.keyboard.press("n")
    expect(note(ravi)).to_be_focused()
    note(ravi).blur()
    ravi.keyboard.press("r")
    expect(draft(ravi)).to_be_visible()


def test_e_closes_the_case_and_z_takes_a_reply_back(two_cases, sign_in, stage):
    first, _ = two_cases
    noor = sign_in("noor")
    noor.goto(stage.team_list)
    row(noor, first).click()
    draft(noor).fill("Te snel.")
    send(noor)
    expect(noor.get_by_role("button", name="Haal terug").first).to_be_visible()
    draft(noor).blur()

    noor.keyboard.press("z")
    expect(draft(noor)).to_have_value("Te snel.")
    noor.locator("body").press("e")

    expect(noor.get_by_text("Deze zaak is afgerond. Heropen hem om te antwoorden.")).to_be_visible()
    expect(turns(noor).filter(has_text="Noor rondde de zaak af")).to_have_count(1)


def test_question_mark_shows_the_keys_and_escape_hides_them(ravi):
    ravi.keyboard.press("?")

    keys = ravi.get_by_role("dialog", name="Toetsen")
    expect(keys).to_be_visible()
    ravi.keyboard.press("j")
    expect(keys).to_be_visible()
    ravi.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(current(ravi)).to_have_count(0)


def test_ctrl_k_finds_a_case_and_a_command(ravi):
    ravi.keyboard.press("Control+k")
    field = ravi.get_by_role("combobox")
    expect(field).to_be_focused()
    field.press_sequentially("Dekk")
    expect(ravi.get_by_role("option", name=re.compile("Wim Dekker"))).to_be_visible()
    field.press("Enter")
    expect(ravi.get_by_role("heading", name="Wim Dekker")).to_be_visible()

    draft(ravi).focus()
    ravi.keyboard.press("Control+k")
    expect(field).to_be_focused()
    field.fill("afgerond")
    expect(ravi.get_by_role("option", name="Afgerond")).to_be_visible()
    field.press("Enter")
    expect(ravi.get_by_role("link", name=re.compile("Bas Smit"))).to_be_visible()


def test_every_stop_of_the_tab_key_can_be_seen(ravi, stage):
    ravi.goto(stage.case("angry"))
    unseen = []
    for _ in range(40):
        ravi.keyboard.press("Tab")
        shown = ravi.evaluate(LOOKS_FOCUSED)
        if shown is None:
            break
        if not shown["isSeen"]:
            unseen.append(shown["what"])
    assert unseen == []


LOOKS_FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const around = [element, element.closest('label'), element.closest('.composer__box'),
                  element.closest('li')].filter(Boolean);
  const isSeen = around.some(each => {
    const style = getComputedStyle(each);
    const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
    return (outline || style.boxShadow !== 'none') && element.checkVisibility();
  });
  return { isSeen, what: element.outerHTML.slice(0, 120) };
}"""
