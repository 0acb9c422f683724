"""Read labelled lines and turn each into what the models learn from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gehoord.tone.learned import features
from gehoord.tone.learned.model import share
from gehoord.tone.reading import view

HARMS = ("insult", "violence", "sexual", "identity")
ABUSES = (
    "profanity", "insult", "discrimination", "sexual",
    "intimidation", "threat_veiled", "threat_explicit",
)  # fmt: skip
CHOICES = {
    "emotion": ("anger", "disappointment", "sadness", "fear", "powerlessness", "confusion",
                "gratitude", "neutral"),
    "target": ("none", "self", "situation", "product", "company", "agent", "third_party"),
    "intent": ("vent", "problem", "both", "none"),
}  # fmt: skip
SIGNALS = ("complaint_route", "warm_handover", "reopen", "close_and_follow_up",
           "apologise_and_plan", "summarise_and_check")  # fmt: skip
OF_ABUSE = {"insult": "insult", "threat_explicit": "violence", "threat_veiled": "violence",
            "sexual": "sexual", "discrimination": "identity"}  # fmt: skip


@dataclass
class Example:
    """One line: its features with counts, and for each head 1, 0 or nothing known."""

    source: str
    language: str
    counts: dict[str, float]
    truth: dict[str, bool] = field(default_factory=dict)
    row: dict[str, Any] = field(default_factory=dict)


def folder(path: Path, language: str) -> Iterator[Example]:
    """Every line of the files in a folder, file by file in alphabetical order."""
    for file in sorted(path.glob("*.jsonl")):
        yield from read(file, file.stem, language)


def read(path: Path, source: str, language: str) -> Iterator[Example]:
    """The lines of one file, as examples of `source`."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Example(source, language, _counts(row, language), truth(row), row)


def _counts(row: dict[str, Any], language: str) -> dict[str, float]:
    found, about = view.seen(row["text"], row.get("prev", ""), language)
    words = [word for word, _, _ in found]
    heard = features.of_message(words, features.kinds(language))
    return dict.fromkeys(about, 1.0) | dict.fromkeys(heard, share(len(set(words))))


def truth(row: dict[str, Any]) -> dict[str, bool]:
    """What a labelled line says about each head that it says anything about."""
    said = {"service": "anger" in row}
    if "anger" in row:
        said |= _of_anger(row["anger"])
    if "emotions" in row:
        said |= _of_subtitle(frozenset(row["emotions"]))
    for name, values in CHOICES.items():
        if name in row:
            said |= {f"{name}:{value}": row[name] == value for value in values}
    if "next_step" in row:
        said |= {f"step:{step}": row["next_step"] == step for step in SIGNALS}
    if "crisis" in row:
        said["crisis"] = bool(row["crisis"])
    return said | _harms(row)


def _of_anger(labelled: int | list[int]) -> dict[str, bool]:
    """What a level says about each step, or a range [lowest, highest] where it decides one."""
    low, high = (labelled, labelled) if isinstance(labelled, int) else labelled
    steps = (level for level in (1, 2, 3, 4) if level <= low or level > high)
    return {f"anger>={level}": level <= low for level in steps}


def _of_subtitle(feelings: frozenset[str]) -> dict[str, bool]:
    """A line of a film: what is calm there is calm with us, what is angry there may not be."""
    said = {"subtitle-anger": "anger" in feelings}
    if feelings & {"anger", "disgust"}:
        return said
    said |= {f"anger>={level}": False for level in (2, 3, 4)}
    said |= {f"abuse:{kind}": False for kind in ABUSES}
    if not feelings & {"sadness", "fear"}:
        said |= {"anger>=1": False, "crisis": False}
    return said


def _harms(row: dict[str, Any]) -> dict[str, bool]:
    if "harms" in row:
        return {f"harm:{harm}": harm in row["harms"] for harm in HARMS}
    if "abuse" not in row:
        return {}
    kinds = set(row.get("abuse_categories") or [row["abuse"]])
    said = {f"abuse:{kind}": kind in kinds for kind in ABUSES}
    if row.get("target") != "third_party":
        meant = {OF_ABUSE.get(kind) for kind in kinds}
        said |= {f"harm:{harm}": harm in meant for harm in HARMS}
    return said
