"""Checks that need more than words: the draft against the customer, the thread and the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex
from rapidfuzz.distance import OSA

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.situation import Situation

Hit = tuple[Span, str | None]

_NAME_PART = regex.compile(r"\p{Lu}[\w’'-]{3,}")


def mixed_address(situation: Situation) -> Iterator[Hit]:
    """The form of address that is in the minority, at its first place."""
    formal, informal = situation.draft.formal, situation.draft.informal
    if formal and informal:
        if situation.is_formal:
            yield _other_form(situation.draft, informal[0], "formal")
        else:
            yield _other_form(situation.draft, formal[0], "informal")


def _other_form(draft: Draft, span: Span, wanted: str) -> Hit:
    match = draft.words_of.address(f"to_{wanted}").match(draft.text, span[0])
    if not match:
        return span, None
    who, whose = draft.words_of.forms(wanted)
    new = f"{who} {match['does']}" if match["who"] else whose
    return match.span(), new.capitalize() if match[0][0].isupper() else new


def other_address_than_customer(situation: Situation) -> Iterator[Hit]:
    """An agent's je to a customer who says u."""
    draft = situation.draft
    if draft.informal and not draft.formal:
        customer = Draft(situation.last_heard, draft.language)
        if len(customer.formal) > len(customer.informal):
            yield draft.informal[0], None


def we_without_i(situation: Situation) -> Iterator[Hit]:
    """A reply in which a company writes and nobody in it."""
    draft = situation.draft
    found = list(draft.words_of.we.finditer(draft.text))
    if len(found) >= 3 and not draft.words_of.i.search(draft.text):
        yield found[0].span(), None


def same_as_before(situation: Situation) -> Iterator[Hit]:
    """Sentences of six words and more that an agent has already sent as they are."""
    sent = [turn.text.lower() for turn in situation.thread if turn.by == "agent"]
    for start, end in situation.draft.sentences if sent else ():
        words = situation.draft.text[start:end].lower().rstrip(".!? ")
        if words.count(" ") >= 5 and any(words in text for text in sent):
            yield (start, end), None


def name_too_often(situation: Situation) -> Iterator[Hit]:
    """The third time the customer's name stands in one reply."""
    name = situation.draft.words_of.title.sub("", situation.customer.name.strip())
    if len(name) < 2:
        return
    pattern = rf"(?<!\w){regex.escape(name)}(?!\w)"
    found = [match.span() for match in regex.finditer(pattern, situation.draft.text)]
    if len(found) >= 3:
        yield found[2], None


def name_misspelt(situation: Situation) -> Iterator[Hit]:
    """A name in the salutation that is one or two letters away from the customer's own."""
    greeting = situation.draft.words_of.salutation.match(situation.draft.text)
    own = [part[0] for part in _NAME_PART.finditer(situation.customer.name)]
    if not greeting or not own:
        return
    start, end = greeting.span("naam")
    for part in _NAME_PART.finditer(situation.draft.text, start, end):
        if part[0] in own:
            continue
        near = min(own, key=lambda name: OSA.distance(name, part[0]))
        most = 1 if len(near) < 6 else 2
        if OSA.distance(near, part[0]) <= most:
            yield part.span(), near


CONTEXT: dict[str, Callable[[Situation], Iterator[Hit]]] = {
    "mixed address": mixed_address,
    "other address than customer": other_address_than_customer,
    "we without i": we_without_i,
    "same as before": same_as_before,
    "name too often": name_too_often,
    "name misspelt": name_misspelt,
}
