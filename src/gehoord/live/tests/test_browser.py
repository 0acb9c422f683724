import os
import re
import signal

import pytest
from playwright.sync_api import sync_playwright

from tests.bare.site import bare_site
from tests.services import chromium, wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
def browser():
    """One browser, in which every page is a tab."""
    with sync_playwright() as playwright:
        running_browser = playwright.chromium.launch(executable_path=chromium())
        yield running_browser.new_context()
        running_browser.close()


def open_tab(browser, site):
    tab = browser.new_page()
    tab.goto(f"http://127.0.0.1:{site.port}/")
    tab.wait_for_function("document.documentElement.dataset.live === 'on'")
    return tab


def forget(*tabs):
    for tab in tabs:
        tab.evaluate("heard.length = 0")


def test_two_tabs_share_one_stream_and_both_hear(site, browser):
    site.post("guests", name="sanne", audiences="agent-1")
    first, second = open_tab(browser, site), open_tab(browser, site)
    assert site.state()["streams"] == 1
    site.post("announce", topics="case-1", audiences="agent-1")
    for tab in (first, second):
        tab.wait_for_function("heard.includes('case-1')")


def test_other_tab_takes_over_when_the_listening_tab_is_closed(site, browser):
    site.post("guests", name="sanne", audiences="agent-1")
    first, second = open_tab(browser, site), open_tab(browser, site)
    forget(second)
    first.close()
    second.wait_for_function("heard.includes('live-again')")
    site.post("announce", topics="case-2", audiences="agent-1")
    second.wait_for_function("heard.includes('case-2')")


def test_page_fetches_everything_again_after_the_server_was_killed(tmp_path, browser):
    output = tmp_path / "output"
    with output.open("w") as lines, bare_site(tmp_path / "site", "serve", output=lines) as site:
        site.post("guests", name="sanne", audiences="agent-1")
        tab = open_tab(browser, site)
        forget(tab)
        os.kill(
            int(re.findall(r"web started \(process (\d+)", output.read_text())[-1]), signal.SIGKILL
        )
        tab.wait_for_function("document.documentElement.dataset.live === 'polling'")
        wait_until(site.state_or_none, what="the site")
        tab.wait_for_function("document.documentElement.dataset.live === 'on'")
        tab.wait_for_function("heard.includes('live-again')")


def test_page_that_is_refused_a_stream_polls(site, browser):
    site.post("guests", name="sanne")
    tab = browser.new_page()
    tab.clock.install()
    tab.goto(f"http://127.0.0.1:{site.port}/")
    tab.wait_for_function("document.documentElement.dataset.live === 'polling'")
    tab.clock.run_for(16_000)
    tab.wait_for_function("heard.includes('live-again')")
