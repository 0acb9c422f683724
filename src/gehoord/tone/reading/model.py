"""What comes back from reading one message."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the message, in code points of the text as it was given."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that say something, which label they speak for and which rule found them."""

    start: int
    end: int
    label: str
    rule: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something in the message that can be looked up, counted or kept: an amount, a promise.

    `kind` and `value` are those of the table in facts/README.md; `value` is "" where the words
    alone do not make it certain.
    """

    kind: str
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How one customer message reads: a hypothesis with the words that say so.

    `anger` is 0 to 4 and `anger_score` 0 to 1; the other labels are those of the README. With
    `is_read` false the message is in a language that nobody here reads: nothing is known of it.
    """

    lang: str
    anger: int = 0
    anger_score: float = 0.0
    emotion: str = "neutral"
    abuse: str = "none"
    abuse_categories: tuple[str, ...] = ()
    target: str = "none"
    intent: str = "none"
    crisis: bool = False
    next_step: str = "answer"
    parts: tuple[Span, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[Fact, ...] = ()
    is_read: bool = True
    reader: str = "built-in"
    """Who read it: the engine itself, or another reader such as `endpoint:mymodel`."""
    fallback: str = ""
    """Why another reader that was asked gave no reading, e.g. `time-out`."""

    def as_dict(self) -> dict[str, Any]:
        """The reading as the JSON lines contract writes it, with lists for tuples.

        `reader` and `fallback` are only there if another reader was asked.
        """
        given = asdict(self)
        if self.reader == "built-in" and not self.fallback:
            del given["reader"], given["fallback"]
        return given | {
            "abuse_categories": list(self.abuse_categories),
            "parts": [asdict(part) for part in self.parts],
            "evidence": [asdict(item) for item in self.evidence],
            "facts": [asdict(fact) for fact in self.facts],
        }
