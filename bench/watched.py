"""One real composer in Chromium, in which is typed and watched until a mark stands on the screen."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page, async_playwright

from bench.typists import strokes
from tests.services import chromium

LONGEST_WAIT_S = 5
READS_S = (0.8, 1.4)

# From the last key, by the browser's own clock, to the frame in which the mark was painted: a
# message that is posted in a frame is delivered when that frame is done.
WATCH = """() => {
  const copy = document.querySelector(".draft__marks");
  const last = (name) => performance.getEntriesByType("resource").findLast((it) => it.name.endsWith(name));
  window.watched = { from: Infinity, seen: null };
  let key = 0;
  addEventListener("keydown", (event) => (key = event.timeStamp), true);
  new MutationObserver(() => {
    const { from, seen } = window.watched;
    if (seen) return;
    const marks = [...copy.querySelectorAll(".mark")];
    const isThere = (mark) => {
      const before = document.createRange();
      before.setStart(copy, 0);
      before.setEndBefore(mark);
      return before.toString().length >= from;
    };
    if (!marks.some(isThere)) return;
    const found = (window.watched.seen = { key, drawn: performance.now(), rule: "" });
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const asked = last("/coach/");
        Object.assign(found, { painted: performance.now(), asked: asked.startTime, answered: asked.responseEnd });
      };
      port2.postMessage(0);
    });
  }).observe(copy, { childList: true, subtree: true });
}"""
BEGIN = """(from) => {
  performance.clearResourceTimings();
  window.watched.from = from;
  window.watched.seen = null;
}"""


@dataclass(frozen=True)
class Seen:
    """One mark, in seconds: what went by until it was on the screen, and of what that is made."""

    whole_s: float
    pause_s: float
    server_s: float
    drawing_s: float


@contextlib.asynccontextmanager
async def composer(port: int, session: str, case: int) -> AsyncIterator[Page]:
    """The page of a case, open in a Chromium of its own."""
    url = f"http://127.0.0.1:{port}"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        context = await browser.new_context(locale="nl-NL", viewport={"width": 1440, "height": 900})
        await context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
        page = await context.new_page()
        await page.goto(f"{url}/cases/{case}/")
        await page.evaluate(WATCH)
        yield page
        await browser.close()


async def type_and_watch(page: Page, base: str, fault: str, chance: random.Random) -> Seen | None:
    """Type a sentence behind a draft; how long its mark took, or None if none came."""
    text = page.locator("#composer textarea")
    await text.fill(base + " ")
    await text.press("End")
    await asyncio.sleep(chance.uniform(*READS_S))
    await page.evaluate(BEGIN, len(base) + 1)
    for taken, sign in strokes(fault, chance):
        await asyncio.sleep(taken)
        await page.keyboard.press("Space" if sign == " " else sign)
    with contextlib.suppress(asyncio.TimeoutError):
        found = await asyncio.wait_for(_painted(page), LONGEST_WAIT_S)
        return Seen(*(each / 1000 for each in _parts(found)))
    return None


async def _painted(page: Page) -> dict[str, float]:
    while True:
        seen: dict[str, Any] | None = await page.evaluate("window.watched.seen")
        if seen and "painted" in seen:
            return seen
        await asyncio.sleep(0.1)


def _parts(seen: dict[str, float]) -> tuple[float, float, float, float]:
    return (
        seen["painted"] - seen["key"],
        seen["asked"] - seen["key"],
        seen["answered"] - seen["asked"],
        seen["painted"] - seen["answered"],
    )
