"""How often the coach is right about labelled drafts, on both halves of the collection.

`python -m bench replies [FILE …]`: without a file the open half (which the model learned from, so it
flatters) and the locked half of each language. It counts; it never shows a locked draft.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.accuracy import CORPUS
from gehoord.tone.coaching import answer_line
from gehoord.tone.coaching.rule import habit_of

DRAFTS = CORPUS / "drafts"
ASKED = ("draft", "channel", "customer", "stage", "thread", "facts")


@dataclass(frozen=True)
class Judged:
    """A labelled draft and what the coach said of it: code and whether it is more than a tip."""

    row: Mapping[str, Any]
    said: Sequence[tuple[str, bool]]

    @property
    def codes(self) -> set[str]:
        """Every code that was said."""
        return {code for code, _ in self.said}

    @property
    def is_loud(self) -> bool:
        """Whether there was more than a tip."""
        return any(loud for _, loud in self.said)


def main(arguments: Sequence[str]) -> int:
    """Print the figures of each half; 0 always."""
    files = [Path(name) for name in arguments]
    halves = (
        {"given": files}
        if files
        else {
            f"{path.parent.name} {path.name}": sorted(path.glob("*.jsonl"))
            for path in sorted(DRAFTS.glob("*/*"))
            if path.is_dir()
        }
    )
    for name, paths in halves.items():
        found = [each for path in paths for each in judge(path)]
        if found:
            print(name)
            print("\n".join(figures(found)))
    return 0


def judge(path: Path) -> Iterator[Judged]:
    """The drafts of a file with what the coach says of them now."""
    for row in rows(path):
        answer = answer_line({name: row[name] for name in ASKED if name in row})
        said = [(it["rule"], it["level"] != "tip") for it in answer["findings"]]
        yield Judged(row, said)


def figures(judged: Sequence[Judged]) -> Iterator[str]:
    """The four figures a labelled file is judged by, and hints per 100 words."""
    wanted = [(set(it.row["expect"]), it.codes) for it in judged]
    groups = [({*map(habit_of, want)}, {*map(habit_of, got)}) for want, got in wanted]
    faulty = [it for it in judged if not it.row["clean"]]
    right = [it for it in faulty if set(it.row["expect"]) & it.codes]
    clean = [it for it in judged if it.row["clean"]]
    words = sum(len(it.row["draft"].split()) for it in judged)
    loud = sum(loud for it in judged for _, loud in it.said)
    yield f"exact {_share(wanted):.3f}  group {_share(groups):.3f}  drafts {len(judged)}"
    yield (f"faulty marked {sum(it.is_loud for it in faulty) / len(faulty):.3f}  rightly "
           f"{len(right) / len(faulty):.3f}  clean left alone "
           f"{sum(not it.is_loud for it in clean) / len(clean):.3f}  hints/100 words "
           f"{100 * loud / words:.2f}")  # fmt: skip


def by_code(judged: Sequence[Judged]) -> Iterator[str]:
    """Per habit how many were found, and how often it was said in a clean draft."""
    wanted, found, wrong = Counter[str](), Counter[str](), Counter[str]()
    for it in judged:
        wanted.update(it.row["expect"])
        found.update(set(it.row["expect"]) & it.codes)
        wrong.update(code for code, loud in it.said if loud and it.row["clean"])
    for start in range(0, len(codes := sorted({*wanted, *wrong})), 6):
        yield "  ".join(
            f"{code} {found[code]}/{wanted[code]}" + (f" !{wrong[code]}" if wrong[code] else "")
            for code in codes[start : start + 6]
        )


def _share(pairs: Sequence[tuple[set[str], set[str]]]) -> float:
    total = sum(len(want) for want, _ in pairs)
    return sum(len(want & got) for want, got in pairs) / total


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file."""
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)
