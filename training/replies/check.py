"""What the coach is worth on writers it has not met: each left out in turn, without the locked half.

`python -m training.replies.check nl [--show N] [--bars]`: the drafts of each writer are checked with a
model that learned from all other lines. Prints what a labelled file is judged by: recall of the exact
rule and of its group, faulty drafts with a mark, clean drafts left alone. With `--bars` it prints the
bars for `coach/_learned.toml` instead, from the same models.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.replies import DRAFTS, Judged, by_code, figures, judge, rows
from gehoord.tone.coaching import guess
from gehoord.tone.coaching.draft import Draft
from gehoord.tone.learned import features, model
from training.replies import examples
from training.replies.__main__ import made

# How far above the scores in good drafts a habit's bar stands, in standard deviations.
MARGIN = 3.75


def main(arguments: Sequence[str]) -> int:
    """Print the figures, or the bars; 0 always."""
    asked = argparse.ArgumentParser(prog="python -m training.replies.check")
    asked.add_argument("language", choices=["nl", "en"])
    asked.add_argument("--show", type=int, default=0)
    asked.add_argument("--bars", action="store_true")
    chosen = asked.parse_args(arguments)
    if chosen.bars:
        for line in bars(chosen.language):
            print(line)
        return 0
    judged = list(left_out_in_turn(chosen.language))
    for line in (*figures(judged), *by_code(judged)):
        print(line)
    for each in [it for it in judged if set(it.row["expect"]) - it.codes][: chosen.show]:
        print(each.row["id"], sorted(set(each.row["expect"]) - each.codes), sorted(each.codes),
              repr(each.row["draft"][:200]))  # fmt: skip
    return 0


def left_out_in_turn(language: str) -> Iterator[Judged]:
    """Every open draft, judged by a model that has not seen its writer."""
    for path, learned in _models(language):
        with model.instead(language, learned, guess.FILE):
            yield from judge(path)


def bars(language: str) -> Iterator[str]:
    """A line of TOML per habit: the mean of its best scores in good drafts, and a margin."""
    scores: dict[str, list[float]] = defaultdict(list)
    share = guess.bars_of(language).share_of_any
    for path, learned in _models(language):
        with model.instead(language, learned, guess.FILE):
            for row in rows(path):
                seen = guess.seen(Draft(row["draft"], language)) if row["clean"] else None
                if seen and seen.rows:
                    best = np.stack([found for _, found in seen.rows])
                    best = best + share * best[:, [learned.numbers[guess.ANY]]]
                    for head, score in zip(learned.heads, best.max(axis=0), strict=True):
                        scores[head].append(float(score))
    for head in sorted(scores):
        if head != guess.ANY and not head.startswith(guess.GOOD):
            yield f'"{head}" = {np.mean(scores[head]) + MARGIN * np.std(scores[head]):.2f}'


def _models(language: str) -> Iterator[tuple[Path, model.Learned]]:
    """The file of each writer with a model that learned from everybody else."""
    lines = list(examples.practice(language))
    drafts = list(examples.drafts(language))
    for path in sorted((DRAFTS / language / "open").glob("*.jsonl")):
        others = [draft for draft in drafts if draft.source != path.stem]
        yield path, model.unpacked(made(lines, others), features.kinds(language))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
