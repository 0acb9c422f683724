"""From a text to what the rules and word lists find in it: the same for reading and for training."""

from __future__ import annotations

from gehoord.tone.reading import abuse, backing, hits
from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.pack import pack
from gehoord.tone.reading.scope import Page, page
from gehoord.tone.text import Normal, normalise


def opened(text: str, language: str) -> tuple[Normal, Page]:
    """A message as the rules of a language expect it, with the way back to the text as given."""
    known = pack(language)
    normal = normalise(text, known=known.lexicon.knows, masked=known.masked)
    return normal, page(normal.text, text, known, normal=normal)


def found(seen: Page) -> list[Hit]:
    """Everything in a message that counts, judged, in reading order."""
    judged = backing.backed(seen, abuse.judge(seen, hits.collect(seen)))
    return sorted(judged, key=lambda hit: (hit.start, hit.end, hit.rule))
