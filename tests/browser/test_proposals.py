"""Software drafts a reply while the agent types; he takes it, changes it and sends it himself."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import served
from tests.browser.seen import draft, is_live, send, turns
from tests.model_endpoint import Endpoint, endpoint, saying, sending

pytestmark = pytest.mark.browser

ANSWER = "Beste «KLANT»,\n\nUw naam stond fout. Ik bel u morgen om 15.00 uur."
SHOWN = "Beste Wim Dekker,\n\nUw naam stond fout. Ik bel u [dag] om [tijd]."
NOT_YOURS = "Voorstel van software, nog niet van jou. Lees het na."


@pytest.fixture
def model():
    """A model of the house, which thinks until it is told to answer."""
    with endpoint() as server:
        server.answer = saying(ANSWER)
        yield server


@pytest.fixture
def house(model, tmp_path, scenery, website):
    """A Gehoord that may ask the model."""
    chosen = {"GEHOORD_DRAFTING_URL": model.address, "GEHOORD_DRAFTING_MODEL": "huismodel"}
    with served(scenery, tmp_path / "data", website, **chosen) as stage:
        yield stage


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def said(model: Endpoint) -> str:
    return json.dumps(model.questions, ensure_ascii=False)


def test_proposal_comes_while_typing_is_taken_behind_it_and_taken_back(house, model, sign_in):
    ravi = sign_in("ravi", on=house)
    ravi.goto(house.case("angry"))
    is_live(ravi)
    model.answer = sending(b"<html>", status=502)
    draft(ravi).press_sequentially("Dag meneer,")

    button(ravi, "Maak een voorstel").click()

    tray = ravi.get_by_role("group", name="Voorstel van software")
    expect(tray).to_contain_text("De software was niet te bereiken.")
    expect(draft(ravi)).to_have_value("Dag meneer,")
    model.answer = saying(ANSWER)
    button(ravi, "Probeer het opnieuw").click()
    draft(ravi).press_sequentially(" ik typ door.")
    expect(tray).to_contain_text(NOT_YOURS)
    expect(ravi.get_by_role("region", name="Tekst van het voorstel")).to_have_text(SHOWN)
    expect(draft(ravi)).to_have_value("Dag meneer, ik typ door.")

    button(tray, "Overnemen").click()

    expect(draft(ravi)).to_have_value(f"Dag meneer, ik typ door.\n\n{SHOWN}")
    mark = ravi.get_by_text("Voorstel van software, nog niets aan veranderd.")
    expect(mark).to_be_visible()
    expect(tray).to_be_hidden()
    ravi.keyboard.press("Control+z")
    expect(draft(ravi)).to_have_value("Dag meneer, ik typ door.")
    expect(mark).to_be_hidden()
    ravi.keyboard.press("Control+Shift+z")
    expect(mark).to_be_visible()

    # A blank keeps it here; it leaves when the agent made it his own.
    send(ravi)
    expect(turns(ravi).filter(has_text="Uw naam stond fout")).to_have_count(0)
    draft(ravi).fill("Beste meneer Dekker, uw naam stond fout. Dat is nu in orde.")
    expect(mark).to_be_hidden()
    send(ravi)
    expect(turns(ravi).filter(has_text="Dat is nu in orde.")).to_have_count(1)
    assert not re.search("Wim|Dekker", said(model))


def test_proposal_is_asked_and_taken_without_a_script(house, model, sign_in):
    ravi = sign_in("ravi", on=house, java_script_enabled=False)
    ravi.goto(house.case("angry"))
    draft(ravi).fill("Dag meneer,")

    button(ravi, "Maak een voorstel").click()

    look = button(ravi, "Kijk of het er is")
    for _ in range(50):
        if not look.count():
            break
        draft(ravi).fill("Dag meneer, ik typ door.")
        look.click()
        ravi.wait_for_timeout(100)
    expect(ravi.get_by_text(NOT_YOURS)).to_be_visible()
    button(ravi, "Overnemen").click()

    expect(draft(ravi)).to_have_value(re.compile(rf"^Dag meneer,.*\n\n{re.escape(SHOWN)}$"))
    expect(ravi.get_by_text("Voorstel van software, nog niets aan veranderd.")).to_be_visible()
