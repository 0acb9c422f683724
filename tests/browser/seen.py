"""What people see and do on the pages, by the words on the screen."""

from __future__ import annotations

import re
from itertools import count

from playwright.sync_api import Locator, Page, expect

orders = count(4471)


def new_order() -> str:
    """Words that occur in one conversation only."""
    return f"bestelling {next(orders)}"


# ── The customer, in the widget ──────────────────────────────────────────────────────────────


def open_chat(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Chat met Lindehout")).click()


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Uw bericht")


def conversation(page: Page) -> Locator:
    return page.get_by_role("log", name="Gesprek")


def said(page: Page, words: str) -> Locator:
    """The messages in the customer's conversation with these words in them."""
    return conversation(page).get_by_role("listitem").filter(has_text=words)


def write(page: Page, words: str) -> None:
    """Send a message in the open chat."""
    box(page).fill(words)
    page.get_by_role("button", name="Verstuur", exact=True).click()


def is_kept(page: Page, words: str) -> None:
    """Expect the message once, and kept by Gehoord: it has a time."""
    expect(said(page, words)).to_have_count(1)
    expect(said(page, words).locator("time")).to_be_visible()


# ── The agent, in the inbox ──────────────────────────────────────────────────────────────────


def row(page: Page, words: str) -> Locator:
    """The case in the list whose last words are these."""
    cases = page.get_by_role("navigation", name="Lijst van zaken")
    return cases.get_by_role("link").filter(has_text=words)


def open_case(page: Page, words: str, *, among: str) -> None:
    """Open the case with these words from a list."""
    page.goto(among)
    row(page, words).click()
    expect(turns(page).filter(has_text=words).first).to_be_visible()


def turns(page: Page) -> Locator:
    """Everything in the conversation of the open case: messages, notes and events."""
    return page.get_by_role("region", name="Berichten").get_by_role("listitem")


def draft(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Je antwoord")


def note(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Interne notitie")


def send(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Verstuur")).click()


def reply(page: Page, words: str) -> None:
    draft(page).fill(words)
    send(page)
    expect(turns(page).filter(has_text=words)).to_have_count(1)


def caret(page: Page) -> tuple[int, int]:
    """What is selected in the field that has the focus."""
    start, end = page.evaluate(
        "[document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    )
    return start, end


def is_live(page: Page) -> None:
    """Expect that the page hears of changes at once."""
    expect(page.locator("html")).to_have_attribute("data-live", "on")
