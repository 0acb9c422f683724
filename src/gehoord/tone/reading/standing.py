"""Whether words stand: not the denied, supposed or asked, less those of somebody else."""

from __future__ import annotations

from gehoord.tone.reading.scope import Page

# How far before and after a word the signs are that say how it is meant.
REACH_BEFORE = 90
REACH_AFTER = 60


def is_denied(page: Page, start: int, end: int) -> bool:
    """Whether “niet”, “geen” or “nooit” takes the words back: “ik ben niet boos”."""
    before = page.before(start, 5)
    denials = page.pack.words("scope", "denials")
    at = next((at for at, word in enumerate(before[:4]) if word in denials), None)
    if at is not None and _reaches(page, before, at) and not _is_rhetorical(page, start):
        return True
    return page.pack.pattern("denied_after").match(page.text, end, _limit(page, end)) is not None


def _reaches(page: Page, before: list[str], at: int) -> bool:
    """Whether the denial `at` so many words back is about the word: not “het werkt niet
    belachelijk”, “niet alleen boos”, “nog nooit zo boos” or “niet blij en boos”.
    """
    words = page.pack.words
    between = before[:at]
    ended = before[at + 1 : at + 2]
    return not (
        (between and between[-1] in words("scope", "undenied"))
        or (between and before[at] in words("scope", "never") and between[-1] in words("scope", "compared"))
        or (between[-1:] != ["dat"] and not words("scope", "joining").isdisjoint(between))
        or (ended and ended[0] in words("scope", "finished"))
    )  # fmt: skip


def _is_rhetorical(page: Page, start: int) -> bool:
    """“Hoe kan ik niet boos zijn”, “Vindt u dit niet belachelijk?”: a denial that asks for a yes."""
    low, high = page.sentence_at(start)
    low = max(low, start - REACH_BEFORE)
    if page.pack.pattern("rhetorical").search(page.text, low, start):
        return True
    asks = page.text[low:high].rstrip(" \n\"')").endswith("?")
    return asks and page.pack.pattern("asks_for_yes").search(page.text, low, start) is not None


def is_supposed(page: Page, start: int, end: int) -> bool:
    """Whether it is only imagined or over: “als ik boos was geweest”, “eerst was ik boos, maar nu
    niet meer”.
    """
    low = max(page.sentence_at(start)[0], start - REACH_BEFORE)
    high = _limit(page, end)
    for name in ("supposed", "gone"):
        if page.pack.pattern(f"{name}_before").search(page.text, low, start) and page.pack.pattern(
            f"{name}_after"
        ).match(page.text, end, high):
            return True
    imagined = page.pack.pattern("imagined_before").search(page.text, low, start)
    return imagined is not None and not _is_rhetorical(page, start)


def is_asked(page: Page, start: int) -> bool:
    """Whether it asks how somebody else feels: “bent u boos?”."""
    low, high = page.sentence_at(start)
    low = max(low, start - REACH_BEFORE)
    asks = page.text[start:high].rstrip(" \n\"')").endswith("?")
    return asks and page.pack.pattern("asked_before").search(page.text, low, start) is not None


def strength(page: Page, start: int) -> float:
    """How much the words before add or take away: 1.3 after “heel”, 0.5 after “beetje”, 0.6 for
    what somebody else thinks.
    """
    settings = page.pack.settings["scope"]
    low = max(page.sentence_at(start)[0], start - REACH_BEFORE)
    others = page.pack.pattern("others_view").search(page.text, low, start)
    factor = float(settings["reported"]) if others else 1.0
    before = page.before(start, 3)
    if before[:1] == [settings["downtoner_right_before"]]:
        return factor * float(settings["downtoned"])
    for word in before:
        if word in page.pack.words("scope", "downtoners"):
            return factor * float(settings["downtoned"])
    if not page.pack.words("scope", "intensifiers").isdisjoint(before):
        factor *= float(settings["intensified"])
    return factor


def _limit(page: Page, end: int) -> int:
    return min(page.sentence_at(end - 1)[1], end + REACH_AFTER)
