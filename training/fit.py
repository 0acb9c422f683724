"""Fit one logistic regression per label value on the features of labelled lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from training.examples import Example

# A feature must be in this many lines, or it is a name, a number or a slip of the pen.
FEWEST_LINES = 2
# A feature that moves no head by more than this is left out of the file.
LEAST_WEIGHT = 0.02
# What a rule found counts more than a word, as it was written to be certain.
STRENGTH = {"anger": 2.5, "abuse": 2.0, "harm": 1.5, "crisis": 2.0, "subtitle": 0.6}
USUAL_STRENGTH = 1.0
MOST_ROUNDS = 300
# How much a line counts: subtitles are noisy and not about service; the plain middle of chats is
# most of what people write, and our corpus has far too little of it. The basics hold always.
WORTH = {"xed": 0.3, "chat": 2.0, "sentences": 3.0, "more": 2.0, "small": 3.0}

Column = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """Examples as rows and features as columns."""

    names: tuple[str, ...]
    counts: sparse.csr_matrix


def vocabulary(examples: Sequence[Example]) -> tuple[str, ...]:
    """Every feature that enough lines have, in alphabetical order."""
    lines: Counter[str] = Counter()
    for example in examples:
        lines.update(example.counts.keys())
    return tuple(sorted(name for name, times in lines.items() if times >= FEWEST_LINES))


def table(examples: Sequence[Example], names: Sequence[str]) -> Table:
    """The counts of the named features in each example."""
    columns = {name: at for at, name in enumerate(names)}
    rows, places, counts = [], [], []
    for at, example in enumerate(examples):
        for name, count in example.counts.items():
            if (column := columns.get(name)) is not None:
                rows.append(at)
                places.append(column)
                counts.append(count)
    shape = (len(examples), len(names))
    return Table(tuple(names), sparse.csr_matrix((counts, (rows, places)), shape=shape))


def heads(examples: Sequence[Example]) -> tuple[str, ...]:
    """Every label value that some lines have and others have not."""
    said: dict[str, set[bool]] = {}
    for example in examples:
        for head, is_so in example.truth.items():
            said.setdefault(head, set()).add(is_so)
    return tuple(head for head, values in said.items() if len(values) == 2)


def fit(
    examples: Sequence[Example],
    known: Table,
    head: str,
    *,
    strength: float | None = None,
    is_rare: bool = False,
) -> tuple[Column, float]:
    """The weight of every feature for one head, and the bias.

    `strength` is how far the weights may go (a usual one for each head if not given); with
    `is_rare` the few lines that have it weigh as much together as the many that have it not.
    """
    told = [at for at, example in enumerate(examples) if head in example.truth]
    truth = [examples[at].truth[head] for at in told]
    if strength is None:
        name = head.partition(">")[0].partition(":")[0].partition("-")[0]
        strength = STRENGTH.get(name, USUAL_STRENGTH)
    model = LogisticRegression(
        C=strength, solver="liblinear", max_iter=MOST_ROUNDS, random_state=0,
        class_weight="balanced" if is_rare else None, dual=is_rare,
    )  # fmt: skip
    worth = [WORTH.get(examples[at].source, 1.0) for at in told]
    model.fit(known.counts[told], truth, sample_weight=worth)
    return model.coef_[0], float(model.intercept_[0])
