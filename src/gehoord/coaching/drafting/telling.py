"""What the model is told of a conversation: masked, short, and apart from what it has to do."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from gehoord import tone
from gehoord.coaching.address import says_u
from gehoord.coaching.drafting.masks import Masks, People
from gehoord.coaching.drafting.wording import LANGUAGES

Thread = Sequence[tuple[Literal["customer", "agent"], str]]
MOST_MESSAGES = 20
MOST_SENT = 12_000
"""Characters of the conversation; the oldest messages are left out first."""
LONGEST_MESSAGE = 4_000
MOST_WORDS_OF_HOUSE = 30
SPEAKERS = {
    "nl": {"customer": "klant", "agent": "medewerker"},
    "en": {"customer": "customer", "agent": "agent"},
}
KEYS = {
    "nl": ("gesprek", "van", "tekst", "fase", "kanaal", "klant", "medewerker", "bedrijf",
           "problemen"),
    "en": ("conversation", "from", "text", "stage", "channel", "customer", "agent", "company",
           "problems"),
}  # fmt: skip


@dataclass(frozen=True)
class Assignment:
    """What a proposal is made of. `thread` is oldest first; `problems` are in our own words."""

    thread: Thread
    people: People
    stage: str = ""
    channel: str = ""
    company: str = ""
    problems: tuple[str, ...] = ()
    language: str = ""
    style: tone.Style = field(default_factory=tone.Style)

    @property
    def spoken(self) -> str:
        """The language to write in: the customer's if we have words for it, else Dutch."""
        return self.language if self.language in LANGUAGES else LANGUAGES[0]


@dataclass(frozen=True)
class Told:
    """What leaves the machine: `system` is ours, `words` holds the customer's."""

    system: str
    words: str
    known: tuple[str, ...]
    """Every text in which something the model may repeat can stand."""


def told(assignment: Assignment, masks: Masks) -> Told:
    """The question for the model, without anything that says who somebody is."""
    language = assignment.spoken
    talk, who, what, stage, channel, customer, agent, company, problems = KEYS[language]
    thread = [
        {who: SPEAKERS[language][by], what: masks.hide(text)}
        for by, text in _recent(assignment.thread)
    ]
    named = [masks.hide(each) for each in assignment.problems]
    facts: dict[str, Any] = {
        stage: _prompt()[language]["stages"].get(assignment.stage, ""),
        channel: assignment.channel,
        customer: masks.customer,
        agent: masks.agent,
        company: assignment.company,
        problems: named,
    }
    words = {name: fact for name, fact in facts.items() if fact} | {talk: thread}
    return Told(
        system=_system(assignment),
        words=json.dumps(words, ensure_ascii=False),
        known=(*(each[what] for each in thread), *named, assignment.company),
    )


def _recent(thread: Thread) -> list[tuple[str, str]]:
    """The last messages, as many as fit; of a very long one the beginning and the end."""
    kept: list[tuple[str, str]] = []
    room = MOST_SENT
    for by, text in reversed(thread[-MOST_MESSAGES:]):
        half = LONGEST_MESSAGE // 2
        fits = text if len(text) <= LONGEST_MESSAGE else f"{text[:half]}\n…\n{text[-half:]}"
        room -= len(fits)
        if kept and room < 0:
            break
        kept.append((by, fits))
    return kept[::-1]


def _system(assignment: Assignment) -> str:
    words = _prompt()[assignment.spoken]
    is_formal = says_u(address=assignment.style.address, thread=assignment.thread)
    house = list(_words_of_house(assignment.style, words))
    system: str = words["system"]
    return (
        system.replace("ADRESSERING", words["formal" if is_formal else "informal"])
        .replace("HUISSTIJL", "\n".join([words["house"], *house]) if house else "")
        .strip()
    )


def _words_of_house(style: tone.Style, words: dict[str, Any]) -> Iterator[str]:
    """What the house would rather not read, and what instead."""
    for rule in style.own[:MOST_WORDS_OF_HOUSE]:
        avoid = " / ".join(rule.phrases)
        if rule.rewrite:
            yield f"  - {words['better'].format(avoid=avoid, better=rule.rewrite)}"
        else:
            yield f"  - {words['instead'].format(avoid=avoid)}: {rule.advice}"


@cache
def _prompt() -> dict[str, Any]:
    return tomllib.loads(
        files("gehoord.coaching.drafting").joinpath("prompt.toml").read_text("utf-8")
    )
