"""Choose the words to underline: per label the best, never two over each other."""

from __future__ import annotations

from collections import defaultdict

from gehoord.tone.reading.anger import level
from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.scope import Page

MOST_EVIDENCE = 60
Piece = tuple[int, int, str, str]


def pieces(page: Page, hits: list[Hit]) -> list[Piece]:
    """The evidence in reading order: (start, end, label, rule) in the normalised text."""
    ranked: dict[str, list[tuple[float, Piece]]] = defaultdict(list)
    for hit in hits:
        for label, weight in _labels(page, hit):
            family = label if not label.startswith("anger-") else "anger"
            ranked[family].append((weight, (hit.start, hit.end, label, hit.rule)))
    chosen = [piece for found in ranked.values() for piece in _apart(found)]
    return sorted(set(chosen))[:MOST_EVIDENCE]


def _labels(page: Page, hit: Hit) -> list[tuple[str, float]]:
    found = []
    if hit.category == "crisis":
        return [("crisis", 1.0)]
    if hit.category:
        found.append((f"abuse-{hit.category}", 1.0))
    if hit.weight and (alone := level(page, hit.weight)):
        found.append((f"anger-{alone}", hit.weight))
    if hit.emotion == "gratitude":
        found.append(("gratitude", 1.0))
    elif hit.emotion and hit.emotion != "anger":
        found.append((f"emotion-{hit.emotion}", 1.0))
    return found


def _apart(found: list[tuple[float, Piece]]) -> list[Piece]:
    """The heaviest and longest first, leaving out what lies over one already taken."""
    taken: list[Piece] = []
    ordered = sorted(found, key=lambda item: (-item[0], item[1][0] - item[1][1], item[1]))
    for _, piece in ordered[:400]:
        if all(piece[1] <= other[0] or other[1] <= piece[0] for other in taken):
            taken.append(piece)
        if len(taken) == MOST_EVIDENCE:
            break
    return taken
