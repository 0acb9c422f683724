"""Try a house style: on a sentence, and on a reply that was sent. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gehoord import tone
from gehoord.coaching.style.catalogue import languages
from gehoord.coaching.style.layers import OwnRule
from gehoord.coaching.style.own import as_engine_rule
from gehoord.tone.coaching.advice import language_of_draft
from gehoord.tone.coaching.advice import rules as rules_of
from gehoord.tone.coaching.checks import hits
from gehoord.tone.coaching.draft import Draft
from gehoord.tone.coaching.rule import CoachRule
from gehoord.tone.coaching.situation import Situation

MOST_MARKS = 30
LONGEST = 10_000
"""Characters of a sentence to try; longer than any reply."""


@dataclass(frozen=True)
class Tried:
    """What the coach marks in a text that somebody tries."""

    rule: str
    level: str
    start: int
    end: int
    advice: str
    rewrite: str | None


@dataclass(frozen=True, kw_only=True)
class SentReply:
    """A reply with what came before it, as far as that is still known."""

    text: str
    channel: str = ""
    customer_name: str = ""
    anger: int = 0
    emotion: str = "neutral"
    thread: Sequence[tuple[str, str]] = ()
    """(`customer` or `agent`, text), oldest first."""


def marks_of(text: str, *, style: tone.Style, channel: str = "", anger: int = 0) -> list[Tried]:
    """Everything the coach would mark in a text, by place; agents see the best three."""
    customer = tone.Customer(anger=anger)
    found = tone.coach(text, channel=channel, customer=customer, style=style, most=MOST_MARKS)
    return [
        Tried(each.rule, each.level, each.start, each.end, each.advice, each.rewrite)
        for each in sorted(found, key=lambda each: (each.start, each.end))
    ]


def needs_thread(rule: OwnRule | str) -> bool:
    """Whether a rule looks at more than the reply itself."""
    return isinstance(rule, str) and any(
        each.when or each.kind == "context"
        for language in languages()
        for each in rules_of(language)
        if each.code == rule
    )


def first_place(rule: OwnRule | str, reply: SentReply) -> tuple[int, int] | None:
    """Where a rule of the house, or a delivered one by its code, fires first in a reply."""
    language = language_of_draft(reply.text)
    situation = Situation(
        draft=Draft(reply.text, language),
        channel=reply.channel,
        customer=tone.Customer(reply.customer_name, reply.anger, reply.emotion),
        thread=tuple(
            tone.Turn("customer" if by == "customer" else "agent", text)
            for by, text in reply.thread
        ),
    )
    places = [span for each in _ways(rule, language) for span, _better in hits(each, situation)]
    return min(places, default=None)


def _ways(rule: OwnRule | str, language: str) -> list[CoachRule]:
    if isinstance(rule, OwnRule):
        return [as_engine_rule(rule)]
    return [each for each in rules_of(language) if each.code == rule and "reply" in each.texts]
