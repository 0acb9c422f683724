"""What kind of abuse words are, and at whom: the decision order of the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gehoord.tone.reading.compounds import compound
from gehoord.tone.reading.hits import MOST_OF_A_LIST, Hit
from gehoord.tone.reading.scope import Page

# The order of the domain model: what comes first decides.
ORDER = (
    "threat_explicit", "threat_veiled", "intimidation", "discrimination", "sexual",
    "insult", "profanity",
)  # fmt: skip
THREATS = frozenset(("threat_explicit", "threat_veiled", "intimidation"))
WORD_KINDS = ("profanity", "insult", "insult_if", "mild", "disease", "slur", "sexual")
REACH = 48
# Notes in the word list: an animal or a quality insults only said of somebody; a name also called
# out.
ONLY_OF_SOMEBODY = "alleen van iemand gezegd"
EXCLAIMED = "ook als uitroep"


def judge(page: Page, hits: list[Hit]) -> list[Hit]:
    """The hits with a category and target where words are abuse, and without those exempt."""
    judged = [_judged(page, hit) for hit in hits]
    return [hit for hit in judged if hit] + _compounds(page)


def categories(hits: list[Hit]) -> tuple[str, ...]:
    """Every kind of abuse found, the one that decides first."""
    return in_order(hit.category for hit in hits)


def in_order(kinds: Iterable[str]) -> tuple[str, ...]:
    """Kinds of abuse, each once, the one that decides first."""
    found = set(kinds)
    return tuple(kind for kind in ORDER if kind in found)


def _judged(page: Page, hit: Hit) -> Hit | None:
    if hit.kind == "rule":
        exempt = hit.category not in ("", "crisis") and _is_reported(page, hit, _saying(page, hit))
        return None if exempt or _is_self_called(page, hit) else hit
    if hit.kind not in WORD_KINDS:
        return hit
    if _is_reported(page, hit):
        return None
    return _BY_KIND[hit.kind](page, hit)


def _saying(page: Page, hit: Hit) -> str:
    """The pattern of what stands before words of somebody else: a threat is said by somebody,
    while an insult is also what the writer is called or treated as.
    """
    said = hit.category in THREATS and _known(page, "said_before")
    return "said_before" if said else "reported_before"


def _is_reported(page: Page, hit: Hit, before: str = "reported_before") -> bool:
    """Whether somebody else said it, or it is said about the writer."""
    start, end = page.sentence_at(hit.start)
    before_it = page.pack.pattern(before).search(page.text, start, hit.start)
    return bool(before_it or page.pack.pattern("reported_after").match(page.text, hit.end, end))


def _is_self_called(page: Page, hit: Hit) -> bool:
    """Whether a rule found a name that the writer gives himself."""
    if hit.category != "insult" or not _known(page, "self_before"):
        return False
    patterns = page.pack.pattern
    before = patterns("self_before").search(page.text, 0, hit.start)
    return bool(before and patterns("self_after").match(page.text, hit.end))


def _insult(page: Page, hit: Hit) -> Hit | None:
    start, end = page.sentence_at(hit.start)
    patterns = page.pack.pattern
    if patterns("of_self").search(page.text, start, hit.start):
        return None
    if _known(page, "of_self_after") and patterns("of_self_after").match(page.text, hit.end, end):
        return None
    if patterns("of_thing").match(page.text, hit.end, end):
        return replace(hit, category="profanity", target="product")
    if patterns("of_third").search(page.text, start, hit.start) or patterns("of_own").match(
        page.text, hit.end, end
    ):
        return replace(hit, category="profanity", target="third_party")
    return replace(hit, category="insult", target="agent")


def _insult_if(page: Page, hit: Hit) -> Hit | None:
    """Words that insult only when said of somebody: “ezel”, “dom”, “gestoord”."""
    return _insult(page, hit) if _is_addressed(page, hit) else None


def _mild(page: Page, hit: Hit) -> Hit | None:
    """Weak names such as “prutser”: criticism of a firm, an insult to one person."""
    singular = page.pack.pattern("addressed_one")
    start = max(page.sentence_at(hit.start)[0], hit.start - REACH)
    return _insult(page, hit) if singular.search(page.text, start, hit.start) else hit


def _is_addressed(page: Page, hit: Hit) -> bool:
    start, end = page.sentence_at(hit.start)
    low = max(start, hit.start - REACH)
    said_before = page.text[start : hit.start].rstrip(" \"'(")
    ends = not page.text[hit.end : end].strip(" .!?\"')\n")
    alone = ends and (not said_before.strip(" \"'(") or said_before.endswith(","))
    alone = alone and hit.note != ONLY_OF_SOMEBODY
    alone = alone or (ends and hit.note == EXCLAIMED and _is_called(page, hit.start))
    before = page.pack.pattern("addressed_before").search(page.text, low, hit.start)
    return bool(
        alone or before or page.pack.pattern("addressed_after").match(page.text, hit.end, end)
    )


def _is_called(page: Page, start: int) -> bool:
    """Whether a name is called after a sentence: “ik heb al betaald debiel”, not “hij is debiel”."""
    if not _known(page, "no_call"):
        return False
    return page.pack.pattern("no_call").search(page.text, max(0, start - REACH), start) is None


def _known(page: Page, name: str) -> bool:
    """Whether the language has this pattern."""
    return name in page.pack.settings["patterns"]


def _profanity(page: Page, hit: Hit) -> Hit | None:
    following = page.after(hit.end, 1)
    kind = (
        compound(hit_text := page.text[hit.start : hit.end], page.pack, following[0])
        if following
        else None
    )
    if kind and hit_text:
        judged = replace(hit, category=kind.category, target=kind.target)
        return _insult(page, judged) if kind.category == "insult" else judged
    return replace(hit, category="profanity", target=_coarse_target(page, hit))


def _coarse_target(page: Page, hit: Hit) -> str:
    start, end = page.sentence_at(hit.start)
    for name in ("company", "product"):
        if page.pack.pattern(f"target_{name}").search(page.text, start, end):
            return name
    return ""


def _disease(page: Page, hit: Hit) -> Hit | None:
    """“kanker” as a curse; as an illness it means nothing here."""
    start, end = page.sentence_at(hit.start)
    if page.pack.pattern("disease_literal").search(page.text, start, end):
        return None
    before = page.pack.pattern("disease_curse_before").search(page.text, start, hit.start)
    after = page.pack.pattern("disease_curse_after").match(page.text, hit.end, end)
    following = page.after(hit.end, 1)
    kind = compound(page.text[hit.start : hit.end], page.pack, following[0]) if following else None
    return _profanity(page, hit) if kind or before or after else None


def _slur(page: Page, hit: Hit) -> Hit | None:
    return replace(hit, category="discrimination", target="agent")


def _sexual(page: Page, hit: Hit) -> Hit | None:
    return replace(hit, category="sexual", target="agent")


def _compounds(page: Page) -> list[Hit]:
    found: list[Hit] = []
    for token in page.tokens:
        kind = compound(token.text, page.pack)
        if kind is None or len(found) >= MOST_OF_A_LIST:
            continue
        hit = Hit(token.start, token.end, f"{page.pack.language}.compound.{kind.category}",
                  "compound", "", kind.weight, "", kind.target, kind.category)  # fmt: skip
        if not _is_reported(page, hit):
            judged = _insult(page, hit) if kind.category == "insult" else hit
            found += [judged] if judged else []
    return found


_BY_KIND = {
    "profanity": _profanity, "insult": _insult, "insult_if": _insult_if, "mild": _mild,
    "disease": _disease, "slur": _slur, "sexual": _sexual,
}  # fmt: skip
