"""An insult in the chat: a warning, again, the end of the talk, mail that still works, and expiry."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seen import (
    box,
    is_kept,
    is_live,
    new_order,
    open_case,
    open_chat,
    row,
    said,
    turns,
    write,
)

pytestmark = pytest.mark.browser


def case_number(page: Page) -> str:
    return re.search(r"/cases/(\d+)/", page.url)[1]


def choose(page: Page, *, quote: str, level: str) -> None:
    """Tick the words and say how far they go, as a person does."""
    page.locator("label.choice").filter(has_text=quote).get_by_role("checkbox").check()
    page.locator("label.choice").filter(has_text=re.compile(f"^{level}")).get_by_role(
        "radio"
    ).check()


def test_insult_warning_again_end_mail_and_expiry(customer, sign_in, stage):
    order = new_order()
    shop, noor = customer(), sign_in("noor")
    open_chat(shop)
    write(shop, f"Waar blijft {order}?")
    open_case(noor, order, among=stage.team_list)
    is_live(noor)
    number = case_number(noor)

    write(shop, "Wat ben jij een sukkel. Wat een klotebedrijf.")
    noor.get_by_role("link", name="Stel een grens", exact=True).first.click()
    expect(noor.get_by_role("heading", name=re.compile("^Waarschuwing geven aan"))).to_be_visible()
    assert noor.locator("input:checked").count() == 0
    expect(noor.locator(".not-counted")).to_contain_text("Wat een klotebedrijf.")
    choose(noor, quote="Wat ben jij een sukkel.", level="Persoonlijk")
    expect(noor.get_by_role("textbox", name=re.compile("^Gedrag"))).to_have_value(
        re.compile("‘sukkel’")
    )
    noor.get_by_role("button", name="Stuur de waarschuwing").click()
    expect(noor).to_have_url(re.compile(f"/cases/{number}/$"))
    warning = said(shop, "‘sukkel’")
    with shop.expect_popup() as opened:
        warning.get_by_role("link").click()
    expect(opened.value.get_by_role("heading", name="U kreeg een waarschuwing")).to_be_visible()
    opened.value.close()
    expect(noor.locator("#case-limits")).to_contain_text("Er is een waarschuwing gegeven")
    expect(turns(noor).filter(has_text="Noor gaf een waarschuwing.")).to_have_count(1)

    write(shop, "Jij bent echt een trut.")
    expect(turns(noor).filter(has_text="belediging")).to_have_count(2)
    noor.goto(f"{stage.url}/cases/{number}/limits/?do=end")
    choose(noor, quote="Jij bent echt een trut.", level="Persoonlijk")
    noor.get_by_role("button", name="Stop het gesprek", exact=True).click()
    expect(noor.get_by_role("heading", name=re.compile("is gestopt$"))).to_be_visible()
    expect(noor.get_by_text("Blijft open")).to_be_visible()

    stopped = shop.locator(".chat__stopped")
    expect(stopped).to_contain_text("Mailen kan altijd")
    expect(box(shop)).to_be_hidden()
    notice = shop.context.new_page()
    notice.goto(stopped.get_by_role("link").get_attribute("href"))
    expect(
        notice.get_by_role("heading", name="We hebben het gesprek met u gestopt")
    ).to_be_visible()

    stage.happens("mail-comes", number, f"Goed, ik mail dan over {order}.")
    noor.goto(stage.team_list)
    expect(row(noor, f"ik mail dan over {order}")).to_be_visible()

    stage.happens("hours-pass", number, 25)
    shop.reload()
    open_chat(shop)
    expect(box(shop)).to_be_visible()
    expect(stopped).to_be_hidden()
    noor.goto(f"{stage.url}/cases/{number}/")
    expect(noor.locator("#case-limits")).to_have_count(0)
    expect(turns(noor).filter(has_text=re.compile("Noor (gaf|stopte)"))).to_have_count(0)


def test_a_warning_is_given_without_a_script(sign_in, stage, customer):
    order = new_order()
    shop = customer()
    open_chat(shop)
    write(shop, f"Waar blijft {order}?")
    is_kept(shop, order)
    noor = sign_in("noor", java_script_enabled=False)
    open_case(noor, order, among=stage.team_list)
    write(shop, "Jij bent een sukkel.")
    is_kept(shop, "sukkel")
    noor.reload()
    noor.get_by_role("link", name="Stel een grens", exact=True).first.click()
    choose(noor, quote="Jij bent een sukkel.", level="Persoonlijk")
    noor.get_by_role("button", name="Stuur de waarschuwing").click()
    expect(noor.locator("#case-limits")).to_contain_text("Er is een waarschuwing gegeven")


def test_kept_text_stays_as_it_was_typed_and_a_colleague_is_one_click_away(
    sign_in, stage, customer
):
    order = new_order()
    shop, noor = customer(), sign_in("noor")
    open_chat(shop)
    write(shop, f"Waar blijft {order}?")
    open_case(noor, order, among=stage.team_list)
    limits = f"{stage.url}/cases/{case_number(noor)}/limits/"
    write(shop, "Wat ben jij een sukkel.")
    is_kept(shop, "sukkel")
    noor.goto(limits)
    behaviour = noor.get_by_role("textbox", name=re.compile("^Gedrag"))
    behaviour.fill("Dat woord wil ik niet meer lezen.")
    noor.get_by_role("button", name="Bewaar, nog niet sturen").click()
    expect(noor.get_by_text("Je tekst is bewaard.").first).to_be_visible()
    noor.goto(limits)
    choose(noor, quote="Wat ben jij een sukkel.", level="Persoonlijk")
    expect(behaviour).to_have_value("Dat woord wil ik niet meer lezen.")
    noor.get_by_role("link", name="Laat een collega dit doen").click()
    expect(noor.get_by_label("Geef aan")).to_be_visible()


def test_only_addresses_of_sites_are_links_in_the_chat(customer):
    shop = customer()
    open_chat(shop)
    order = new_order()
    write(
        shop,
        f"{order} (https://foto.example/kast?a=1). javascript:alert(1) https://bank@vals.example/"
        ' <img src=x onerror=alert(1)> http://a.example/"><b>',
    )
    is_kept(shop, order)
    message = said(shop, order)
    shown = ["https://foto.example/kast?a=1", "http://a.example/"]
    expect(message.get_by_role("link")).to_have_text(shown)
    assert [
        (each.get_attribute("href"), each.get_attribute("rel"))
        for each in message.get_by_role("link").all()
    ] == [(address, "nofollow noopener noreferrer") for address in shown]
    expect(message.locator("img, b, script")).to_have_count(0)
