"""What the reader is worth on writers it has not met: each left out in turn, without the locked half.

`python -m training.check nl --rtp FILE --xed FILE` takes some minutes. Every file of customers in the
open half is read with models that learned from all other lines, and the ten worst errors are shown.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from bench.accuracy import CORPUS, Judged, judge, print_worst, table
from gehoord.tone.learned import features, model
from training.__main__ import gathered, made, options
from training.examples import Example


def main(arguments: Sequence[str]) -> int:
    """Print the tables; 0 always."""
    chosen = options().parse_args(arguments)
    lines = gathered(chosen.language, chosen.rtp, chosen.xed)
    judged = list(_left_out_in_turn(chosen.language, lines))
    for line in table(judged):
        print(line)
    print_worst(judged)
    return 0


def _left_out_in_turn(language: str, lines: Sequence[Example]) -> Iterator[Judged]:
    for path in sorted((CORPUS / language / "open").glob("*.jsonl")):
        if path.stem == "general":
            continue
        others = [line for line in lines if line.source != path.stem]
        learned = model.unpacked(made(others), features.kinds(language))
        with model.instead(language, learned):
            yield from judge([path])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
