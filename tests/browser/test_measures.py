"""A contact stop with four eyes, its notice, an appeal from the link, and nothing left of it."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
THREAT = "Ik weet waar jij woont en ik kom langs"


def act(page: Page, name: str, button: str, **words: str) -> None:
    """Open what somebody can do on the page of a measure, fill it in and do it."""
    page.locator("summary").filter(has_text=re.compile(f"^{name}$")).click()
    form = page.locator("details[open] form").filter(has=page.get_by_role("button", name=button))
    for label, text in words.items():
        form.get_by_label(label).fill(text)
    form.get_by_role("button", name=button).click()
    expect(page.get_by_text("Bewaard. Het staat op deze pagina")).to_be_visible()


@pytest.fixture
def stop(sign_in, stage):
    """Dirk proposes a contact stop; gives his page and its address."""
    dirk = sign_in("dirk")
    dirk.goto(f"{stage.url}/office/limits/cases/{stage.told['cases']['threat']}/")
    assert dirk.locator("input:checked").count() == 0
    dirk.locator("label.choice").filter(has_text=THREAT).get_by_role("checkbox").check()
    dirk.locator("label.choice").filter(has_text="Contactstop").get_by_role("radio").check()
    dirk.get_by_label("Waarom is dit nodig?").fill("De dreiging was gericht en concreet.")
    dirk.get_by_label("Waarom is minder niet genoeg?").fill("Een afspraak helpt hier niet.")
    dirk.get_by_label("Nagegaan:").check()
    dirk.get_by_role("button", name="Stel voor").click()
    expect(dirk.get_by_role("heading", name="Contactstop: Bert Zwart")).to_be_visible()
    return dirk, dirk.url


def test_contact_stop_four_eyes_notice_appeal_upheld_and_nothing_left(stop, sign_in, opened, stage):
    dirk, address = stop
    expect(dirk.get_by_text("Jij stelde dit voor of keurde het al goed")).to_be_visible()
    act(dirk, "Hoor de klant", "Bewaar wat de klant zei", **{"Wat de klant": "Niet zo bedoeld."})
    act(dirk, "Vertel het de privacyfunctionaris", "De privacyfunctionaris weet het")
    ilse, klaas, tom = sign_in("ilse"), sign_in("klaas"), sign_in("tom")
    for page in (ilse, klaas):
        page.goto(address)
        expect(page.get_by_text("Niet zo bedoeld.")).to_be_visible()
        act(page, "Goedkeuren", "Ik keur dit goed")
    ilse.goto(address)
    ilse.locator("summary").filter(has_text=re.compile("^Vertel het de klant$")).click()
    ilse.get_by_label("Als bericht in het laatste gesprek").check()
    ilse.get_by_role("button", name="Vertel het de klant. Vanaf dan geldt het").click()
    expect(ilse.get_by_text("Geldt nu tot")).to_be_visible()

    ilse.locator("aside summary").first.click()
    link = re.search(r"http\S+", ilse.locator(".sent").first.inner_text())
    customer = opened.window()
    customer.goto(link[0].rstrip("."))
    expect(customer.get_by_text(THREAT).first).to_be_visible()
    customer.get_by_role("textbox").fill("Iemand anders zat op mijn account.")
    customer.locator("#appeal button").click()
    expect(customer.get_by_role("status")).to_be_visible()

    tom.goto(f"{stage.url}/office/limits/")
    tom.get_by_role("link", name=re.compile("Contactstop van Bert Zwart")).first.click()
    expect(tom.get_by_text("Iemand anders zat op mijn account.")).to_be_visible()
    people = tom.get_by_label("Wie kijkt ernaar").locator("option").all_inner_texts()
    assert not {"Ilse Bos", "Klaas Dik", "Dirk Tol"} & set(people)
    tom.get_by_label("Wie kijkt ernaar").select_option("Tom Maas")
    tom.get_by_role("button", name="Geef het aan deze collega").click()
    tom.get_by_label("gegrond: de maatregel is ingetrokken", exact=True).check()
    tom.get_by_label("Waarom? De klant leest dit.").fill("Het account was van iemand anders.")
    tom.get_by_role("button", name="Beslis", exact=True).click()
    expect(tom.get_by_text("Niets wacht op een beslissing")).to_be_visible()

    nothing_is_left(tom, dirk, stage)
    customer.reload()
    expect(customer.get_by_text("Het account was van iemand anders.")).to_be_visible()
    joris = sign_in("joris")
    joris.goto(f"{stage.url}/office/changes/")
    expect(joris.get_by_text("Bezwaar gegrond: onterecht").first).to_be_visible()


def nothing_is_left(tom: Page, dirk: Page, stage) -> None:
    expect(tom.get_by_text("Bert Zwart")).to_have_count(0)
    dirk.goto(f"{stage.url}/office/limits/")
    expect(dirk.get_by_text("Bert Zwart")).to_have_count(0)
    dirk.goto(stage.case("threat"))
    events = dirk.locator(".timeline .event")
    expect(dirk.locator(".timeline")).to_be_visible()
    expect(dirk.locator("#case-limits")).to_have_count(0)
    expect(
        events.filter(has_text=re.compile("Contactstop|onterecht", re.IGNORECASE))
    ).to_have_count(0)
