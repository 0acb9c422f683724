"""One person on two addresses: an agent finds him, says why, and takes it back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import ALL_LOOKS, is_quiet, look_at
from tests.browser.seen import new_order, open_case, open_chat, turns, write

pytestmark = pytest.mark.browser
fixtures = (look_at,)


def test_two_customers_become_one_and_two_again(customer, sign_in, look_at, stage, opened):
    first, second = new_order(), new_order()
    for order in (first, second):
        shop = customer()
        open_chat(shop)
        write(shop, f"Waar blijft {order}?")
    noor = sign_in("noor")
    open_case(noor, first, among=stage.team_list)
    own = re.search(r"/cases/(\d+)/", noor.url)[1]
    open_case(noor, second, among=stage.team_list)
    other = re.search(r"/cases/(\d+)/", noor.url)[1]

    noor.get_by_role("link", name="Zelfde klant als …").click()
    expect(noor.get_by_role("heading", level=1, name="Wie is dezelfde klant als")).to_be_visible()
    noor.get_by_role("searchbox", name="Naam, e-mailadres of nummer van een zaak").fill(own)
    noor.keyboard.press("Enter")
    found = noor.locator(".people__name a")
    expect(found).to_have_count(1)
    look_at(noor, looks=ALL_LOOKS)
    found.click()
    expect(noor.get_by_role("heading", level=1, name="Is dit één persoon?")).to_be_visible()
    is_quiet(opened, name="one customer")
    look_at(noor, looks=ALL_LOOKS)
    noor.get_by_role("button", name="Samenvoegen").click()
    expect(noor.get_by_text("Schrijf waaraan je ziet dat het één persoon is.")).to_be_visible()
    look_at(noor)
    noor.get_by_label("Waaraan zie je dat?").fill("Allebei noemen dezelfde straat.")
    noor.keyboard.press("Enter")
    expect(noor).to_have_url(re.compile(f"/cases/{other}/$"))
    expect(noor.locator(".stages__hint")).to_contain_text("Dit is nu één klant.")
    expect(noor.locator("#facts-earlier")).to_contain_text(first)
    look_at(noor)

    noor.locator("#facts-customer").get_by_role("link", name="Toch niet dezelfde?").click()
    expect(noor.get_by_text("Allebei noemen dezelfde straat.")).to_be_visible()
    look_at(noor, looks=ALL_LOOKS)
    noor.get_by_role("button", name="Splitsen").click()
    expect(noor.locator(".stages__hint")).to_contain_text("Het zijn weer twee klanten.")
    expect(noor.locator("#facts-earlier")).to_have_count(0)
    noor.goto(f"{stage.url}/cases/{max(own, other, key=int)}/")
    expect(turns(noor).filter(has_text="Noor splitste de klant weer in twee.")).to_have_count(1)
