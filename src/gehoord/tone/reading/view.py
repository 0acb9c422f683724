"""What the learned reader is shown: the words of a message, and what the rules found in it."""

from __future__ import annotations

from gehoord.tone.learned import features
from gehoord.tone.learned.features import Piece
from gehoord.tone.reading import anger
from gehoord.tone.reading.finding import found, opened
from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.scope import Page

# Blanked quotations are rows of full stops; nobody writes more than this many himself.
MOST_DOTS = 6
LENGTHS = (4, 10, 25, 50)


def seen(text: str, prev: str, language: str) -> tuple[list[Piece], list[str]]:
    """What the models see of a message as a whole: for training."""
    _, here = opened(text, language)
    judged = found(here)
    level = anger.level(here, anger.score(here, judged))
    return pieces(here), about(here, judged, prev, level)


def pieces(here: Page) -> list[Piece]:
    """The customer's own words and signs."""
    every = features.pieces(here.text)
    return [piece for piece in every if piece[0][0] != "." or len(piece[0]) <= MOST_DOTS]


def about(here: Page, judged: list[Hit], prev: str, level: int) -> list[str]:
    """What the rules found, as features of the models."""
    names = {f"r:anger>={step}" for step in range(1, level + 1)}
    for hit in judged:
        names.update(_of_hit(hit))
    words = len(here.tokens)
    names.update(f"r:words>{size}" for size in LENGTHS if words > size)
    if here.pack.pattern("question").search(here.text):
        names.add("r:asks")
    if anger.is_shouting(here):
        names.add("r:shouts")
    if prev and here.pack.pattern("asks_if_solved").search(prev.lower()):
        names.add("r:asked-if-solved")
    elif "?" in prev:
        names.add("r:was-asked")
    return sorted(names)


def _of_hit(hit: Hit) -> list[str]:
    """What a hit says, but not its kind of abuse.

    That counts without any model; a model that saw it would learn to lean on it instead of on words.
    """
    named = (
        ("signal", hit.signal), ("emotion", hit.emotion), ("target", hit.target),
        ("kind", "" if hit.kind in ("rule", "compound", "sign") else hit.kind),
    )  # fmt: skip
    return [f"r:{name}:{value}" for name, value in named if value]
