"""Draw the replies of docs/guides/coach.md, before and after: `python -m tests.pictures`.

The drafts stand in pictures.toml. Each is typed into the composer of a Gehoord that runs, in a case of
its own; a picture holds the composer alone. `python -m tests.pictures policy transfer` draws two.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from tests.services import (
    ROOT,
    chromium,
    environment,
    free_port,
    gehoord,
    is_listening,
    running,
    wait_until,
)

PAIRS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())["pair"]
FOLDER = ROOT / "docs" / "pictures" / "coach"
# Wide enough for one column with the hints of the keys.
WINDOW = {"width": 700, "height": 1000}
SHARPNESS = 1.25
SETTLED_MS = 900


def main(names: Sequence[str]) -> None:
    """Draw all pairs, or those with these names."""
    wanted = [pair for pair in PAIRS if not names or pair["name"] in names]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        settings = {"DJANGO_SETTINGS_MODULE": "gehoord.config.settings", "GEHOORD_LOG": "ERROR"}
        settings |= {
            "GEHOORD_URL": f"http://127.0.0.1:{port}",
            "GEHOORD_STATIC": f"{folder}/static",
        }
        env = environment(Path(folder), **settings)
        for words in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run(gehoord(*words), env=env, check=True)
        with running(gehoord("web", "--port", str(port)), env=env):
            told = subprocess.run(
                [sys.executable, "-m", "tests.pictures", "--cases"],
                env=env, cwd=ROOT, check=True, capture_output=True, text=True,
            ).stdout  # fmt: skip
            wait_until(lambda: is_listening(port), what="gehoord web")
            draw(wanted, f"http://127.0.0.1:{port}", json.loads(told))


def set_the_stage() -> dict[str, Any]:
    """An agent who is signed in, and a case per pair, in the database of the place."""
    import django

    django.setup()
    from gehoord.cases.actions import assign_case
    from tests.browser.stage import session_of
    from tests.factories import make_agent, make_customer_message, make_house, make_reply, make_team

    make_house(name="Lindehout", form_of_address="u")
    team = make_team(name="Wonen")
    noor = make_agent(name="Noor Haan", team=team)
    cases = {}
    for pair in PAIRS:
        for who, text in [*pair.get("talk", []), ["k", pair["heard"]]]:
            if who == "k":
                sender = {"sender": pair["name"], "name": pair["customer"]}
                case = make_customer_message(team=team, text=text, **sender).case
            else:
                make_reply(case=case, author=noor, text=text)
        assign_case(case=case, owner=noor, by=noor)
        cases[pair["name"]] = case.pk
    return {"session": session_of(noor), "cases": cases}


def draw(pairs: Sequence[dict[str, Any]], url: str, told: dict[str, Any]) -> None:
    """Two pictures of each pair."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        context = browser.new_context(
            locale="nl-NL",
            viewport=WINDOW,
            device_scale_factor=SHARPNESS,
            color_scheme="light",
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": "sessionid", "value": told["session"], "url": url}])
        page = context.new_page()
        for pair in pairs:
            page.goto(f"{url}/cases/{told['cases'][pair['name']]}/")
            before(page, pair)
            picture(page, f"{pair['name']}-before")
            after(page, pair)
            picture(page, f"{pair['name']}-after")
        browser.close()


def before(page: Page, pair: dict[str, Any]) -> None:
    """Type the draft, and have its mark and the tray with the advice on the screen."""
    page.locator("#text").fill(pair["draft"])
    expect(page.locator("#unanswered" if pair.get("is_skeleton") else "#tip")).to_be_visible()
    page.wait_for_timeout(SETTLED_MS)


def after(page: Page, pair: dict[str, Any]) -> None:
    """Take the rewrite or the lines that are offered and fill their blanks, or write it better."""
    if better := pair.get("better"):
        page.locator("#text").fill(better)
    else:
        page.locator("#text").press("End")
        page.keyboard.press("Control+Shift+;" if pair.get("is_skeleton") else "Control+.")
        if not pair.get("is_skeleton"):
            page.keyboard.press("Enter")
        for words in pair.get("fills", []):
            page.keyboard.type(words)
            page.keyboard.press("Tab")
    page.locator("#text").focus()
    page.wait_for_timeout(SETTLED_MS)


def picture(page: Page, name: str) -> None:
    """The composer as it stands there."""
    # The time would be another one in every picture.
    page.evaluate("document.querySelector('#saved').textContent = ''")
    page.locator("#composer").screenshot(path=FOLDER / f"{name}.png", caret="hide")


if __name__ == "__main__":
    if sys.argv[1:] == ["--cases"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoord.config.settings")
        sys.stdout.write(json.dumps(set_the_stage()))
    else:
        main(sys.argv[1:])
