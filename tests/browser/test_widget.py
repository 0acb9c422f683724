"""The chat on somebody else's page: strange input, strange visitors, no connection."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seen import (
    box,
    conversation,
    is_kept,
    new_order,
    open_case,
    open_chat,
    reply,
    row,
    said,
    turns,
    write,
)
from tests.services import wait_until

pytestmark = pytest.mark.browser

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


@pytest.fixture
def shop(customer) -> Page:
    """A customer with the chat open."""
    page = customer()
    open_chat(page)
    return page


def kept_in(page: Page) -> str:
    return page.evaluate("JSON.stringify({...localStorage})")


def attach(page: Page, *, name: str, content: bytes, kind: str) -> None:
    file = {"name": name, "mimeType": kind, "buffer": content}
    page.locator("input[type=file]").set_input_files(file)


def test_stranger_becomes_known_with_his_first_message(customer, stage, sign_in):
    order, page = new_order(), customer(is_new=True)
    open_chat(page)
    assert page.evaluate("localStorage.length") == 0

    write(page, f"Waar blijft {order}?")

    is_kept(page, order)
    noor = sign_in("noor")
    open_case(noor, order, among=stage.team_list)
    reply(noor, "Hij komt donderdag.")
    expect(said(page, "Hij komt donderdag.")).to_be_visible()


def test_website_that_is_not_allowed_gets_clear_words(opened, stage):
    page = opened.window()
    website = stage.website.replace("127.0.0.1", "localhost")
    page.goto(stage.shop(website=website))

    page.get_by_role("button", name="Chat").click()

    expect(page.get_by_text("De chat werkt niet op deze website.")).to_be_visible()
    expect(page.get_by_text(f"Zet {website} in Gehoord")).to_be_visible()


def test_forged_token_starts_a_new_conversation_and_says_so(shop):
    write(shop, "Dit is van mij.")
    is_kept(shop, "Dit is van mij.")
    shop.evaluate(
        "for (const [name, kept] of Object.entries(localStorage))"
        "  localStorage.setItem(name, JSON.stringify({...JSON.parse(kept), token: '1:forged'}))"
    )
    shop.reload()
    open_chat(shop)

    expect(shop.get_by_text("Dit is een nieuw gesprek.")).to_be_visible()
    write(shop, "Hallo?")
    is_kept(shop, "Hallo?")
    expect(said(shop, "Dit is van mij.")).to_have_count(0)


def test_hundred_thousand_characters_are_refused_and_stay_in_the_box(shop):
    long = "Waar blijft mijn kast? " * 4348

    write(shop, long)

    expect(shop.get_by_role("alert")).to_contain_text(
        "Uw bericht heeft 100.003 tekens; in één bericht passen er 10.000."
    )
    expect(box(shop)).to_have_value(long)
    expect(said(shop, "Waar blijft")).to_have_count(0)


def test_nothing_at_all_is_not_sent(shop):
    write(shop, "  \n ")

    expect(shop.get_by_role("alert")).to_have_text("Schrijf eerst iets, verstuur het dan.")


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("😡😡👎🏿", "ltr"),
        ("أين طلبي؟ انتظرت أسبوعين!", "rtl"),
        ('<b>vet</b> & "zo" \'n {}', "ltr"),
    ],
    ids=["emoji only", "right to left", "markup"],
)
def test_any_text_arrives_as_it_was_written(shop, sign_in, stage, text, direction):
    order = new_order()
    write(shop, f"Waar blijft {order}?")
    noor = sign_in("noor")
    open_case(noor, order, among=stage.team_list)

    write(shop, text)

    is_kept(shop, text)
    words = said(shop, text).get_by_text(text, exact=True)
    expect(words).to_have_css("direction", direction)
    expect(turns(noor).filter(has_text=text)).to_have_count(1)


def test_double_click_on_send_is_one_message(shop, sign_in, stage):
    order = new_order()
    box(shop).fill(f"Waar blijft {order}?")

    shop.get_by_role("button", name="Verstuur", exact=True).dblclick()

    is_kept(shop, order)
    noor = sign_in("noor")
    open_case(noor, order, among=stage.team_list)
    expect(turns(noor).filter(has_text=order)).to_have_count(1)


def test_history_and_an_unfinished_message_are_there_after_a_reload(shop):
    for words in ("Eerste bericht.", "Tweede bericht."):
        write(shop, words)
        is_kept(shop, words)
    box(shop).fill("Nog niet kl")
    wait_until(lambda: "Nog niet kl" in kept_in(shop), what="the message in the browser's store")

    shop.reload()
    open_chat(shop)

    is_kept(shop, "Eerste bericht.")
    is_kept(shop, "Tweede bericht.")
    expect(box(shop)).to_have_value("Nog niet kl")


def test_picture_goes_along_and_the_agent_can_fetch_it(shop, sign_in, stage):
    order = new_order()
    attach(shop, name="kapotte poot.png", content=PNG, kind="image/png")
    expect(shop.get_by_role("button", name="Haal kapotte poot.png weg")).to_be_visible()

    write(shop, f"Kijk, {order} is kapot.")

    is_kept(shop, order)
    expect(shop.get_by_role("button", name=re.compile("kapotte poot.png"))).to_be_visible()
    noor = sign_in("noor")
    open_case(noor, order, among=stage.team_list)
    with noor.expect_download() as download:
        noor.get_by_role("link", name="kapotte poot.png").click()
    assert download.value.path().read_bytes() == PNG


def test_program_is_refused_with_words_and_the_text_stays(shop):
    program = b"MZ\x90\x00" + bytes(200)
    attach(shop, name="factuur.exe", content=program, kind="application/x-msdownload")

    write(shop, "Zie de factuur.")

    expect(shop.get_by_role("alert")).to_contain_text("Dit soort bestand kunnen wij niet openen.")
    expect(box(shop)).to_have_value("Zie de factuur.")
    expect(said(shop, "Zie de factuur.")).to_have_count(0)


def test_message_without_a_connection_goes_out_once_when_it_is_back(shop, sign_in, stage):
    order = new_order()
    shop.context.set_offline(True)
    write(shop, f"Waar blijft {order}?")
    expect(shop.get_by_text("Er is nu geen verbinding.")).to_be_visible()
    expect(said(shop, order)).to_contain_text("gaat nog mee")

    shop.context.set_offline(False)

    is_kept(shop, order)
    noor = sign_in("noor")
    open_case(noor, order, among=stage.team_list)
    expect(turns(noor).filter(has_text=order)).to_have_count(1)


def test_two_tabs_of_one_customer_show_one_conversation(shop):
    write(shop, "Uit het eerste tabblad.")
    is_kept(shop, "Uit het eerste tabblad.")
    other = shop.context.new_page()
    other.goto(shop.url)
    open_chat(other)
    is_kept(other, "Uit het eerste tabblad.")

    write(other, "Uit het tweede tabblad.")

    is_kept(other, "Uit het tweede tabblad.")
    shop.bring_to_front()
    is_kept(shop, "Uit het tweede tabblad.")


def test_chat_out_of_hours_says_when_we_answer_and_asks_for_an_address(customer, sign_in, stage):
    order, page = new_order(), customer(site="nacht", is_new=True)
    open_chat(page)
    expect(page.get_by_text(re.compile("^Wij antwoorden weer vanaf"))).to_be_visible()
    write(page, f"Waar blijft {order}?")
    is_kept(page, order)
    address = page.get_by_label("Uw e-mailadres (niet verplicht)")

    address.fill("marieke@")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Dit is geen volledig e-mailadres")).to_be_visible()
    address.fill("marieke@example.org")
    page.get_by_role("button", name="Bewaar").click()

    expect(page.get_by_text("Genoteerd")).to_be_visible()
    noor = sign_in("noor")
    noor.goto(stage.team_list)
    row(noor, order).click()
    expect(noor.get_by_text("marieke@example.org").first).to_be_visible()


def test_name_that_the_script_gives_does_not_exist(opened, stage):
    page = opened.window()
    page.goto(stage.shop(site="bestaat-niet"))

    expect(page.get_by_role("heading", name="Bestelling 775-1180")).to_be_visible()
    expect(page.locator("gehoord-chat")).to_have_count(0)


def test_keys_of_the_chat_do_not_reach_the_page_around_it(shop):
    shop.evaluate("document.addEventListener('keydown', () => { document.title = 'Gehoord?' })")

    box(shop).press("j")
    box(shop).press("Escape")

    expect(conversation(shop)).to_be_hidden()
    expect(shop.get_by_role("button", name="Chat met Lindehout")).to_be_focused()
    expect(shop).to_have_title("Winkel")
