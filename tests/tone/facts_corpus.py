"""Count how many labelled facts and parts are found: precision and recall per kind.

`python -m tests.tone.facts_corpus open` also lists the differences. The locked half is only counted.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from gehoord.tone import read

HALVES = Path(__file__).parents[1] / "corpus" / "facts" / "nl"
# A found place counts when this share of both places together is in both.
OVERLAP = 0.5


def lines(half):
    return [json.loads(line) for line in (HALVES / f"{half}.jsonl").read_text("utf-8").splitlines()]


def places(line):
    """The labelled facts as (kind, start, end, value), the same words twice at two places."""
    seen = Counter()
    for kind, words, value in line["facts"]:
        at = line["text"].index(words, seen[kind, words])
        seen[kind, words] = at + 1
        yield kind, at, at + len(words), value


def overlap(one, other):
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, both) / (max(one[1], other[1]) - min(one[0], other[0]))


def matched(found, wanted):
    """Pairs off places of which kind and value are the same; returns (hits, extra, missed)."""
    left, hits, extra = list(wanted), [], []
    for kind, start, end, value in found:
        match = next(
            (
                it
                for it in left
                if (it[0], it[3]) == (kind, value) and overlap((start, end), it[1:3]) >= OVERLAP
            ),
            None,
        )
        if match:
            left.remove(match)
            hits.append(match)
        else:
            extra.append((kind, start, end, value))
    return hits, extra, left


def score(half, *, show=False):
    """{kind: [hits, extra, missed]}, parts among the kinds."""
    totals = {}
    for line in lines(half):
        reading = read(line["text"], prev=line.get("prev", ""), lang="nl")
        found = [(fact.kind, fact.start, fact.end, fact.value) for fact in reading.facts]
        found += [("part", part.start, part.end, "") for part in reading.parts]
        wanted = [*places(line), *(("part", *part, "") for part in line["parts"])]
        for number, items in enumerate(matched(found, wanted)):
            for kind, start, end, value in items:
                totals.setdefault(kind, [0, 0, 0])[number] += 1
                if show and number:
                    sign = "?+-"[number]
                    print(line["id"], sign, kind, repr(line["text"][start:end]), value)
    return totals


def precision_and_recall(hits, extra, missed):
    return hits / max(1, hits + extra), hits / max(1, hits + missed)


if __name__ == "__main__":
    half = sys.argv[1]
    totals = score(half, show=half == "open")
    for kind, counts in sorted(totals.items()):
        one, other = precision_and_recall(*counts)
        print(f"{kind:16} {counts[0]:4} found  precision {one:.2f}  recall {other:.2f}")
