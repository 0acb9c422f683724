"""What mail programs and people write around a message, in all languages there is a file for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

_DATA = files("gehoord.channels.email.trimming")
NOTHING = r"(?!)"


@cache
def languages() -> tuple[dict[str, Any], ...]:
    """The settings of every language, in the order of their names."""
    folder = sorted(_DATA.joinpath("languages").iterdir(), key=lambda each: each.name)
    return tuple(
        tomllib.loads(each.read_text("utf-8")) for each in folder if each.name.endswith(".toml")
    )


@cache
def clients() -> dict[str, Any]:
    """What is the same in every language."""
    return tomllib.loads(_DATA.joinpath("clients.toml").read_text("utf-8"))


def words(section: str, name: str) -> list[str]:
    """The entries of a list in all languages, the longest first, each once."""
    found = [entry for language in languages() for entry in language[section].get(name, ())]
    found += clients().get(section, {}).get(name, ())
    return sorted(dict.fromkeys(found), key=lambda entry: (-len(entry), entry))


def either(entries: Iterable[str]) -> str:
    """An expression for one of the entries."""
    return "(?:" + ("|".join(entries) or NOTHING) + ")"


@cache
def one_of(section: str, *names: str) -> re.Pattern[str]:
    """An entry of these lists as a word of its own."""
    entries = [entry for name in names for entry in words(section, name)]
    return re.compile(rf"(?<!\w){either(entries)}(?!\w)", re.IGNORECASE)


@cache
def plain(section: str, *names: str) -> frozenset[str]:
    """The entries of lists of plain words, in small letters."""
    return frozenset(entry.casefold() for name in names for entry in words(section, name))
