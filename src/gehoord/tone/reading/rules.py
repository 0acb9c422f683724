"""The rules that read: what they find, and what finding it means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import regex

from gehoord.tone.phrases import compile_phrases
from gehoord.tone.reading.anchors import anchor
from gehoord.tone.rulebook import Rule

CATEGORIES = (
    "profanity", "insult", "discrimination", "sexual",
    "intimidation", "threat_veiled", "threat_explicit",
)  # fmt: skip
EMOTIONS = (
    "anger", "disappointment", "sadness", "fear", "powerlessness", "confusion", "gratitude",
)  # fmt: skip
TARGETS = ("self", "situation", "product", "company", "agent", "third_party")
SIGNALS = (
    "ultimatum", "history", "sarcasm", "wants_lead", "complaint_route", "gave_up", "resolved",
    "fault", "protected", "problem", "vent", "crisis", "reported",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReadingRule(Rule):
    """One habit of angry, sad or threatening writers, in phrases a person can read.

    `find` holds the phrases, `unless` phrases that in the same sentence make it mean nothing.
    `level` is the anger that these words alone prove; `category` a kind of abuse, or `crisis`.
    """

    find: tuple[str, ...]
    unless: tuple[str, ...] = ()
    unless_before: tuple[str, ...] = ()
    level: int = 0
    emotion: str = ""
    target: str = ""
    category: str = ""
    signal: str = ""
    negatable: bool = False

    def __post_init__(self) -> None:
        if self.category and self.category not in (*CATEGORIES, "crisis"):
            raise ValueError(f"there is no category {self.category}")
        if self.emotion and self.emotion not in EMOTIONS:
            raise ValueError(f"there is no emotion {self.emotion}")
        if self.signal and self.signal not in SIGNALS:
            raise ValueError(f"there is no signal {self.signal}")
        if self.target and self.target not in TARGETS:
            raise ValueError(f"there is no target {self.target}")
        if not all(self.anchors):
            raise ValueError("every phrase needs one whole word that is always there")

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """Compiled at the first message that could need it, so that starting stays quick."""
        return compile_phrases(self.find, unless_before=self.unless_before)

    @cached_property
    def exemption(self) -> regex.Pattern[str] | None:
        """What makes the rule silent in a sentence."""
        return compile_phrases(self.unless) if self.unless else None

    @cached_property
    def anchors(self) -> tuple[tuple[str, ...], ...]:
        """For each phrase the words of which one must be in a text before it can match."""
        return tuple(anchor(phrase) for phrase in self.find)
