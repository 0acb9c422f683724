"""What the coach is worth on writers it has not met: each left out in turn, without the locked half.

`python -m training.replies.check nl [--show N]`: the drafts of each writer are checked with a model
that learned from all other lines. Prints what a labelled file is judged by: recall of the exact rule
and of its group, faulty drafts with a mark, clean drafts left alone.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gehoord.tone.coaching import answer_line, guess
from gehoord.tone.coaching.rule import habit_of
from gehoord.tone.learned import features, model
from training.replies import examples
from training.replies.__main__ import made

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
    """Print the figures; 0 always."""
    asked = argparse.ArgumentParser(prog="python -m training.replies.check")
    asked.add_argument("language", choices=["nl", "en"])
    asked.add_argument("--show", type=int, default=0)
    chosen = asked.parse_args(arguments)
    judged = list(left_out_in_turn(chosen.language))
    for line in (*figures(judged), *by_code(judged)):
        print(line)
    for each in [it for it in judged if set(it.row["expect"]) - it.codes][: chosen.show]:
        print(each.row["id"], sorted(set(each.row["expect"]) - each.codes), sorted(each.codes),
              repr(each.row["draft"][:200]))  # fmt: skip
    return 0


def left_out_in_turn(language: str) -> Iterator[Judged]:
    """Every open draft, judged by a model that has not seen its writer."""
    lines = list(examples.practice(language))
    drafts = list(examples.drafts(language))
    for path in sorted((examples.DRAFTS / language / "open").glob("*.jsonl")):
        others = [draft for draft in drafts if draft.source != path.stem]
        learned = model.unpacked(made(lines, others), features.kinds(language))
        with model.instead(language, learned, guess.FILE):
            yield from judge(path)


def judge(path: Path) -> Iterator[Judged]:
    """The drafts of a file with what the coach says of them now."""
    for row in examples.rows(path):
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
