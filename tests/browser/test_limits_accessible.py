"""The pages on which people decide about house rules, and those of the customer, for everybody."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.browser.conftest import DESK
from tests.browser.test_accessible import ALL_LOOKS, is_quiet
from tests.browser.test_accessible import look_at as look_at  # noqa: PLC0414 - a fixture
from tests.services import ROOT

pytestmark = pytest.mark.browser

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
    "duty roster": ("joris", "/help/roster/"),
    "contact stops of the privacy officer": ("fatma", "/privacy/stops/"),
    "a contact stop for the privacy officer": ("fatma", "/privacy/stops/{stop}/"),
    "house rules": ("", "/house-rules/"),
    "a notice": ("", "{notice}"),
    "a notice with an appeal": ("", "{appealed}"),
}


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
