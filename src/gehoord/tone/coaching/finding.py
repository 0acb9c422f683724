"""What the coach is told and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

Level = Literal["stop", "let op", "tip"]
LEVELS: tuple[Level, ...] = ("stop", "let op", "tip")

BLANK = regex.compile(r"\[[^\[\]\n]{1,60}\]")
"""A visible blank in a rewrite, such as `[dag en tijd]`: something only the agent can fill in."""


@dataclass(frozen=True)
class Customer:
    """Who reads the reply: the name, and the anger (0-4) and emotion as the reading found them."""

    name: str = ""
    anger: int = 0
    emotion: str = "neutral"


@dataclass(frozen=True)
class Turn:
    """One message earlier in the conversation."""

    by: Literal["customer", "agent"]
    text: str


@dataclass(frozen=True)
class Finding:
    """Words in a draft that deserve a second look, with one sentence of advice to the agent.

    `draft[start:end]` are the words. `rewrite` is exactly what would stand there instead; it is
    None when nobody can say it better without knowing more.
    """

    rule: str
    level: Level
    start: int
    end: int
    advice: str
    rewrite: str | None = None
