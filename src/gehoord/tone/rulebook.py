"""Load rules from TOML and refuse any that do not explain and prove themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar


class BadRule(ValueError):
    """A rule file that cannot be used; the message names the file and the rule."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every rule has, whatever it looks for.

    `flagged` are at least two sentences with the words that must be found between « and »;
    `clean` at least one in which nothing may be found. A rule's examples are its tests.
    """

    id: str
    why: str
    flagged: tuple[str, ...]
    clean: tuple[str, ...]
    source: str = ""


RuleT = TypeVar("RuleT", bound=Rule)


def load(language: str, kind: str, rule_type: type[RuleT]) -> tuple[RuleT, ...]:
    """All rules of one kind (`coach`, `anger`, `abuse`) for one language, by file name.

    Raises BadRule if a rule has an unknown key, too few examples or an id used before.
    """
    folder = files("gehoord.tone.languages") / language / kind
    found = [
        rule
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".toml")
        for rule in read(path, rule_type)
    ]
    ids = [rule.id for rule in found]
    if repeated := {i for i in ids if ids.count(i) > 1}:
        raise BadRule(f"{language}/{kind}: these ids occur twice: {sorted(repeated)}")
    return tuple(found)


def read(path: Traversable, rule_type: type[RuleT]) -> Iterator[RuleT]:
    """The rules in one file."""
    known = {field.name for field in fields(rule_type) if field.init}
    for raw in tomllib.loads(path.read_text("utf-8")).get("rule", []):
        where = f"{path.name}: {raw.get('id', 'a rule without id')}"
        if unknown := raw.keys() - known:
            raise BadRule(f"{where} has unknown keys {sorted(unknown)}")
        if len(raw.get("flagged", ())) < 2 or not raw.get("clean"):
            raise BadRule(f"{where} needs two flagged examples and a clean one")
        try:
            yield rule_type(**{key: _frozen(value) for key, value in raw.items()})
        except (TypeError, ValueError) as error:
            raise BadRule(f"{where}: {error}") from error


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def marked(example: str) -> tuple[str, tuple[int, int]]:
    """An example without its « », and where the marked words stand: (text, (start, end))."""
    before, words, after = example.replace("»", "«").split("«")
    return before + words + after, (len(before), len(before) + len(words))
