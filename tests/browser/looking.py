"""Look at a page with axe, in light and dark, on wide and narrow screens."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE

AXE = Axe()
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
SERIOUS = {"serious", "critical"}
WIDTHS = [1440, 390, 320]
LOOKS = [("light", DESK), ("dark", PHONE)]
ALL_LOOKS = [("light", DESK), ("dark", DESK), ("light", PHONE), ("dark", PHONE)]


@pytest.fixture
def visit(stage, opened, sign_in):
    """Go to a page as somebody, and expect that nothing broke on the way."""

    def open_page(path: str, *, who: str = "") -> Page:
        numbers = stage.told["cases"] | {"team": stage.told["team"], "site": stage.told["site"]}
        numbers["customer"] = stage.told["customer"]
        numbers["message"] = stage.told["message"]
        numbers["noor"] = stage.told["agents"]["noor"]["pk"]
        page = sign_in(who) if who else opened.window()
        page.goto(stage.url + path.format(**numbers))
        return page

    return open_page


@pytest.fixture
def look_at(opened):
    """Expect that axe finds nothing serious, and that nothing is wider than the screen."""

    def look(page: Page, *, looks=LOOKS, around: str = "") -> None:
        opened.is_deaf = True  # axe tries inline styles, and the policy refuses them
        for scheme, size in looks:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size(size)
            page.evaluate(STILL)
            found = AXE.run(page, context=around or None, options=OPTIONS).response
            assert serious_in(found) == [], f"{scheme}, {size['width']} wide"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(TOO_WIDE) == [], f"{width} wide"
        page.set_viewport_size(DESK)

    return look


# A browser that is short of time may never play an animation to its end.
STILL = """() => Promise.race([
  Promise.allSettled(document.getAnimations().map(each => each.finished)),
  new Promise(done => setTimeout(done, 5000))])"""

TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')]
    .filter(each => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 1)
    .map(each => each.outerHTML.slice(0, 120))"""


def serious_in(found: dict) -> list[tuple[str, str, str]]:
    return [
        (each["id"], node["html"][:160], node["failureSummary"])
        for each in found["violations"]
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


def is_quiet(opened, *, name: str) -> None:
    """Expect no errors on the console, apart from that a page that is not there is not there."""
    errors = [line for line in opened.console if not (name == "not found" and "404" in line)]
    assert errors == []
