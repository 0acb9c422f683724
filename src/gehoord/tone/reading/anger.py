"""How angry a message is: evidence that adds up, each next piece counting less."""

from __future__ import annotations

from typing import Any

import regex

from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.scope import Page

_SHOUTED = regex.compile(r"!{2,}|!\?|\?!|\?{3,}")
_WORD = regex.compile(r"\p{L}{2,}")
_CAPITAL = regex.compile(r"\p{Lu}{4,}")


def score(page: Page, hits: list[Hit]) -> float:
    """The anger in a message, 0 to 1; emphasis strengthens evidence and is never evidence."""
    settings = page.pack.settings["anger"]
    weights = sorted((hit.weight for hit in _distinct(hits)), reverse=True)
    if not weights:
        return 0.0
    calm = 1.0
    for rank, weight in enumerate(weights[:12]):
        calm *= 1.0 - min(weight, 0.97) * settings["next_counts"] ** rank
    shouts = is_shouting(page)
    scolds = shouts and any(hit.category == "insult" for hit in hits)
    if shouts:
        calm *= settings["emphasis"] * (settings["scolding"] if scolds else 1.0)
    return round(min(1.0 - calm, _most(weights[0], settings, shouts=shouts, scolds=scolds)), 4)


def _most(heaviest: float, settings: dict[str, Any], *, shouts: bool, scolds: bool) -> float:
    """The highest score: many complaints make an angry message, strong words a very angry one.

    Rage is words that are rage by themselves, or shouted insults.
    """
    if heaviest >= settings["rage"] or scolds:
        return 1.0
    strong = shouts or heaviest >= settings["strong"]
    return float(settings["without_rage" if strong else "without_strong"])


def level(page: Page, value: float) -> int:
    """The anger level, 0 to 4, that belongs to a score."""
    return sum(value >= threshold for threshold in page.pack.settings["anger"]["thresholds"])


def is_shouting(page: Page) -> bool:
    """Whether signs or capitals emphasise: “!!”, or some words in capitals but not all."""
    if _SHOUTED.search(page.text):
        return True
    words = len(_WORD.findall(page.raw))
    capitals = len(_CAPITAL.findall(page.raw))
    return capitals >= 2 and capitals * 4 >= words


def _distinct(hits: list[Hit]) -> list[Hit]:
    """Of hits that overlap only the heaviest, and each rule or word list at most three times."""
    kept: list[Hit] = []
    seen: dict[str, int] = {}
    taken: list[tuple[int, int]] = []
    for hit in sorted(hits, key=lambda hit: (-hit.weight, hit.start)):
        if hit.weight <= 0 or seen.get(hit.rule, 0) >= 3 or len(kept) >= 12:
            continue
        if any(hit.start < end and start < hit.end for start, end in taken):
            continue
        seen[hit.rule] = seen.get(hit.rule, 0) + 1
        taken.append((hit.start, hit.end))
        kept.append(hit)
    return kept
