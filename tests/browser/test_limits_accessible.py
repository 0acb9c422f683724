"""The pages on which people decide about house rules, and those of the customer, for everybody."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.looking import ALL_LOOKS, is_quiet, look_at
from tests.browser.seen import new_order, open_case, open_chat, turns, write
from tests.services import ROOT

pytestmark = pytest.mark.browser
fixtures = (look_at,)

PAGES = {
    "to decide": ("tom", "/office/limits/"),
    "a proposal": ("tom", "/office/limits/{proposed}/"),
    "an arrangement with hours": ("ilse", "/office/limits/{agreed}/"),
    "a contact stop": ("ilse", "/office/limits/{stop}/"),
    "an appeal to decide": ("tom", "/office/limits/appeals/{appeal}/"),
    "an appeal of somebody else": ("ilse", "/office/limits/appeals/{appeal}/"),
    "to propose": ("dirk", "/office/limits/cases/{case}/"),
    "incidents": ("vera", "/office/incidents/"),
    "an incident": ("vera", "/office/incidents/{incident}/"),
    "to write an incident down": ("dirk", "/office/incidents/cases/{case}/"),
    "what happened to me": ("dirk", "/office/incidents/mine/"),
    "is it fair": ("ilse", "/office/house-rules/figures/"),
    "house rules in the office": ("joris", "/office/house-rules/"),
    "texts for customers": ("joris", "/office/house-rules/texts/"),
    "one text": ("joris", "/office/house-rules/texts/ending/"),
    "ended without ground": ("ilse", "/office/quality/ended/"),
    "who waits to be called back": ("dirk", "/help/"),
    "a case whose customer waits": ("dirk", "/cases/{waits}/"),
    "duty roster": ("joris", "/help/roster/"),
    "contact stops of the privacy officer": ("fatma", "/privacy/stops/"),
    "a contact stop for the privacy officer": ("fatma", "/privacy/stops/{stop}/"),
    "house rules": ("", "/house-rules/"),
    "a notice": ("", "{notice}"),
    "a notice with an appeal": ("", "{appealed}"),
}


UNTIL_HELD = """async words => {
  for (let times = 0; times < 60; times += 1) {
    if ((await (await fetch('/held/')).text()).includes(words)) return;
    await new Promise(done => setTimeout(done, 250));
  }
}"""


@pytest.fixture(scope="module")
def limits(stage):
    """House rules at work; gives the numbers of what there is."""
    command = [sys.executable, "-m", "tests.browser.limits_stage"]
    done = subprocess.run(command, env=stage.env, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", PAGES)
def test_page_about_limits_is_accessible(stage, limits, sign_in, opened, look_at, name):
    who, path = PAGES[name]
    page = sign_in(who) if who else opened.window()
    answer = page.goto(stage.url + path.format(**limits))
    assert answer.status == 200
    page.locator("main details").evaluate_all("folds => folds.forEach(each => (each.open = true))")
    is_quiet(opened, name=name)
    look_at(page, looks=ALL_LOOKS)


def test_stopping_a_conversation_is_accessible(customer, sign_in, look_at, stage, opened):
    order = new_order()
    shop, sanne = customer(), sign_in("sanne")
    open_chat(shop)
    write(shop, f"Waar blijft {order}? Zie https://foto.example/kast.")
    open_case(sanne, order, among=stage.team_list)
    write(shop, "Jij bent een sukkel. Wat een klotebedrijf.")
    expect(turns(sanne).filter(has_text="belediging")).to_have_count(1)
    number = sanne.locator("main").get_attribute("data-case")
    limits = f"{stage.url}/cases/{number}/limits/"
    sanne.goto(limits)
    look_at(sanne, looks=ALL_LOOKS)
    sanne.get_by_role("button", name="Stuur de waarschuwing").click()
    expect(sanne.get_by_text("Kies hoe je dit gedrag noemt.")).to_be_visible()
    look_at(sanne)
    sanne.goto(f"{limits}?do=end")
    look_at(sanne, looks=ALL_LOOKS)
    sanne.get_by_role("checkbox", name="Jij bent een sukkel.").check()
    sanne.get_by_role("radio", name="Ernstig").check()
    sanne.get_by_role("button", name="Stop het gesprek", exact=True).click()
    expect(sanne.get_by_role("heading", name="is gestopt")).to_be_visible()
    look_at(sanne, looks=ALL_LOOKS)
    sanne.goto(f"{stage.url}/cases/{number}/")
    expect(sanne.locator("#case-limits")).to_be_visible()
    look_at(sanne, looks=ALL_LOOKS)
    stage.happens("chat-comes", number, f"Ik wil toch iets zeggen over {order}.")
    sanne.goto(f"{stage.url}/held/")
    sanne.evaluate(UNTIL_HELD, order)
    sanne.reload()
    expect(sanne.get_by_text(f"over {order}")).to_be_visible()
    is_quiet(opened, name="limits")
    look_at(sanne, looks=ALL_LOOKS)
    stage.happens("chat-comes", number, "Ik kom morgen langs en dan steek ik jullie neer.")
    sanne.get_by_role("link", name="Lees een mogelijke bedreiging").click()
    expect(sanne.get_by_text("Hier wordt misschien iemand bedreigd")).to_be_visible()
    look_at(sanne, looks=ALL_LOOKS)
    here = sanne.get_by_role("listitem").filter(has_text=order)
    here.get_by_role("button", name="Leg weg").click()
    expect(sanne.get_by_text("Er is niets gewist")).to_be_visible()
    expect(sanne.get_by_role("link", name="Lees een mogelijke bedreiging")).to_have_count(0)


def test_forms_with_errors_are_accessible(stage, limits, sign_in, look_at):
    dirk = sign_in("dirk")
    dirk.goto(stage.url + PAGES["to propose"][1].format(**limits))
    dirk.locator("main form").evaluate("form => { form.noValidate = true }")
    dirk.get_by_role("button", name="Stel voor").click()
    look_at(dirk)
    joris = sign_in("joris")
    joris.goto(stage.url + PAGES["one text"][1])
    joris.locator("main textarea").first.fill("U bent onbeschoft.")
    joris.get_by_role("button", name="Bewaar", exact=True).click()
    look_at(joris)


def test_manager_with_many_rooms_finds_them_on_every_width(stage, limits, sign_in):
    page = sign_in("ilse")
    page.goto(f"{stage.url}/office/limits/")
    for width in (1440, 1366, 1280, 1201, 1100, 993):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        bar = page.locator(".topbar").bounding_box()
        assert bar["height"] < 60
    page.set_viewport_size(DESK)
