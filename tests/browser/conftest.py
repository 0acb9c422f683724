"""A running Gehoord, a foreign website with its chat, and browsers to look at both."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

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

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
numbers = count()

expect.set_options(timeout=30_000)


@dataclass
class Stage:
    """Where Gehoord and the foreign website are, and who is on the stage."""

    url: str
    website: str
    told: dict[str, Any]
    process: subprocess.Popen | None = field(default=None, repr=False)
    env: dict[str, str] = field(default_factory=dict, repr=False)

    def happens(self, what: str, *words: object) -> None:
        """Have something happen that no page does, e.g. that time passes: `tests.browser.elsewhere`."""
        command = [sys.executable, "-m", "tests.browser.elsewhere", what, *map(str, words)]
        subprocess.run(command, env=self.env, cwd=ROOT, check=True)

    def shop(self, *, site: str = "lindehout", website: str = "") -> str:
        """A page of the foreign website with the chat on it."""
        return f"{website or self.website}/?chat={self.url}&site={site}"

    @property
    def team_list(self) -> str:
        """All cases of Noor's and Sanne's team."""
        return f"{self.url}/?view=team-{self.told['team']}"

    def case(self, name: str) -> str:
        return f"{self.url}/cases/{self.told['cases'][name]}/"


class Shop(BaseHTTPRequestHandler):
    """A website of somebody else, with a strict policy of its own."""

    def do_GET(self):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        chat, site = asked.get("chat", ""), asked.get("site", "")
        page = (
            '<!doctype html><html lang="nl"><head><title>Winkel</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<link rel="icon" href="data:,"></head><body>'
            "<main><h1>Bestelling 775-1180</h1></main>"
            f'<script src="{chat}/chat/widget.js" data-site="{site}" async></script>'
            "</body></html>"
        )
        policy = (
            f"default-src 'none'; script-src {chat}; connect-src {chat}; "
            f"img-src data:; base-uri 'none'; form-action 'none'"
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def website() -> Iterator[str]:
    """The address of the foreign website."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@dataclass(frozen=True)
class Scenery:
    """The files of an installation that nobody used yet."""

    fresh: Path
    static: Path
    told: dict[str, Any]


@pytest.fixture(scope="session")
def scenery(tmp_path_factory, website) -> Scenery:
    folder = tmp_path_factory.mktemp("gehoord")
    scenery = Scenery(folder / "fresh", folder / "static", {})
    scenery.fresh.mkdir()
    env = environment_of(scenery, scenery.fresh, url="http://localhost")
    for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "-v", "0"]):
        subprocess.run(gehoord(*command), env=env, check=True)
    told = subprocess.run(
        [sys.executable, "-m", "tests.browser.stage", website],
        env=env, cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    scenery.told.update(json.loads(told))
    return scenery


def environment_of(scenery: Scenery, data: Path, *, url: str, **settings: str) -> dict[str, str]:
    return environment(
        data,
        GEHOORD_URL=url,
        GEHOORD_STATIC=str(scenery.static),
        DJANGO_SETTINGS_MODULE="gehoord.config.settings",
        **settings,
    )


@contextlib.contextmanager
def served(scenery: Scenery, data: Path, website: str, **settings: str) -> Iterator[Stage]:
    """Gehoord on one machine, as `gehoord serve` runs it, on a copy of the fresh files."""
    shutil.copytree(scenery.fresh, data)
    port = free_port()
    url = f"http://localhost:{port}"
    env = environment_of(scenery, data, url=url, **settings)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running(gehoord("serve", "--port", str(port)), env=env, **quiet) as process:
        wait_until(lambda: is_listening(port), what="gehoord serve", within_s=60)
        yield Stage(url=url, website=website, told=scenery.told, process=process, env=env)


@pytest.fixture(scope="session")
def stage(tmp_path_factory, scenery, website) -> Iterator[Stage]:
    with served(scenery, tmp_path_factory.mktemp("shared") / "data", website) as stage:
        yield stage


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@dataclass
class Opened:
    """The browser windows of one test, and what went wrong inside them."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    """Errors on the console; a refused request is one as well."""
    broken: list[str] = field(default_factory=list)
    """Errors that nobody ever expects: of a script, or of the policy of a page."""
    is_deaf: bool = False
    """Whether a tool of the test itself disturbs the pages, so that the console says nothing."""

    def window(self, **options: Any) -> Page:
        defaults = {"locale": "nl-NL", "viewport": DESK, "reduced_motion": "reduce"}
        context = self.browser.new_context(**{**defaults, **options})
        context.set_default_timeout(15_000)
        context.on("console", self._listen)
        context.on("weberror", lambda error: self.broken.append(str(error.error)))
        self.contexts.append(context)
        return context.new_page()

    def _listen(self, message: Any) -> None:
        if message.type != "error" or self.is_deaf:
            return
        self.console.append(f"{message.text} ({message.page.url if message.page else ''})")
        if "Content Security Policy" in message.text:
            self.broken.append(message.text)


@pytest.fixture
def opened(browser) -> Iterator[Opened]:
    opened = Opened(browser)
    yield opened
    for context in opened.contexts:
        context.close()
    assert opened.broken == []


@pytest.fixture
def sign_in(stage, opened):
    """A browser of an agent who is signed in; `sign_in("noor")` gives its page."""

    def open_for(who: str, *, on: Stage | None = None, **options: Any) -> Page:
        place = on or stage
        page = opened.window(**options)
        session = place.told["agents"][who]["session"]
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": place.url}])
        return page

    return open_for


@pytest.fixture
def customer(stage, opened):
    """A browser of a customer; `customer()` gives its page on the foreign website.

    He has been there before, so that all of them on one IP address are not too many new visitors;
    `is_new` makes him a stranger.
    """

    def open_page(
        *, on: Stage | None = None, site: str = "lindehout", is_new: bool = False, **options: Any
    ) -> Page:
        place = on or stage
        page = opened.window(**options)
        if not is_new:
            name = f"gehoord {urlsplit(place.url).netloc} {site}"
            kept = json.dumps({"token": place.told["visitors"][next(numbers)]})
            page.add_init_script(
                f"localStorage.getItem({json.dumps(name)}) ??"
                f" localStorage.setItem({json.dumps(name)}, {json.dumps(kept)})"
            )
        page.goto(place.shop(site=site))
        return page

    return open_page
