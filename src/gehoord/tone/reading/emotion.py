"""What lies under the words: a hypothesis, the feeling with most evidence."""

from __future__ import annotations

from collections import Counter

from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.scope import Page


def feeling(page: Page, hits: list[Hit], anger: int) -> str:
    """The primary emotion; strong anger is anger, weak anger is what the words name."""
    worth = page.pack.settings["emotions"]
    votes: Counter[str] = Counter()
    for hit in hits:
        if hit.emotion:
            votes[hit.emotion] += worth[hit.emotion]
    thanks = votes.pop("gratitude", 0)
    votes["anger"] += worth["of_level"][anger]
    best, weight = max(votes.items(), key=lambda item: item[1])
    if weight > 0 and not (anger == 0 and best == "anger"):
        return best
    return "gratitude" if thanks else "neutral"
