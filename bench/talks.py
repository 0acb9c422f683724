"""Drafts and conversations to coach, made from the labelled lines."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench.accuracy import CORPUS

MESSAGES = 20
BLANK = re.compile(r"\[[^\]]*\]")
PIECE = re.compile(r"\s*\S+")


@dataclass(frozen=True)
class Asked:
    """A draft with all the coach is told about its conversation."""

    draft: str
    channel: str
    customer: dict[str, Any]
    stage: str
    thread: tuple[tuple[str, str], ...]


def lines(path: Path | None = None) -> list[dict[str, Any]]:
    """The labelled drafts of the open half, or the lines of a file with a `draft` or `text` each."""
    paths = [path] if path else sorted((CORPUS / "drafts" / "nl" / "open").glob("*.jsonl"))
    read = [line for one in paths for line in one.read_text("utf-8").splitlines()]
    return [json.loads(line) for line in read if line.strip()]


def asked(rows: Sequence[dict[str, Any]], *, words: int, count: int) -> Iterator[Asked]:
    """So many drafts of so many words, no two alike, each in a conversation of twenty messages.

    A draft begins with one labelled draft and goes on with others; the customer's last message is
    that of the first.
    """
    chance, talks = random.Random(words), [row for row in lines() if is_calm(row)]
    for number in range(count):
        row = rows[number % len(rows)]
        others = chance.sample(rows, min(len(rows), 2 + words // 10))
        yield Asked(
            draft=joined([row, *others], words=words),
            channel=row.get("channel", ""),
            customer=row.get("customer", {}),
            stage=row.get("stage", ""),
            thread=conversation(row if is_calm(row) else chance.choice(talks), talks, chance),
        )


@cache
def _is_crisis(text: str) -> bool:
    from gehoord.tone import read

    return read(text).crisis


def is_calm(row: dict[str, Any]) -> bool:
    """Whether it has a conversation in which no life may be in danger: there the coach is silent."""
    thread = row.get("thread")
    return bool(thread) and not any(
        turn["from"] == "customer" and _is_crisis(turn["text"]) for turn in thread
    )


def joined(rows: Sequence[dict[str, Any]], *, words: int) -> str:
    """The texts of the rows, one behind the other, cut after so many words."""
    texts = (row.get("draft") or row["text"] for row in cycle(rows))
    pieces = (piece for text in texts for piece in PIECE.findall(f"\n\n{text}"))
    return "".join(islice(pieces, words)).lstrip()


def conversation(
    last: dict[str, Any], talks: Sequence[dict[str, Any]], chance: random.Random
) -> tuple[tuple[str, str], ...]:
    """Twenty messages, oldest first, of which the customer wrote the last."""
    said = [(turn["from"], turn["text"]) for turn in last["thread"]]
    before: list[tuple[str, str]] = []
    while len(before) + len(said) < MESSAGES:
        other = chance.choice(talks)
        before += [(turn["from"], turn["text"]) for turn in other["thread"]]
        before.append(("agent", BLANK.sub("morgen", other["draft"])))
    return tuple([*before, *said][-MESSAGES:])


def english(*, words: int, count: int) -> Iterator[str]:
    """English text of the same length, for a peer that reads no Dutch."""
    chance, rows = random.Random(words), []
    for path in sorted((CORPUS / "en" / "open").glob("*.jsonl")):
        rows += [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for _ in range(count):
        yield joined(chance.sample(rows, min(len(rows), 2 + words // 4)), words=words)
