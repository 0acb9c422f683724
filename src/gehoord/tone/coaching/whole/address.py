"""U or je: one of them in a reply, and the one that the house or the customer wants."""

from __future__ import annotations

from collections.abc import Iterator

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.whole.words import whole_words

Hit = tuple[Span, str | None]

CALM = 2
"""Below this anger a customer who says je may be answered with je; u is never wrong."""


def mixed_address(situation: Situation) -> Iterator[Hit]:
    """The form of address that is in the minority, at its first place."""
    formal, informal = situation.draft.formal, _to_the_customer(situation.draft)
    if formal and informal:
        if situation.is_formal:
            yield _other_form(situation.draft, informal[0], "formal")
        else:
            yield _other_form(situation.draft, formal[0], "informal")


def _to_the_customer(draft: Draft) -> list[Span]:
    """Every je that is the customer; “daar word je moe van” is anybody."""
    if not draft.informal:
        return []
    anybody = [
        match.span()
        for match in whole_words(draft.language).pattern("address", "anybody").finditer(draft.text)
    ]
    return [
        (start, end)
        for start, end in draft.informal
        if not any(low <= start and end <= high for low, high in anybody)
    ]


def other_address(situation: Situation) -> Iterator[Hit]:
    """A form of address that neither the house nor the customer uses, at its first place."""
    draft = situation.draft
    wanted = _wanted(situation)
    informal = _to_the_customer(draft)
    if wanted == "u" and informal and not draft.formal:
        yield _other_form(draft, informal[0], "formal")
    if wanted == "je" and draft.formal and not informal:
        yield _other_form(draft, draft.formal[0], "informal")


def greeting_clashes(situation: Situation) -> Iterator[Hit]:
    """A stiff greeting above a familiar reply, or the other way round."""
    draft, words = situation.draft, situation.draft.words_of
    stiff = words.stiff_greeting.match(draft.text)
    loose = words.loose_greeting.match(draft.text)
    if stiff and _to_the_customer(draft):
        yield stiff.span(1), _like(stiff[1], words.plain_greeting)
    elif loose and draft.formal:
        yield loose.span(1), _like(loose[1], words.plain_greeting)


def _wanted(situation: Situation) -> str:
    """What this reply should say; "" if either will do."""
    if situation.address in ("u", "je"):
        return situation.address
    is_formal = situation.customer_is_formal
    if is_formal:
        return "u"
    calm = situation.customer.anger < CALM
    return "je" if situation.address == "mirror" and is_formal is False and calm else ""


def _other_form(draft: Draft, span: Span, wanted: str) -> Hit:
    """The word in the other form, with the verb beside it; no rewrite where it is not certain."""
    words = whole_words(draft.language)
    for pattern, new in words.changes(f"to_{wanted}"):
        start = max(0, span[0] - MOST_BEFORE)
        for match in pattern.finditer(draft.text, start, len(draft.text)):
            if match.start() <= span[0] and span[1] <= match.end():
                return match.span(), _like(match[0], match.expandf(new))
            if match.start() > span[0]:
                break
    return span, None


MOST_BEFORE = 16
"""The longest verb that may stand before je: “ontvangt u”."""


def _like(old: str, new: str) -> str:
    return new[:1].upper() + new[1:] if old[:1].isupper() else new
