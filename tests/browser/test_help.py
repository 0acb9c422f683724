"""The help button in a browser: a threat, and a customer who may not want to live."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import LOOKS, look_at, visit
from tests.browser.seen import draft, is_live, new_order, open_case, open_chat, said, turns, write

pytestmark = pytest.mark.browser
fixtures = (look_at, visit)
THREAT = "Ik weet waar je woont en ik steek je huis in brand."
DESPAIR = "Niemand helpt mij. Ik wil niet meer leven, ik maak er vanavond een einde aan."


@pytest.fixture
def in_case(customer, sign_in, stage):
    """A customer who wrote these words, Noor who has the case open, and Sanne in her list."""

    def open_for(words):
        order = new_order()
        shop, noor, sanne = customer(), sign_in("noor"), sign_in("sanne")
        open_chat(shop)
        write(shop, f"Waar blijft {order}?")
        open_case(noor, order, among=stage.team_list)
        is_live(noor)
        sanne.goto(stage.team_list)
        is_live(sanne)
        write(shop, words)
        expect(
            turns(noor).filter(has_text=re.compile("Toon de woorden|leven")).first
        ).to_be_visible()
        return shop, noor, sanne

    return open_for


def help_button(page):
    return page.get_by_role("button", name=re.compile("^Hulp"))


def asked(page):
    """What the button says once it was pressed."""
    return page.locator("#help-own a")


def end_of_call(page, stage):
    """The tests share one Gehoord: close the call and leave the case as it was found."""
    asked(page).click()
    page.get_by_role("button", name=re.compile("Niet meer nodig|Ik kan verder")).click()
    expect(help_button(page)).to_be_visible()


def test_threat_then_help_then_the_lead_takes_over_and_begins_the_safety_route(
    in_case, stage, look_at
):
    shop, noor, sanne = in_case(THREAT)
    draft(noor).fill("Dag meneer,")

    noor.keyboard.press("F1")

    expect(asked(noor)).to_have_text("Hulp gevraagd")
    expect(draft(noor)).to_have_value("Dag meneer,")
    calls = sanne.get_by_role("button", name="Noor vraagt hulp")
    calls.click()
    expect(sanne.get_by_role("heading", name="Noor vraagt hulp")).to_be_visible()
    expect(sanne.get_by_text("Toon de woorden")).to_be_visible()
    expect(asked(noor)).to_have_text("Sanne kijkt mee")
    look_at(sanne, looks=LOOKS)

    sanne.get_by_role("button", name="Neem over").click()

    expect(turns(sanne).filter(has_text="Sanne nam de zaak")).to_be_visible()
    expect(asked(noor)).to_have_text("Sanne nam het over")
    expect(said(shop, "collega")).to_have_count(0)

    sanne.get_by_role("button", name="Meer acties").or_(
        sanne.locator("#case-more > summary")
    ).first.click()
    sanne.get_by_role("button", name="Veiligheidsroute: een van ons is bedreigd").click()
    expect(sanne.get_by_role("heading", name="Veiligheidsroute voor Noor")).to_be_visible()
    sanne.get_by_role("button", name=re.compile("Gedaan.*De teamleider weet het")).click()
    expect(sanne.locator("#step-lead")).to_contain_text("Sanne,")
    look_at(sanne, looks=LOOKS)
    expect(noor.locator("#case-routes")).to_contain_text("Veiligheidsroute")
    draft(noor).fill("")
    end_of_call(noor, stage)


def test_customer_hears_of_the_colleague_only_when_it_is_ticked(in_case, stage, look_at):
    shop, noor, sanne = in_case(THREAT)
    help_button(noor).click()
    asked(noor).click()
    look_at(noor, looks=LOOKS)

    noor.get_by_label("Ja, zeg dit tegen de klant").check()
    noor.get_by_role("button", name="Zeg het").click()

    expect(said(shop, "Ik haal er een collega bij")).to_be_visible()
    end_of_call(noor, stage)
    expect(sanne.get_by_role("button", name="Noor vraagt hulp")).to_have_count(0)


def test_desperate_message_then_the_crisis_route(in_case, look_at):
    _shop, noor, _sanne = in_case(DESPAIR)
    expect(noor.locator("#guide-crisis")).to_be_visible()

    noor.get_by_role("button", name="Naar de stappen van de crisisroute").click()

    expect(noor.get_by_role("heading", name=re.compile("^Blijf bij"))).to_be_visible()
    expect(noor.get_by_role("link", name="0800-0113")).to_be_visible()
    noor.get_by_role("button", name=re.compile("Gedaan.*Vraag het rechtuit")).click()
    expect(noor.locator("#step-ask")).to_have_class("is-done")
    look_at(noor, looks=LOOKS)

    noor.get_by_role("button", name="Er is nu iemand anders bij de klant").click()

    expect(noor.locator("#guide-crisis")).to_have_count(0)


def test_button_works_without_a_script(sign_in, stage):
    page = sign_in("ravi", java_script_enabled=False)
    page.goto(stage.case("angry"))

    help_button(page).click()

    expect(asked(page)).to_have_text("Hulp gevraagd")
    asked(page).click()
    expect(page.get_by_text("Geroepen: Ilse, Tom")).to_be_visible()
    page.get_by_role("button", name="Niet meer nodig").click()
    expect(help_button(page)).to_be_visible()


@pytest.mark.parametrize("path", ["/help/", "/help/roster/", "/safety/"])
def test_pages_of_who_helps_are_accessible(visit, look_at, path):
    look_at(visit(path, who="sanne"), looks=LOOKS)
