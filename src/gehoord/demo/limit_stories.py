"""Stories about the house rules, help and safety, as data: who did what, one line per step.

`k+3m: …` is the customer, three minutes later; `w noor: …` is Noor. Other lines are steps of people:
`B2: …` confirms a level with the literal words, `warn:` and `end:` set a limit, `stop:` ends
without a ground, `flag noor: …`
proposes one. `||` stands between the parts of a line.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from gehoord.demo.cast import Person
from gehoord.demo.stories import UNITS, StoryIsWrong, time_in

FOLDER = Path(__file__).parent / "limit_stories"
HOUSE = "house.toml"
LINE = re.compile(
    r"(?P<does>\w+)(?: (?P<who>\w+))?(?:\+(?P<number>\d+)(?P<unit>[mud]))?:(?: (?P<words>.+))?"
)
SOON = timedelta(minutes=2)
"""Between two lines of a talk; a step that says nothing else is taken at once."""


class Does(StrEnum):
    """What happens in a line, by the word it begins with."""

    WRITES = "k"
    ANSWERS = "w"
    NOTES = "n"
    MOVES = "team"
    SOLVES = "solve"
    PERSONAL = "B2"
    SERIOUS = "B3"
    DANGER = "B4"
    WARNS = "warn"
    ENDS = "end"
    STOPS = "stop"
    FLAG = "flag"
    ARRANGEMENT = "arrangement"
    BLOCK = "block"
    HEARS = "hear"
    TELLS_PRIVACY = "privacy"
    APPROVES = "yes"
    TELLS = "tell"
    APPEALS = "appeal"
    SAFETY_STEP = "step"
    REPORTS = "police"
    EFFECT = "effect"
    EVIDENCE = "evidence"
    CARES = "care"
    CARE_STEPS = "did"
    ASKS_HELP = "help"
    READS_ALONG = "join"


TALK = frozenset({Does.WRITES, Does.ANSWERS, Does.NOTES})


@dataclass(frozen=True)
class Step:
    """One line. `who` is the beginning of a colleague's address; `wait` the time since the line before."""

    does: Does
    who: str
    wait: timedelta
    words: tuple[str, ...]

    @property
    def is_talk(self) -> bool:
        """Whether somebody only says something."""
        return self.does in TALK

    @property
    def text(self) -> str:
        """The first part of its words."""
        return self.words[0] if self.words else ""


@dataclass(frozen=True)
class LimitStory:
    """One customer's story. `ago` is how long its last line lies in the past."""

    key: str
    person: Person
    agent: str
    title: str
    ago: timedelta
    steps: tuple[Step, ...]
    terms: dict[str, Any] = field(default_factory=dict)
    """What an arrangement asks, as `Measure.terms` has it; `contact` is a colleague."""
    less_severe: str = ""


@lru_cache(maxsize=1)
def all_limit_stories() -> tuple[LimitStory, ...]:
    """Every story about limits, in the order of their files.

    Raises StoryIsWrong if one cannot be read.
    """
    return tuple(
        _story(table)
        for path in sorted(FOLDER.glob("*.toml"))
        if path.name != HOUSE
        for table in tomllib.loads(path.read_text("utf-8"))["stories"]
    )


def the_house() -> dict[str, Any]:
    """The house rules, the roster and the calls for help that are over, as house.toml has them."""
    return tomllib.loads((FOLDER / HOUSE).read_text("utf-8"))


def _story(table: dict[str, Any]) -> LimitStory:
    lines = [line.strip() for line in table["talk"].strip().splitlines() if line.strip()]
    return LimitStory(
        key=table["key"],
        person=Person(table["customer"], table["spoken_to"], table["company"]),
        agent=table["agent"],
        title=table["title"],
        ago=time_in(table["ago"]),
        steps=tuple(_step(line, table["key"], table["agent"]) for line in lines),
        terms=table.get("terms", {}),
        less_severe=table.get("less_severe", ""),
    )


def _step(line: str, key: str, agent: str) -> Step:
    found = LINE.fullmatch(line)
    if found is None or found["does"] not in set(Does):
        raise StoryIsWrong(f"{key}: {line}")
    does = Does(found["does"])
    wait = SOON if does in TALK else timedelta()
    if found["unit"]:
        wait = timedelta(**{UNITS[found["unit"]]: int(found["number"])})
    words = tuple(part.strip() for part in (found["words"] or "").split("||") if part.strip())
    return Step(does, found["who"] or agent, wait, words)
