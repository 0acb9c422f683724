"""Conversations written by hand, as data: who says what, and how long it takes.

A story is a TOML table with a `talk` of one line per turn: `k: …` is the customer, `w: …` is us.
`k[foto]+3d: …` comes three days later with a photo; `w@plan: …` ends in the stage of steps.
`||` stands between ways to say the same, so that two cases of one story do not look copied.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from gehoord.cases.stages import Stage

FOLDER = Path(__file__).parent / "stories"
LINE = re.compile(
    r"(?P<who>k|w|n|p|team|d)(?:\[(?P<file>foto|pdf)\])?(?:@(?P<stage>\w+))?"
    r"(?:\+(?P<number>\d+)(?P<unit>[mud]))?: (?P<words>.+)"
)
UNITS = {"m": "minutes", "u": "hours", "d": "days"}
LENGTH = re.compile(r"(\d+)([dum])")


class Who(StrEnum):
    """Whose turn a line is, by the word before its colon."""

    CUSTOMER = "k"
    AGENT = "w"
    NOTE = "n"
    PART = "p"
    TEAM = "team"
    DRAFT = "d"


@dataclass(frozen=True)
class Turn:
    """One line of a story. `wait` is the time since the line before, if the story says so."""

    who: Who
    words: tuple[str, ...]
    stage: Stage | None
    wait: timedelta | None
    file: str


@dataclass(frozen=True)
class Story:
    """One conversation from first word to last; a case may stop halfway.

    `times` is how often it may be used: once per opening. `stops` and `things` name the only ends
    and products that fit, if not all do.
    """

    key: str
    company: str
    title: str
    turns: tuple[Turn, ...]
    times: int
    stops: tuple[str, ...]
    things: tuple[str, ...]


class StoryIsWrong(ValueError):
    """A story that cannot be read; the message says which line."""


def time_in(words: str) -> timedelta:
    """A length of time as the data say it: `2d 1u`."""
    return timedelta(**{UNITS[unit]: int(number) for number, unit in LENGTH.findall(words)})


@lru_cache(maxsize=1)
def all_stories() -> tuple[Story, ...]:
    """Every story of the demonstration, in the order of their files.

    Raises StoryIsWrong if one cannot be read.
    """
    found: list[Story] = []
    for path in sorted(FOLDER.glob("*.toml")):
        content = tomllib.loads(path.read_text("utf-8"))
        found += [_story(table, company=content["company"]) for table in content["stories"]]
    return tuple(found)


def _story(table: dict[str, Any], *, company: str) -> Story:
    lines = [line for line in table["talk"].strip().splitlines() if line.strip()]
    turns = tuple(_turn(line, table["key"]) for line in lines)
    return Story(
        key=table["key"],
        company=company,
        title=table["title"],
        turns=turns,
        times=table.get("times", len(turns[0].words)),
        stops=tuple(table.get("stops", ())),
        things=tuple(table.get("things", ())),
    )


def _turn(line: str, key: str) -> Turn:
    found = LINE.fullmatch(line.strip())
    if found is None:
        raise StoryIsWrong(f"{key}: {line}")
    wait = timedelta(**{UNITS[found["unit"]]: int(found["number"])}) if found["unit"] else None
    return Turn(
        who=Who(found["who"]),
        words=tuple(way.strip() for way in found["words"].split("||")),
        stage=Stage(found["stage"]) if found["stage"] else None,
        wait=wait,
        file=found["file"] or "",
    )
