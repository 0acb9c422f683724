"""A threat: help, a lead who takes over, the safety route, a contact stop, its notice, an appeal."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seen import (
    box,
    draft,
    is_live,
    new_order,
    open_case,
    open_chat,
    reply,
    said,
    turns,
    write,
)

pytestmark = pytest.mark.browser
THREAT = "Ik weet waar jij woont en ik steek je huis in brand."


@dataclass
class People:
    """Who is in the story, each with a window of his own; Noor was threatened."""

    shop: Page
    noor: Page
    sanne: Page
    number: str = ""

    @property
    def stop(self) -> re.Pattern[str]:
        """The contact stop in the lists of who decides, beside those of others."""
        name = re.match(
            r"Contactstop: (.*)", self.sanne.get_by_role("heading", level=1).inner_text()
        )
        return re.compile(f"^Contactstop (voor|van) {re.escape(name[1])}$")


@pytest.fixture
def threatened(customer, sign_in, stage):
    """Noor helps a customer in the chat, and is threatened."""
    order = new_order()
    people = People(customer(), sign_in("noor"), sign_in("sanne"))
    open_chat(people.shop)
    write(people.shop, f"Waar blijft {order}?")
    open_case(people.noor, order, among=stage.team_list)
    is_live(people.noor)
    people.number = re.search(r"/cases/(\d+)/", people.noor.url)[1]
    reply(people.noor, "Ik zoek het voor u uit.")
    expect(said(people.shop, "Ik zoek het voor u uit.")).to_be_visible()
    people.sanne.goto(stage.team_list)
    is_live(people.sanne)
    write(people.shop, THREAT)
    expect(turns(people.noor).filter(has_text="Toon de woorden").first).to_be_visible()
    return people


def test_threat_help_safety_route_contact_stop_and_an_appeal_that_is_upheld(
    threatened, sign_in, opened, stage
):
    shop, sanne = threatened.shop, threatened.sanne
    lead_takes_over(threatened)
    lead_ends_the_talk_and_the_route_begins(threatened, stage)
    expect(box(shop)).to_be_hidden()

    address = lead_proposes_a_stop(sanne, stage, threatened.number)
    stop = threatened.stop
    two_others_approve(sign_in, address)
    customer = opened.window()
    customer.goto(tell_the_customer(sign_in("ilse"), address))
    expect(customer.get_by_text(THREAT).first).to_be_visible()
    shop.reload()
    open_chat(shop)
    expect(shop.locator(".chat__stopped")).to_be_visible()

    appeal(customer, "Iemand anders zat op mijn account.")
    tom = sign_in("tom")
    uphold(tom, stage, stop, "Het account was van iemand anders.")

    for page in (tom, sanne):
        page.goto(f"{stage.url}/office/limits/")
        expect(page.get_by_role("link", name=stop)).to_have_count(0)
    nothing_is_left_in_the_case(sanne, stage, threatened.number)
    customer.reload()
    expect(customer.get_by_text("Het account was van iemand anders.")).to_be_visible()
    stage.happens("hours-pass", threatened.number, 3)
    shop.reload()
    open_chat(shop)
    expect(box(shop)).to_be_visible()
    joris = sign_in("joris")
    joris.goto(f"{stage.url}/office/changes/")
    expect(joris.get_by_text("Bezwaar gegrond: onterecht").first).to_be_visible()


def lead_takes_over(people: People) -> None:
    people.noor.keyboard.press("F1")
    expect(people.noor.locator("#help-own a")).to_have_text("Hulp gevraagd")
    people.sanne.get_by_role("button", name="Noor vraagt hulp").click()
    people.sanne.get_by_role("button", name="Neem over").click()
    expect(turns(people.sanne).filter(has_text="Sanne nam de zaak")).to_be_visible()
    expect(people.noor.locator("#help-own a")).to_have_text("Sanne nam het over")
    people.noor.locator("#help-own a").click()
    people.noor.get_by_role("button", name=re.compile("Niet meer nodig|Ik kan verder")).click()


def lead_ends_the_talk_and_the_route_begins(people: People, stage) -> None:
    sanne = people.sanne
    sanne.goto(f"{stage.url}/cases/{people.number}/limits/?do=end")
    expect(sanne.get_by_text("voorstel", exact=True)).to_be_visible()
    sanne.locator("label.choice").filter(has_text=THREAT).get_by_role("checkbox").check()
    level = sanne.locator("label.choice").filter(has_text=re.compile("^Gevaar"))
    level.get_by_role("radio").check()
    sanne.get_by_role("button", name="Stop het gesprek", exact=True).click()
    expect(sanne.get_by_role("heading", name=re.compile("is gestopt$"))).to_be_visible()
    sanne.goto(f"{stage.url}/cases/{people.number}/")
    expect(draft(sanne)).to_be_visible()
    sanne.locator("#case-routes").get_by_role("link").first.click()
    # Who was there is cared for, not who came to help.
    expect(sanne.get_by_role("heading", name="Veiligheidsroute voor Noor")).to_be_visible()
    sanne.get_by_role("button", name=re.compile("Gedaan.*De teamleider weet het")).click()
    expect(sanne.locator("#step-lead")).to_contain_text("Sanne,")


def lead_proposes_a_stop(sanne: Page, stage, number: str) -> str:
    sanne.goto(f"{stage.url}/office/limits/cases/{number}/")
    assert sanne.locator("input:checked").count() == 0
    sanne.locator("label.choice").filter(has_text=THREAT).get_by_role("checkbox").check()
    sanne.locator("label.choice").filter(has_text="Contactstop").get_by_role("radio").check()
    sanne.get_by_label("Waarom is dit nodig?").fill("De dreiging was gericht en concreet.")
    sanne.get_by_label("Waarom is minder niet genoeg?").fill("Een afspraak helpt hier niet.")
    sanne.get_by_label("Nagegaan:").check()
    sanne.get_by_role("button", name="Stel voor").click()
    expect(sanne.get_by_role("heading", name=re.compile("^Contactstop: "))).to_be_visible()
    act(sanne, "Hoor de klant", "Bewaar wat de klant zei", **{"Wat de klant": "Niet zo bedoeld."})
    act(sanne, "Vertel het de privacyfunctionaris", "De privacyfunctionaris weet het")
    # A lead proposes a contact stop; others decide.
    expect(sanne.get_by_text("Hierover beslist iemand met een andere rol")).to_be_visible()
    return sanne.url


def act(page: Page, name: str, button: str, **words: str) -> None:
    """Open what somebody can do on the page of a measure, fill it in and do it."""
    page.locator("summary").filter(has_text=re.compile(f"^{name}$")).click()
    form = page.locator("details[open] form").filter(has=page.get_by_role("button", name=button))
    for label, text in words.items():
        form.get_by_label(label).fill(text)
    form.get_by_role("button", name=button).click()
    expect(page.get_by_text("Bewaard. Het staat op deze pagina")).to_be_visible()


def two_others_approve(sign_in, address: str) -> None:
    for who in ("ilse", "klaas"):
        page = sign_in(who)
        page.goto(address)
        expect(page.get_by_text("Niet zo bedoeld.")).to_be_visible()
        act(page, "Goedkeuren", "Ik keur dit goed")


def tell_the_customer(ilse: Page, address: str) -> str:
    """Send the notice; gives the link in it."""
    ilse.goto(address)
    ilse.locator("summary").filter(has_text=re.compile("^Vertel het de klant$")).click()
    ilse.get_by_label("Als bericht in het laatste gesprek").check()
    ilse.get_by_role("button", name="Vertel het de klant. Vanaf dan geldt het").click()
    expect(ilse.get_by_text("Geldt nu tot")).to_be_visible()
    ilse.locator("aside summary").first.click()
    link = re.search(r"http\S+", ilse.locator(".sent").first.inner_text())
    return link[0].rstrip(".")


def appeal(customer: Page, words: str) -> None:
    customer.get_by_role("textbox").fill(words)
    customer.locator("#appeal button").click()
    expect(customer.get_by_role("status")).to_be_visible()


def uphold(tom: Page, stage, stop: re.Pattern[str], reason: str) -> None:
    """Somebody who had no part in it gives it to himself and finds the customer right."""
    tom.goto(f"{stage.url}/office/limits/")
    appeals = tom.locator("section").filter(has=tom.get_by_role("heading", name="Bezwaren"))
    appeals.get_by_role("link", name=stop).click()
    expect(tom.get_by_text("Iemand anders zat op mijn account.")).to_be_visible()
    people = tom.get_by_label("Geef aan", exact=True).locator("option").all_inner_texts()
    assert not {"Ilse Bos", "Klaas Dik", "Sanne Vos", "Noor Haan"} & set(people)
    tom.get_by_label("Geef aan", exact=True).select_option("Tom Maas")
    tom.get_by_role("button", name="Geef door").click()
    tom.get_by_label("gegrond: de maatregel is ingetrokken", exact=True).check()
    tom.get_by_label("Waarom? De klant leest dit.").fill(reason)
    tom.get_by_role("button", name="Beslis", exact=True).click()
    expect(tom.get_by_text("Beslist. De klant leest het met jouw reden.")).to_be_visible()


def nothing_is_left_in_the_case(sanne: Page, stage, number: str) -> None:
    sanne.goto(f"{stage.url}/cases/{number}/")
    expect(sanne.locator(".timeline")).to_be_visible()
    expect(sanne.locator("#case-limits")).to_contain_text("Het gesprek is gestopt")
    expect(sanne.locator("#case-limits")).not_to_contain_text("Contactstop")
    events = sanne.locator(".timeline .event")
    mark = re.compile("contactstop|onterecht", re.IGNORECASE)
    expect(events.filter(has_text=mark)).to_have_count(0)
