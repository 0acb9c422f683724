"""How each language says whose words follow: its verbs, its dates and the words between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from gehoord.channels.email.trimming.languages import either, languages, words


@dataclass(frozen=True)
class Manner:
    """How one language says it."""

    opening: re.Pattern[str]
    verb: re.Pattern[str]
    quoting: re.Pattern[str]
    glue: frozenset[str]
    pronouns: frozenset[str]
    particles: frozenset[str]


@cache
def manners() -> tuple[Manner, ...]:
    """The manner of every language there is a file for."""
    return tuple(_manner(language["attribution"]) for language in languages())


def _manner(data: dict[str, Any]) -> Manner:
    clock = frozenset(re.sub(r"\W", "", each) for each in words("attribution", "clock"))
    opener = either(data["openers"])
    month = either(words("attribution", "months"))
    weekday = either(words("attribution", "weekdays"))
    between = either(("the", "le", "de", "den", "dated", "daté", "gedateerd", "vom", "du"))
    said = sorted((*data["verbs"], *data["tails"]), key=len, reverse=True)
    return Manner(
        opening=re.compile(
            rf"{opener}[\s,]+(?:{between}\s)?(?:{weekday}\b[.,]{{0,2}}\s*)?(?:{between}\s)?(?:\d|{month}\b)",
            re.IGNORECASE,
        ),
        verb=re.compile(rf"(?<![\w@.]){either(said)}(?![\w@])", re.IGNORECASE),
        quoting=re.compile(rf"{either(data['quoting'])}\s", re.IGNORECASE),
        glue=clock | frozenset((*data["glue"], *data["openers"])),
        pronouns=frozenset(data["pronouns"]),
        particles=frozenset(data["particles"]),
    )


@cache
def day_and_month() -> re.Pattern[str]:
    """A day and a month in words: 3 juni, June 3."""
    month = either(words("attribution", "months"))
    day = r"\d{1,2}(?:st|nd|rd|th|er|e)?"
    return re.compile(
        rf"(?<!\d){day}[.,]?\s?(?:de\s|of\s)?-?{month}\b|\b{month}\.?\s{day}\b", re.IGNORECASE
    )


@cache
def weekday_before_date() -> re.Pattern[str]:
    """A day of the week before a date; Sam alone is a name."""
    month, weekday = (either(words("attribution", name)) for name in ("months", "weekdays"))
    return re.compile(
        rf"\b{weekday}\b[.,]{{0,2}}\s?(?=(?:the\s|le\s|de\s|den\s)?(?:\d|{month}\b))", re.IGNORECASE
    )
