"""What a customer needs, and what a reply does to it: “what if I send this?”, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gehoord.tone.coaching.advice import coach
from gehoord.tone.coaching.draft import Draft, Span, earlier
from gehoord.tone.coaching.finding import Customer, Finding, Turn
from gehoord.tone.coaching.turns import Heard, language_for, open_turns, reading_of
from gehoord.tone.coaching.whole.body import message_end
from gehoord.tone.coaching.whole.words import WholeWords, whole_words

NeedName = Literal["acknowledgement", "certainty", "money", "time", "safety", "respect", "autonomy"]
NeedState = Literal["hurt", "missing", "met"]

NEEDS: tuple[NeedName, ...] = (
    "safety", "acknowledgement", "respect", "certainty", "money", "time", "autonomy",
)  # fmt: skip
STATES: tuple[NeedState, ...] = ("hurt", "missing", "met")
FELT = frozenset(("anger", "disappointment", "sadness", "fear", "powerlessness"))
ALL_FINDINGS = 100


@dataclass(frozen=True)
class Need:
    """A need of the customer, and whether the reply meets it, says nothing of it or hurts it.

    `draft[start:end]` are the words that say so; both are 0 where nothing says it.
    """

    name: NeedName
    state: NeedState
    start: int = 0
    end: int = 0


def needs(
    draft: str,
    *,
    customer: Customer | None = None,
    thread: Sequence[Turn] = (),
    stage: str = "",
    facts: Mapping[str, str] | None = None,
    lang: str = "",
) -> tuple[Need, ...]:
    """The needs that this customer shows, and what the reply does to each: hurt ones first.

    A need that the reply hurts is told even if the customer showed nothing of it.
    """
    language = language_for(draft, thread, lang)
    written = Draft(draft, language)
    who = customer or Customer()
    hurt = _hurt(
        coach(draft, customer=who, thread=thread, stage=stage, facts=facts, lang=language,
              most=ALL_FINDINGS),
        whole_words(language),
    )  # fmt: skip
    found = [
        _need(name, written, hurt.get(name))
        for name in NEEDS
        if name in hurt or _is_shown(name, who, thread, language)
    ]
    return tuple(sorted(found, key=lambda need: STATES.index(need.state)))


def _need(name: NeedName, draft: Draft, hurt: Span | None) -> Need:
    if hurt:
        return Need(name, "hurt", *hurt)
    met = _met(name, draft)
    return Need(name, "met", *met) if met else Need(name, "missing")


def _hurt(findings: Sequence[Finding], words: WholeWords) -> dict[NeedName, Span]:
    """Per need the first words that hurt it; a tip hurts nobody."""
    found: dict[NeedName, Span] = {}
    for name in NEEDS:
        codes = tuple(words.section("needs").get(name, {}).get("hurt", ()))
        for finding in findings:
            code = finding.rule.removeprefix(f"{words.language}-")
            if finding.level != "tip" and codes and code.startswith(codes):
                found[name] = (finding.start, finding.end)
                break
    return found


def _met(name: NeedName, draft: Draft) -> Span | None:
    """The first words in the body that meet a need, not in a quotation."""
    pattern = whole_words(draft.language).need(name, "met")
    for match in pattern.finditer(draft.text, draft.body_start, message_end(draft)):
        if match[0].strip() and not draft.is_quoted(match.span()):
            return match.span()
    return None


def _is_shown(name: NeedName, customer: Customer, thread: Sequence[Turn], language: str) -> bool:
    """Whether the customer's open messages, or their mood, speak of a need."""
    if name == "acknowledgement" and (customer.anger >= 1 or customer.emotion in FELT):
        return True
    heard, _ = open_turns(thread)
    return any(_speaks_of(name, one, thread, language) for one in heard)


def _speaks_of(name: NeedName, one: Heard, thread: Sequence[Turn], language: str) -> bool:
    words = whole_words(language)
    reading = reading_of(one.text, thread[one.number - 1].text if one.number else "", language)
    if name == "acknowledgement" and reading.anger >= 1:
        return True
    kinds = words.section("needs").get(name, {}).get("facts", ())
    if any(fact.kind in kinds for fact in reading.facts):
        return True
    message = earlier(one.text, language)
    return words.need(name, "shown").search(message.text) is not None
