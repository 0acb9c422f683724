"""A running Gehoord, a foreign website with its chat, and browsers to look at both."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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


@dataclass
class Stage:
    """Where Gehoord and the foreign website are, and who is on the stage."""

    url: str
    shop: str
    port: int
    env: dict[str, str]
    told: dict[str, Any]
    process: list[subprocess.Popen] = field(default_factory=list)

    def case(self, name: str) -> str:
        return f"{self.url}/cases/{self.told['cases'][name]}/"


@pytest.fixture(scope="session")
def shop() -> Iterator[ThreadingHTTPServer]:
    """A website of somebody else, with a strict policy of its own."""

    class Shop(BaseHTTPRequestHandler):
        gehoord = ""

        def do_GET(self):
            page = (
                '<!doctype html><html lang="nl"><head><title>Winkel</title></head><body>'
                "<main><h1>Bestelling 775-1180</h1></main>"
                f'<script src="{self.gehoord}/chat/widget.js" data-site="lindehout" async></script>'
                "</body></html>"
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header(
                "Content-Security-Policy",
                f"default-src 'none'; script-src {self.gehoord}; connect-src {self.gehoord};"
                f" img-src {self.gehoord} blob:; base-uri 'none'",
            )
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def make_stage(folder: Path, shop: ThreadingHTTPServer, *, port: int) -> Stage:
    url = f"http://localhost:{port}"
    env = environment(
        folder,
        GEHOORD_URL=url,
        GEHOORD_STATIC=str(folder / "static"),
        DJANGO_SETTINGS_MODULE="gehoord.config.settings",
    )
    origin = f"http://127.0.0.1:{shop.server_port}"
    for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "-v", "0"]):
        subprocess.run(gehoord(*command), env=env, check=True)
    told = subprocess.run(
        [sys.executable, "-m", "tests.browser.stage", origin],
        env=env, cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    shop.RequestHandlerClass.gehoord = url
    return Stage(url=url, shop=origin, port=port, env=env, told=json.loads(told))


@pytest.fixture(scope="session")
def stage(tmp_path_factory, shop) -> Iterator[Stage]:
    """Gehoord on one machine, as `gehoord serve` runs it."""
    folder, port = tmp_path_factory.mktemp("gehoord"), free_port()
    made = make_stage(folder, shop, port=port)
    command = gehoord("serve", "--port", str(port))
    with running(command, env=made.env, stderr=subprocess.DEVNULL) as process:
        made.process.append(process)
        wait_until(lambda: is_listening(port), what="gehoord serve")
        yield made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(browser) -> Iterator[list[BrowserContext]]:
    contexts: list[BrowserContext] = []
    yield contexts
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(browser, stage, opened):
    """A browser of an agent who is signed in; `sign_in("noor")` gives its page."""

    def open_for(who: str, **options: Any) -> Page:
        context = browser.new_context(locale="nl-NL", **{"viewport": DESK, **options})
        opened.append(context)
        session = stage.told["agents"][who]["session"]
        context.add_cookies([{"name": "sessionid", "value": session, "url": stage.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    return open_for


@pytest.fixture
def customer(browser, stage, opened):
    """A browser of a customer; `customer()` gives its page on the foreign website."""

    def open_page(*, at: str | None = None, **options: Any) -> Page:
        context = browser.new_context(locale="nl-NL", **{"viewport": DESK, **options})
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(at or stage.shop)
        return page

    return open_page
