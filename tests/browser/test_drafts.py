"""What an agent types is kept, whatever happens to the page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.seen import (
    draft,
    new_order,
    note,
    open_case,
    open_chat,
    said,
    send,
    turns,
    write,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def noor(customer, sign_in, stage):
    """Noor, with a case open; `noor.shop` is the page of its customer."""
    order = new_order()
    shop, page = customer(), sign_in("noor")
    open_chat(shop)
    write(shop, f"Waar blijft {order}?")
    open_case(page, order, among=stage.team_list)
    page.shop = shop
    return page


def test_reload_in_the_middle_of_a_draft_gives_the_text_back(noor):
    draft(noor).press_sequentially("Ik zoek het voor u uit 👍")

    # At once, also before the last words were saved.
    noor.reload()

    expect(draft(noor)).to_have_value("Ik zoek het voor u uit 👍")


def test_reply_taken_back_in_time_is_a_draft_again_and_never_sent(noor):
    draft(noor).fill("Dit is te snel.")
    send(noor)

    noor.get_by_role("button", name="Haal terug").first.click()

    expect(draft(noor)).to_have_value("Dit is te snel.")
    expect(turns(noor).filter(has_text="Noor haalde een antwoord terug")).to_have_count(1)
    draft(noor).fill("Dit is beter.")
    send(noor)
    expect(said(noor.shop, "Dit is beter.")).to_be_visible()
    expect(said(noor.shop, "Dit is te snel.")).to_have_count(0)


def test_reply_taken_back_stands_before_what_was_typed_since(noor):
    draft(noor).fill("Eerste zin.")
    send(noor)
    expect(draft(noor)).to_have_value("")
    draft(noor).press_sequentially("Tweede.")

    noor.get_by_role("button", name="Haal terug").first.click()

    expect(draft(noor)).to_have_value(re.compile(r"^Eerste zin\.\s+Tweede\.$"))


def test_note_and_reply_each_keep_their_own_draft(noor):
    draft(noor).press_sequentially("Voor de klant.")
    noor.get_by_role("link", name="Interne notitie").click()
    expect(note(noor)).to_have_value("")
    note(noor).press_sequentially("Voor een collega.")

    noor.get_by_role("link", name="Antwoord", exact=True).click()

    expect(draft(noor)).to_have_value("Voor de klant.")
    noor.get_by_role("link", name="Interne notitie").click()
    expect(note(noor)).to_have_value("Voor een collega.")
    noor.get_by_role("button", name="Bewaar de notitie").click()
    expect(turns(noor).filter(has_text="Voor een collega.")).to_have_count(1)
    noor.get_by_role("link", name="Antwoord", exact=True).click()
    expect(draft(noor)).to_have_value("Voor de klant.")


def test_draft_without_a_connection_stays_and_is_kept_when_it_is_back(noor):
    noor.context.set_offline(True)
    expect(noor.get_by_text(re.compile("^Geen verbinding"))).to_be_visible()
    draft(noor).press_sequentially("Ik typ door.")
    expect(noor.get_by_text("Nog niet bewaard")).to_be_visible()
    expect(draft(noor)).to_have_value("Ik typ door.")

    noor.context.set_offline(False)

    expect(noor.get_by_text(re.compile("^Bewaard om"))).to_be_visible()
    expect(noor.get_by_text(re.compile("^Geen verbinding"))).to_be_hidden()
    noor.reload()
    expect(draft(noor)).to_have_value("Ik typ door.")
