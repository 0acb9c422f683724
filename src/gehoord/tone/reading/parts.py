"""The separate problems and questions in a message."""

from __future__ import annotations

from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.scope import Page

MOST_PARTS = 20


def parts(page: Page, hits: list[Hit]) -> list[tuple[int, int]]:
    """Each sentence that names a problem or asks something; one that only goes on is joined."""
    named = {
        page.sentence_at(hit.start)
        for hit in hits
        if hit.kind == "problem" or hit.signal in ("problem", "fault")
    }
    found: list[tuple[int, int]] = []
    for start, end in page.sentences:
        words = page.text[start:end]
        asks = page.pack.pattern("question").search(words) is not None
        if not asks and (start, end) not in named:
            continue
        end = start + len(words.rstrip(" \n\"')"))
        start += len(words) - len(words.lstrip(" \n\"'("))
        if found and page.pack.pattern("goes_on").match(page.text, start):
            found[-1] = (found[-1][0], end)
        elif end > start:
            found.append((start, end))
        if len(found) == MOST_PARTS:
            break
    return found
