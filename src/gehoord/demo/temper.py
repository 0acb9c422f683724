"""How a played customer takes an agent's words: calmer, angrier, or asked for something."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "live"
REACTIONS = FOLDER / "reactions.toml"
CALM, RAGE = 0, 4


@dataclass(frozen=True)
class LiveStory:
    """Somebody with a problem: what he opens with, answers, and says at each level of anger."""

    key: str
    title: str
    site: str
    anger: int
    opening: tuple[str, ...]
    answers: tuple[str, ...]
    says: dict[int, tuple[str, ...]]
    waiting: tuple[str, ...]
    thanks: str


@dataclass(frozen=True)
class Reactions:
    """Words of an agent, as patterns over small letters."""

    angrier: re.Pattern[str]
    calmer: re.Pattern[str]
    plan: re.Pattern[str]

    def step(self, reply: str) -> int:
        """How many levels of anger these words cost (+1) or earn (-1 or -2)."""
        words = reply.lower()
        if self.angrier.search(words):
            return 1
        is_calmer, is_plan = self.calmer.search(words), self.plan.search(words)
        return -(bool(is_calmer) + bool(is_plan))


@lru_cache(maxsize=1)
def reactions() -> Reactions:
    """What makes any customer angrier or calmer."""
    content = tomllib.loads(REACTIONS.read_text("utf-8"))
    return Reactions(**{name: re.compile("|".join(words)) for name, words in content.items()})


@lru_cache(maxsize=1)
def live_stories() -> dict[str, LiveStory]:
    """Every story that can be played live, by its key."""
    paths = sorted(path for path in FOLDER.glob("*.toml") if path != REACTIONS)
    found = [
        _story(path.stem.partition("-")[2], tomllib.loads(path.read_text("utf-8")))
        for path in paths
    ]
    return {story.key: story for story in found}


def _story(key: str, table: dict[str, Any]) -> LiveStory:
    return LiveStory(
        key=key,
        title=table["title"],
        site=table["site"],
        anger=table["anger"],
        opening=tuple(table["opening"]),
        answers=tuple(table["answers"]),
        says={int(level): tuple(words) for level, words in table["says"].items()},
        waiting=tuple(table["waiting"]),
        thanks=table["thanks"],
    )


class Temper:
    """The customer while the conversation goes on. Knows nothing of clocks or servers."""

    def __init__(self, story: LiveStory) -> None:
        self.story = story
        self.anger = story.anger
        self._answers = list(story.answers)
        self._said: dict[int, int] = {}
        self._waited = 0

    @property
    def is_done(self) -> bool:
        """Whether the customer has nothing more to ask."""
        return self.anger <= CALM

    def react(self, reply: str) -> str:
        """What the customer says to this reply; the anger changes with it."""
        self._waited = 0
        step = reactions().step(reply)
        self.anger = min(RAGE, max(CALM, self.anger + step))
        if self.is_done:
            return self.story.thanks
        if step <= 0 and "?" in reply and self._answers:
            return self._answers.pop(0)
        return self._words(self.anger)

    def wait(self) -> str | None:
        """What the customer says when nobody answers; None when he only waits."""
        if self._waited >= len(self.story.waiting):
            return None
        self._waited += 1
        self.anger = min(RAGE, self.anger + (self._waited > 1))
        return self.story.waiting[self._waited - 1]

    def _words(self, level: int) -> str:
        words = self.story.says[level]
        number = self._said.get(level, 0)
        self._said[level] = number + 1
        return words[number % len(words)]
