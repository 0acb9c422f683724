"""Small signs count only where a complaint backs them; a kind word takes mockery away."""

from __future__ import annotations

import regex

from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.scope import Page

_DISBELIEF = regex.compile(r"\?!|!\?|!{2,}|\?{2,}")
SAID_TWICE = 3
MOST_SIGNS = 3


def backed(page: Page, hits: list[Hit]) -> list[Hit]:
    """The hits that count here: weak ones where something is a complaint, mockery unless thanked.

    Adds what is only a sign beside a complaint: “?!” or “!!” after a sentence, and words said
    twice.
    """
    strong = [hit for hit in hits if not hit.is_weak]
    if _is_thanked(strong):
        return [hit for hit in strong if hit.signal != "sarcasm"]
    if not any(_is_complaint(page, hit) for hit in strong):
        return strong
    return [*hits, *_signs(page), *_repeated(page)]


def _is_complaint(page: Page, hit: Hit) -> bool:
    if hit.kind == "problem":
        return page.text[hit.start : hit.end] not in page.pack.words("complaints", "questions")
    return hit.weight > 0 or hit.signal in ("problem", "fault", "history")


def _is_thanked(hits: list[Hit]) -> bool:
    """Whether the customer thanks or praises in words of its own, and nothing is wrong."""
    mocked = [hit for hit in hits if hit.signal == "sarcasm"]
    thanks = any(
        hit.emotion == "gratitude" and not any(_overlap(hit, other) for other in mocked)
        for hit in hits
    )
    wrong = any(
        hit.signal in ("problem", "fault", "history") or hit.kind == "problem" or hit.category
        or (hit.weight > 0 and hit.signal != "sarcasm")
        for hit in hits
    )  # fmt: skip
    return thanks and not wrong


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _signs(page: Page) -> list[Hit]:
    """“?!” and “!!” at the end of a sentence of three words or more."""
    rule = f"{page.pack.language}.sign.disbelief"
    return [
        _sign(page, *found.span(), rule)
        for _, found in zip(range(MOST_SIGNS), _DISBELIEF.finditer(page.text), strict=False)
        if len(page.before(found.start(), 3)) == 3
    ]


def _repeated(page: Page) -> list[Hit]:
    """Short sentences that say again what the sentence before said: “… Negen maanden. Negen!”."""
    found: list[Hit] = []
    rule = f"{page.pack.language}.sign.repeated"
    for (low, middle), (_, end) in zip(page.sentences, page.sentences[1:], strict=False):
        if end - middle > 40 or len(found) == SAID_TWICE:
            continue
        words = page.text[middle:end].strip(" .!?\n\"')(").split()
        before = page.text[low:middle].replace(",", " ").split()
        before = [word.strip(".!?\"')(") for word in before]
        if 0 < len(words) <= 3 and set(words) <= set(before) and len("".join(words)) > 2:
            start = page.text.index(words[0], middle)
            found.append(_sign(page, start, start + len(" ".join(words)), rule))
    return found


def _sign(page: Page, start: int, end: int, rule: str) -> Hit:
    return Hit(start, end, rule, "sign", weight=float(page.pack.settings["anger"]["weak"]))
