"""Whether somebody wants to be heard, has a problem, or both."""

from __future__ import annotations

from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.scope import Page


def intent(page: Page, hits: list[Hit], anger: int) -> str:
    """vent, problem, both or none."""
    problem = any(hit.signal in ("problem", "fault") or hit.kind == "problem" for hit in hits)
    problem = problem or page.pack.pattern("question").search(page.text) is not None
    vents = anger >= 2 or any(hit.signal == "vent" for hit in hits)
    if problem:
        return "both" if vents else "problem"
    return "vent" if vents or anger else "none"


def answer_to_solved(page: Page) -> frozenset[str]:
    """What a bare “ja” or “nee” means after the agent asked whether it is solved."""
    if page.pack.pattern("yes").match(page.text):
        return frozenset({"resolved"})
    return frozenset()
