"""The rules that read: what they find, and what finding it means."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import regex

from gehoord.tone.phrases import compile_phrases
from gehoord.tone.reading.anchors import Words, anchors
from gehoord.tone.rulebook import Rule

_SHORTHAND = regex.compile(r"(?<!\(\?)(?<!\(\?P)<([a-z]+)>")

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
    A `weak` rule counts only where something else in the message is a complaint; one of level 1
    then counts less than a complaint itself.
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
    weak: bool = False

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

    def pattern(self, number: int) -> regex.Pattern[str]:
        """Phrase `number`, compiled at the first message that could need it."""
        return _compiled((self.phrases[number],), self.unless_before)

    @cached_property
    def exemption(self) -> regex.Pattern[str] | None:
        """What makes the rule silent in a sentence."""
        return _compiled(_written_out(self.unless, self.id), ()) if self.unless else None

    @cached_property
    def anchors(self) -> tuple[tuple[Words, ...], ...]:
        """For each phrase the groups of words of which one each must be there to match."""
        return tuple(anchors(phrase) for phrase in self.phrases)

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """The phrases with every `<shorthand>` replaced by what it stands for."""
        return _written_out(self.find, self.id)


@cache
def _compiled(phrases: tuple[str, ...], unless_before: tuple[str, ...]) -> regex.Pattern[str]:
    return compile_phrases(phrases, unless_before=unless_before, is_lower_case=True)


def _written_out(phrases: tuple[str, ...], rule_id: str) -> tuple[str, ...]:
    if not any("<" in phrase for phrase in phrases):
        return phrases
    meant = shorthands(rule_id.partition(".")[0])
    return tuple(_SHORTHAND.sub(lambda found: meant[found[1]], phrase) for phrase in phrases)


@cache
def shorthands(language: str) -> dict[str, str]:
    """What stands between < and > in the phrases of a language, from its language.toml."""
    path = files("gehoord.tone.languages") / language / "language.toml"
    words: dict[str, str] = tomllib.loads(path.read_text("utf-8"))["shorthands"]
    return words
