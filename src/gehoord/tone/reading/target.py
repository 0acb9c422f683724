"""At whom or what the feeling is aimed."""

from __future__ import annotations

from collections import defaultdict

from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.scope import Page

ABUSIVE = ("insult", "discrimination", "sexual", "intimidation", "threat_veiled", "threat_explicit")


def aim(page: Page, hits: list[Hit], *, anger: int, emotion: str, crisis: bool) -> str:
    """The target of a message: what abuse names, else what stands near the angriest words."""
    if crisis:
        return "self"
    for hit in hits:
        if hit.category in ABUSIVE and hit.target:
            return hit.target
    if anger == 0 and emotion in ("neutral", "gratitude"):
        return "none"
    votes: defaultdict[str, float] = defaultdict(float)
    for hit in hits:
        weight = hit.weight + 0.1 * bool(hit.emotion)
        if weight and hit.emotion != "gratitude":
            votes[hit.target or _near(page, hit)] += weight
    votes.pop("", None)
    if votes:
        return max(votes.items(), key=lambda item: item[1])[0]
    return "situation"


def _near(page: Page, hit: Hit) -> str:
    """The kind of the first target word in the sentence, the agent before the company."""
    start, end = page.sentence_at(hit.start)
    for name in ("agent", "company", "product"):
        if page.pack.pattern(f"target_{name}").search(page.text, start, end):
            return name
    return "situation" if hit.weight else ""
