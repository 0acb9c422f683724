"""Two colleagues in one case: they see each other, and nobody's text is touched."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.seen import (
    caret,
    draft,
    is_live,
    new_order,
    note,
    open_case,
    open_chat,
    reply,
    said,
    send,
    turns,
    write,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def three(customer, sign_in, stage):
    """A customer, and Noor and Sanne who both have his case open."""
    order = new_order()
    shop, noor, sanne = customer(), sign_in("noor"), sign_in("sanne")
    open_chat(shop)
    write(shop, f"Waar blijft {order}?")
    for page in (noor, sanne):
        open_case(page, order, among=stage.team_list)
        is_live(page)
    return shop, noor, sanne


def test_colleagues_see_who_is_looking_and_who_writes(three):
    _, noor, sanne = three
    expect(noor.get_by_text("Sanne kijkt mee")).to_be_visible()
    expect(sanne.get_by_text("Noor kijkt mee")).to_be_visible()

    draft(sanne).press_sequentially("Goede")
    expect(noor.get_by_text("Sanne schrijft een antwoord")).to_be_visible()
    expect(sanne.get_by_text("Noor kijkt mee")).to_be_visible()

    draft(noor).press_sequentially("Dag")
    expect(sanne.get_by_text("Noor schrijft een antwoord")).to_be_visible()

    sanne.goto("about:blank")
    expect(noor.get_by_text("Sanne schrijft een antwoord")).to_be_hidden()
    expect(noor.get_by_text("Sanne kijkt mee")).to_be_hidden()


def test_reply_of_a_colleague_appears_while_my_draft_and_caret_stay(three):
    _, noor, sanne = three
    draft(noor).press_sequentially("Ik zoek het even voor u op.")
    draft(noor).evaluate("field => field.setSelectionRange(3, 7)")

    reply(sanne, "Goedemiddag, ik kijk het na.")

    expect(turns(noor).filter(has_text="ik kijk het na")).to_contain_text("Sanne")
    expect(draft(noor)).to_have_value("Ik zoek het even voor u op.")
    expect(draft(noor)).to_be_focused()
    assert caret(noor) == (3, 7)
    noor.keyboard.type("vind")
    expect(draft(noor)).to_have_value("Ik vind het even voor u op.")


def test_two_replies_at_once_both_arrive_and_both_are_shown(three):
    shop, noor, sanne = three
    draft(noor).fill("Ik kijk in het magazijn.")
    draft(sanne).fill("Ik bel de chauffeur.")

    send(noor)
    send(sanne)

    for page in (noor, sanne):
        for words in ("in het magazijn", "bel de chauffeur"):
            expect(turns(page).filter(has_text=words)).to_have_count(1)
    for words in ("in het magazijn", "bel de chauffeur"):
        expect(said(shop, words)).to_have_count(1)


def test_case_that_a_colleague_closes_while_i_write_says_so_and_keeps_my_text(three):
    shop, noor, sanne = three
    draft(noor).press_sequentially("Ik zoek het voor u uit.")

    sanne.get_by_role("button", name="Afronden").click()

    expect(noor.get_by_text("Deze zaak is afgerond. Heropen hem om te antwoorden.")).to_be_visible()
    noor.keyboard.press("Control+Enter")
    refusal = noor.get_by_role("alert").filter(has_text="Een collega heeft deze zaak afgerond.")
    expect(refusal).to_be_visible()
    expect(draft(noor)).to_have_value("Ik zoek het voor u uit.")

    noor.get_by_role("form", name="Antwoord schrijven").get_by_role(
        "button", name="Heropen"
    ).click()
    expect(noor.get_by_text("Deze zaak is afgerond.")).to_be_hidden()
    expect(draft(noor)).to_have_value("Ik zoek het voor u uit.")
    send(noor)
    expect(said(shop, "Ik zoek het voor u uit.")).to_be_visible()


def test_note_of_a_colleague_appears_and_never_reaches_the_customer(three):
    shop, noor, sanne = three
    heard: list[str] = []
    shop.on(
        "response", lambda answer: "/api/messages" in answer.url and heard.append(answer.text())
    )
    sanne.get_by_role("link", name="Interne notitie").click()
    note(sanne).fill("@Noor let op, geheim van de zaak.")

    sanne.get_by_role("button", name="Bewaar de notitie").click()

    turn = turns(noor).filter(has_text="geheim van de zaak")
    expect(turn).to_contain_text("De klant ziet dit niet.")
    # Whatever the customer fetches from now on was made after the note.
    reply(noor, "Ik zoek het voor u uit.")
    expect(said(shop, "Ik zoek het voor u uit.")).to_be_visible()
    expect(said(shop, "geheim")).to_have_count(0)
    token = json.loads(shop.evaluate("Object.values(localStorage)[0]"))["token"]
    base = shop.get_by_role("link", name="Hoe werkt dat?").get_attribute("href")
    headers = {"Authorization": f"Bearer {token}", "Origin": shop.evaluate("location.origin")}
    answer = shop.request.get(base.replace("/how/", "/api/messages"), headers=headers)
    assert "Ik zoek het voor u uit." in answer.text()
    assert not any("geheim" in text for text in [*heard, answer.text()])
