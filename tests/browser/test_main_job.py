"""An angry customer writes on somebody else's website, and an agent answers well."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.seen import (
    box,
    caret,
    conversation,
    draft,
    is_kept,
    is_live,
    new_order,
    open_case,
    open_chat,
    reply,
    row,
    said,
    send,
    turns,
    write,
)

pytestmark = pytest.mark.browser

STOP = "Zoals ik al zei, kost het twintig euro."
BETTER = "Het kost twintig euro."


@pytest.fixture
def both(customer, sign_in, stage):
    """A customer who wrote, and Noor who has the case open; and the words he wrote."""
    order = new_order()
    shop, noor = customer(), sign_in("noor")
    open_chat(shop)
    write(shop, f"Waar blijft {order}?")
    open_case(noor, order, among=stage.team_list)
    is_live(noor)
    return shop, noor, order


def test_message_of_an_angry_customer_appears_in_the_open_list_with_its_anger(
    customer, sign_in, stage
):
    order = new_order()
    shop, noor = customer(), sign_in("noor")
    noor.goto(stage.team_list)
    is_live(noor)

    open_chat(shop)
    write(shop, f"Waar blijft {order}? Belachelijk, jullie liegen gewoon!")

    expect(row(noor, order)).to_be_visible()
    expect(row(noor, order).get_by_role("img", name=re.compile("boos"))).to_be_visible()
    is_kept(shop, order)


def test_message_appears_in_the_open_case_with_a_level_word_and_the_words_underlined(both):
    shop, noor, _ = both

    write(shop, "Belachelijk. Jullie liegen gewoon, ik wacht al voor de vierde keer!")

    turn = turns(noor).filter(has_text="Jullie liegen")
    expect(turn.get_by_text(re.compile("^(erg )?boos$"))).to_be_visible()
    expect(turn.get_by_role("mark").first).to_be_visible()
    assert any("liegen" in words for words in turn.get_by_role("mark").all_inner_texts())


def test_agent_takes_a_rewrite_sends_it_and_sees_that_it_was_read(both):
    shop, noor, _ = both
    draft(noor).press_sequentially("Dag. " + STOP)

    mark = noor.locator(".draft__marks .mark")
    expect(mark).to_have_text(re.compile("^Zoals ik al zei"))
    tray = noor.get_by_role("group", name=re.compile("^Tip 1 van"))
    expect(tray).to_contain_text("Stop even")
    expect(tray).to_contain_text("zonder te wijzen op wat je eerder zei")
    noor.keyboard.press("Control+.")
    noor.keyboard.press("Enter")

    expect(draft(noor)).to_have_value("Dag. " + BETTER)
    expect(draft(noor)).to_be_focused()
    assert caret(noor) == (len("Dag. Het kost"),) * 2
    noor.keyboard.press("Control+z")
    expect(draft(noor)).to_have_value("Dag. " + STOP)
    noor.keyboard.press("Control+Shift+z")
    expect(draft(noor)).to_have_value("Dag. " + BETTER)

    noor.keyboard.press("Control+Enter")

    expect(noor.get_by_role("button", name="Haal terug").first).to_be_visible()
    expect(draft(noor)).to_have_value("")
    answer = said(shop, BETTER)
    expect(answer).to_contain_text("Noor,")
    expect(answer).to_contain_text("Een mens leest, beslist en antwoordt.")
    expect(shop.get_by_role("heading", name="Noor helpt u")).to_be_visible()
    expect(turns(noor).filter(has_text=BETTER)).to_contain_text("gelezen")


def test_software_notice_stands_only_at_the_first_reply(both):
    shop, noor, _ = both
    reply(noor, "Goedemiddag, ik kijk het na.")
    expect(said(shop, "ik kijk het na")).to_be_visible()

    reply(noor, "Hij komt donderdag.")

    expect(said(shop, "Hij komt donderdag")).to_be_visible()
    expect(conversation(shop).get_by_text("Een mens leest, beslist")).to_have_count(1)


def test_tip_that_is_left_does_not_come_back_while_typing(both):
    _, noor, _ = both
    draft(noor).press_sequentially(STOP)
    mark = noor.locator(".draft__marks .mark")
    expect(mark).to_have_count(1)

    noor.keyboard.press("Control+.")
    noor.keyboard.press("Escape")

    expect(mark).to_have_count(0)
    expect(draft(noor)).to_be_focused()
    with noor.expect_response(re.compile("/coach/")):
        draft(noor).press_sequentially(" Dank.")
    expect(mark).to_have_count(0)
    expect(draft(noor)).to_have_value(STOP + " Dank.")


def test_stop_asks_once_before_it_is_sent(both):
    _, noor, _ = both
    draft(noor).fill(STOP)

    send(noor)

    question = noor.get_by_role("dialog", name="Toch zo versturen?")
    expect(question).to_contain_text("Zoals ik al zei")
    question.get_by_role("button", name="Terug naar de tekst").click()
    expect(draft(noor)).to_be_focused()
    expect(draft(noor)).to_have_value(STOP)
    expect(turns(noor).filter(has_text=STOP)).to_have_count(0)

    send(noor)
    question.get_by_role("button", name="Toch versturen").click()

    expect(turns(noor).filter(has_text=STOP)).to_have_count(1)
    expect(draft(noor)).to_have_value("")


def test_emoji_before_the_marked_words_does_not_shift_them(both):
    _, noor, _ = both
    draft(noor).fill(f"👍🏽 Dag 👨‍👩‍👧! {STOP}")

    expect(noor.locator(".draft__marks .mark")).to_have_text(
        re.compile("^Zoals ik al zei, kost het$")
    )
    noor.keyboard.press("Control+.")
    noor.keyboard.press("Enter")

    expect(draft(noor)).to_have_value(f"👍🏽 Dag 👨‍👩‍👧! {BETTER}")


def test_agent_sees_that_the_customer_is_typing_and_the_other_way_round(both):
    shop, noor, _ = both
    write(shop, "Hallo?")
    is_kept(shop, "Hallo?")
    expect(turns(noor).filter(has_text="Hallo?")).to_be_visible()
    shop.reload()  # a page tells only every few seconds that somebody types
    open_chat(shop)
    is_kept(shop, "Hallo?")

    box(shop).press_sequentially("En")
    expect(noor.get_by_text(re.compile("typt$"))).to_be_visible()

    draft(noor).press_sequentially("Ik")
    expect(shop.get_by_text(re.compile("(Wij typen|typt)…"))).to_be_visible()
