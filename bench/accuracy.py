"""How often the reader is right, per label, on the labelled corpus and on other labelled files.

`python -m bench accuracy` counts on both halves of `tests/corpus`. The shipped models learned from the
open half, so only the locked half says what they are worth on lines nobody tuned on, and `python -m
training.check` what they are worth on open lines they have not seen. Only the open half shows its
worst errors, as the locked half is not for looking at. `--file PATH` adds any file of the same
format, or one with only `harms`, only `emotions`, or no label at all (then false alarms count).
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gehoord.tone import Reading, read

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
PERSONAL = frozenset(
    ("insult", "discrimination", "sexual", "intimidation", "threat_veiled", "threat_explicit")
)
OF_HARM = {"insult": {"insult"}, "violence": {"threat_explicit", "threat_veiled"},
           "sexual": {"sexual"}, "identity": {"discrimination"}}  # fmt: skip
CHOICES = ("emotion", "abuse", "target", "intent", "next_step")
WORST = 10

Row = dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """A labelled line and what the engine says of it."""

    row: Row
    seen: Reading


@dataclass(frozen=True)
class Counts:
    """How often something was so, and was said to be so."""

    hits: int
    misses: int
    alarms: int

    @classmethod
    def of(cls, pairs: Iterable[tuple[bool, bool]]) -> Counts:
        """From (is so, was said to be so)."""
        told = list(pairs)
        return cls(
            sum(so and said for so, said in told),
            sum(so and not said for so, said in told),
            sum(said and not so for so, said in told),
        )

    def __str__(self) -> str:
        found, said = self.hits + self.misses, self.hits + self.alarms
        f1 = 2 * self.hits / max(1, found + said)
        return (
            f"P {self.hits / max(1, said):.3f}  R {self.hits / max(1, found):.3f}  "
            f"F1 {f1:.3f}  of {found}"
        )


def main(arguments: Sequence[str]) -> int:
    """Print the tables; 0 always, as no figure here is a test."""
    options = argparse.ArgumentParser(prog="python -m bench accuracy")
    options.add_argument("--file", action="append", default=[], type=Path)
    options.add_argument("--language", default="nl")
    chosen = options.parse_args(arguments)
    for half in ("open", "locked"):
        for name, paths in _groups(CORPUS / chosen.language / half):
            print(f"\n## {half}: {name}")
            judged = list(judge(paths))
            for line in table(judged):
                print(line)
            if half == "open":
                print_worst(judged)
    for path in chosen.file:
        print(f"\n## {path.name}")
        for line in table(list(judge([path]))):
            print(line)
    return 0


def _groups(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    paths = sorted(folder.glob("*.jsonl"))
    customers = [path for path in paths if path.stem != "general"]
    yield "customers", customers
    if general := [path for path in paths if path.stem == "general"]:
        yield "general language", general


def judge(paths: Iterable[Path]) -> Iterator[Judged]:
    """Read every line of the files with the engine."""
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            seen = read(row["text"], prev=row.get("prev", ""), channel=row.get("channel", ""))
            yield Judged(row, seen)


def table(judged: Sequence[Judged]) -> Iterator[str]:
    """Every measure that the labels of these lines allow."""
    if not judged:
        return
    first = judged[0].row
    if isinstance(first.get("anger"), int):
        yield from _anger(judged)
        for name in CHOICES:
            yield _choice(judged, name)
        yield from _warnings(judged)
    elif "harms" in first:
        for harm, kinds in OF_HARM.items():
            pairs = ((harm in one.row["harms"], bool(_kinds(one) & kinds)) for one in judged)
            yield f"harm {harm:24} {Counts.of(pairs)}"
    elif "emotions" in first:
        for level in (1, 2):
            told = (("anger" in one.row["emotions"], one.seen.anger >= level) for one in judged)
            yield f"anger >= {level:20} {Counts.of(told)}"
    else:
        yield from _false_alarms(judged)


def _anger(judged: Sequence[Judged]) -> Iterator[str]:
    off = [abs(one.row["anger"] - one.seen.anger) for one in judged]
    exact, near = off.count(0) / len(off), sum(step <= 1 for step in off) / len(off)
    yield f"{len(judged)} lines"
    yield f"anger exact {exact:.3f}  within one {near:.3f}"
    for level in (1, 2, 3, 4):
        pairs = ((one.row["anger"] >= level, one.seen.anger >= level) for one in judged)
        yield f"anger >= {level:20} {Counts.of(pairs)}"


def _choice(judged: Sequence[Judged], name: str) -> str:
    strict = sum(one.row[name] == getattr(one.seen, name) for one in judged)
    lenient = sum(_is_accepted(one, name) for one in judged)
    return f"{name:29} strict {strict / len(judged):.3f}  lenient {lenient / len(judged):.3f}"


def _is_accepted(one: Judged, name: str) -> bool:
    said = getattr(one.seen, name)
    return said == one.row[name] or said in one.row.get("accept_also", {}).get(name, ())


def _warnings(judged: Sequence[Judged]) -> Iterator[str]:
    personal = ((one.row["abuse"] in PERSONAL, one.seen.abuse in PERSONAL) for one in judged)
    yield f"{'abuse aimed at a person':29} {Counts.of(personal)}"
    calm = [one for one in judged if one.row["abuse"] not in PERSONAL]
    false = sum(one.seen.abuse in PERSONAL for one in calm) / max(1, len(calm))
    yield f"{'false warnings':29} {false:.4f} of {len(calm)}"
    for kind in ("profanity", *sorted(PERSONAL)):
        pairs = ((one.row["abuse"] == kind, one.seen.abuse == kind) for one in judged)
        yield f"  {kind:27} {Counts.of(pairs)}"
    told = ((one.row["crisis"], one.seen.crisis) for one in judged)
    yield f"{'crisis':29} {Counts.of(told)}"


def _false_alarms(judged: Sequence[Judged]) -> Iterator[str]:
    total = len(judged)
    for name, alarms in (
        ("anger >= 2", sum(one.seen.anger >= 2 for one in judged)),
        ("anger >= 3", sum(one.seen.anger >= 3 for one in judged)),
        ("any abuse", sum(one.seen.abuse != "none" for one in judged)),
        ("abuse of a person", sum(one.seen.abuse in PERSONAL for one in judged)),
        ("crisis", sum(one.seen.crisis for one in judged)),
    ):
        yield f"{name:29} {alarms / total:.5f}  ({alarms} of {total})"


def _kinds(one: Judged) -> set[str]:
    return set(one.seen.abuse_categories or (one.seen.abuse,)) - {"none"}


def print_worst(judged: Sequence[Judged]) -> None:
    """Show the lines that were read most wrongly: accusing or overlooking weighs most."""
    if not judged or not isinstance(judged[0].row.get("anger"), int):
        return
    wrong: defaultdict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        off = abs(one.row["anger"] - one.seen.anger)
        off += 2 * ((one.row["abuse"] in PERSONAL) != (one.seen.abuse in PERSONAL))
        off += 3 * (one.row["crisis"] != one.seen.crisis)
        wrong[off].append(one)
    worst = [one for off in sorted(wrong, reverse=True) for one in wrong[off]][:WORST]
    for one in worst:
        said = f"anger {one.seen.anger} {one.seen.abuse}" + " crisis" * one.seen.crisis
        meant = f"anger {one.row['anger']} {one.row['abuse']}" + " crisis" * one.row["crisis"]
        print(f"  {one.row['id']}: {meant} | read as {said} | {one.row['text'][:160]}")
