"""A draft together with everything known about the conversation it belongs to."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Literal

from gehoord.tone.coaching.draft import REMEMBERED, Draft, Span, earlier
from gehoord.tone.coaching.finding import Customer, Turn
from gehoord.tone.coaching.guess import Seen, seen
from gehoord.tone.coaching.rule import CoachRule
from gehoord.tone.coaching.turns import reading_of
from gehoord.tone.reading import Reading

# Anger, and coarse words at things, are nothing to draw a line for.
NO_ABUSE = frozenset({"none", "profanity"})
THREATS = frozenset({"abuse-threat_explicit", "abuse-intimidation"})
CRISIS = frozenset({"crisis"})
# A line belongs to what the customer wrote in the last messages.
LAST = 3
FEWEST_WORDS_OF_A_STORY = 6
LEARNED = ".learned."
TextKind = Literal["reply", "note", "saved"]
# Two words are the same if so many first letters are; shorter words than that say little.
STEM, SHORTEST = 5, 4
_WORD = re.compile(r"[^\W_]+")


@lru_cache(REMEMBERED)
def _stems(text: str, common: frozenset[str]) -> frozenset[str]:
    words = set(_WORD.findall(text.lower())) - common
    return frozenset(word[:STEM] for word in words if len(word) >= SHORTEST or word.isdigit())


def _is_certain(reading: Reading, labels: Collection[str]) -> bool:
    """Whether rules found such danger in a message, not only a learned model."""
    return any(it.label in labels and LEARNED not in it.rule for it in reading.evidence)


@dataclass(frozen=True)
class Situation:
    """What a rule may look at: the draft, the customer, the stage, the thread, the facts."""

    draft: Draft
    channel: str = ""
    customer: Customer = field(default_factory=Customer)
    stage: str = ""
    thread: tuple[Turn, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    text_kind: TextKind = "reply"
    address: str = ""

    @cached_property
    def seen(self) -> Seen | None:
        """What a learned model sees in each sentence of the draft, if the language has one."""
        return seen(self.draft)

    @cached_property
    def noted(self) -> dict[str, Any]:
        """What one check worked out about this situation and others need too, by name."""
        return {}

    def echo(self, span: Span) -> int:
        """How many of the customer's own words the draft says again between two places."""
        common = self.draft.words_of.common
        said = _stems(self.draft.text[slice(*span)], common)
        return len(
            said
            & frozenset[str]().union(
                *(_stems(turn.text, common) for turn in self.thread if turn.by == "customer")
            )
        )

    def has_heard(self, words: str) -> bool:
        """Whether the customer said one of these words himself, or is called so."""
        heard = {word for said in self._heard for word in _WORD.findall(said)}
        return any(word in heard for word in _WORD.findall(words.lower()) if len(word) >= SHORTEST)

    @cached_property
    def _heard(self) -> tuple[str, ...]:
        theirs = (turn.text for turn in self.thread if turn.by == "customer")
        return tuple(text.lower() for text in (self.customer.name, *theirs))

    @cached_property
    def last_heard(self) -> str:
        """The customer's last message, or nothing."""
        return next((turn.text for turn in reversed(self.thread) if turn.by == "customer"), "")

    @cached_property
    def is_first_reply(self) -> bool:
        """Whether no agent has answered yet."""
        return all(turn.by == "customer" for turn in self.thread)

    @cached_property
    def stage_name(self) -> str:
        """The stage in the glossary's English, whichever way it was given."""
        return self.draft.words_of.stage(self.stage.strip().lower())

    @cached_property
    def called(self) -> str:
        """The customer as a greeting says it, empty if only half a name is known."""
        name = self.customer.name.strip()
        if " " not in name:
            return ""
        title = self.draft.words_of.title.match(name)
        return name[: title.end()].lower() + name[title.end() :] if title else name

    @cached_property
    def is_formal(self) -> bool:
        """Whether the reply says u: as the house does, or the draft, earlier replies, the customer.

        Without any of these it is u: nobody minds being treated politely.
        """
        if self.address in ("u", "je"):
            return self.address == "u"
        if self.address == "mirror" and self.customer_is_formal is not None:
            return self.customer_is_formal
        ours = [self._other(turn) for turn in reversed(self.thread) if turn.by == "agent"]
        for draft in (self.draft, *ours):
            if draft.formal or draft.informal:
                return len(draft.formal) >= len(draft.informal)
        return self.customer_is_formal is not False

    @cached_property
    def customer_is_formal(self) -> bool | None:
        """Whether the customer says u to us; None if no message says u or je."""
        for turn in reversed(self.thread):
            if turn.by == "customer":
                heard = self._other(turn)
                if heard.formal or heard.informal:
                    return len(heard.formal) >= len(heard.informal)
        return None

    def _other(self, turn: Turn) -> Draft:
        return earlier(turn.text, self.draft.language)

    def suits(self, rule: CoachRule) -> bool:
        """Whether mood, stage and channel are the rule's; anger and emotion are each enough."""
        when = rule.when
        if not when:
            return True
        return (
            self._mood_suits(rule)
            and ("stages" not in when or self.stage_name in when["stages"])
            and ("channels" not in when or self.channel in when["channels"])
            and ("first_reply" not in when or self.is_first_reply is when["first_reply"])
        )

    def bears_out(self, rule: CoachRule) -> bool:
        """Whether what the customer said and what we know hold too; slower, so asked last."""
        return self._thread_suits(rule) and self._reading_suits(rule) and self._facts_suit(rule)

    def _reading_suits(self, rule: CoachRule) -> bool:
        """Whether the last messages read as the rule supposes: insults, a threat, a crisis."""
        when = rule.when
        heard = [self._is_abuse(reading) for reading in self.last_readings]
        if "abused" in when and (not heard or any(heard) is not when["abused"]):
            return False
        if "no_limit_needed" in when and any(heard):
            return False
        last = self.last_readings[:1]
        if "threatened" in when and not any(_is_certain(it, THREATS) for it in last):
            return False
        if "intents" in when and not self._wants_one_of(when["intents"]):
            return False
        return "in_crisis" not in when or any(_is_certain(it, CRISIS) for it in last)

    def _wants_one_of(self, intents: Collection[str]) -> bool:
        """Whether the last message reads so; “Ja.” says nothing of what somebody wants."""
        is_told = len(self.last_heard.split()) >= FEWEST_WORDS_OF_A_STORY
        return is_told and any(it.intent in intents for it in self.last_readings[:1])

    @staticmethod
    def _is_abuse(reading: Reading) -> bool:
        return reading.abuse not in NO_ABUSE

    @cached_property
    def last_readings(self) -> tuple[Reading, ...]:
        """How the customer's last messages read, the newest first."""
        found: list[Reading] = []
        for at in range(len(self.thread) - 1, -1, -1):
            if self.thread[at].by == "customer" and len(found) < LAST:
                before = self.thread[at - 1].text if at else ""
                found.append(reading_of(self.thread[at].text, before, self.draft.language))
        return tuple(found)

    def _thread_suits(self, rule: CoachRule) -> bool:
        if rule.heard_pattern and not rule.heard_pattern.search(self.last_heard):
            return False
        return not (rule.not_heard_pattern and rule.not_heard_pattern.search(self.last_heard))

    def _facts_suit(self, rule: CoachRule) -> bool:
        when = rule.when
        for name, values in when.get("fact", {}).items():
            if self.facts.get(name, "").strip().lower() not in values:
                return False
        if "known" not in when and "said_before" not in when:
            return True
        names = " ".join(name.lower() for name, fact in self.facts.items() if fact)
        if any(part in names for part in when.get("known", ())):
            return True
        said = rule.said_before_pattern
        return bool(said and any(t.by == "customer" and said.search(t.text) for t in self.thread))

    def _mood_suits(self, rule: CoachRule) -> bool:
        if "min_anger" not in rule.when and "emotions" not in rule.when:
            return True
        angry = self.customer.anger >= rule.when.get("min_anger", 5)
        return angry or self.customer.emotion in rule.when.get("emotions", ())
