"""What the coach is worth on writers it has not met: each left out in turn, without the locked half.

`python -m training.replies.check nl [--show N]`: the drafts of each writer are checked with a model
that learned from all other lines. Prints what a labelled file is judged by: recall of the exact rule
and of its group, faulty drafts with a mark, clean drafts left alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from bench.replies import DRAFTS, Judged, by_code, figures, judge
from gehoord.tone.coaching import guess
from gehoord.tone.learned import features, model
from training.replies import examples
from training.replies.__main__ import made


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
    for path in sorted((DRAFTS / language / "open").glob("*.jsonl")):
        others = [draft for draft in drafts if draft.source != path.stem]
        learned = model.unpacked(made(lines, others), features.kinds(language))
        with model.instead(language, learned, guess.FILE):
            yield from judge(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
