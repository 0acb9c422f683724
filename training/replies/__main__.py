"""Make the model that finds habits in replies: `python -m training.replies nl`.

It learns from our own practice sentences (`lines/`), the examples of the rules and the open half of
the labelled drafts. The same lines give the same file, byte for byte. The locked half is never
opened here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gehoord.tone import ENGINE_VERSION
from gehoord.tone.coaching import guess
from gehoord.tone.learned import model
from training import fit
from training.__main__ import PACKS
from training.examples import Example
from training.replies import examples
from training.replies.examples import LabelledDraft

# How often the sentence that is meant in a draft is looked for again with what was learned.
ROUNDS = 1
# The sentences in which an acknowledgement belongs.
AT_THE_START = 2
# How far the weights may go for a habit, and for whether there is any habit at all.
OF_HABIT, OF_ANY = 5.0, 2.0


def main(arguments: Sequence[str]) -> int:
    """Learn from every permitted line and write the model beside the rules of its language."""
    asked = argparse.ArgumentParser(prog="python -m training.replies")
    asked.add_argument("language", choices=["nl", "en"])
    asked.add_argument("-o", "--out", type=Path)
    chosen = asked.parse_args(arguments)
    lines = list(examples.practice(chosen.language))
    drafts = list(examples.drafts(chosen.language))
    out = chosen.out or PACKS / chosen.language / guess.FILE
    out.write_bytes(made(lines, drafts))
    print(f"{len(lines)} lines, {len(drafts)} drafts, {out.stat().st_size / 1e6:.2f} MB in {out}")
    return 0


def made(lines: Sequence[Example], drafts: Sequence[LabelledDraft]) -> bytes:
    """The file of the model that learns these lines, then the sentences that the drafts mean."""
    codes = examples.codes_of(lines)
    for line in lines:
        line.truth = {code: code in line.row["codes"] for code in codes}
        line.truth[guess.ANY] = any(not code.startswith(guess.GOOD) for code in line.row["codes"])
    every = [*lines, *(sentence for draft in drafts for sentence in draft.sentences)]
    known = fit.table(every, fit.vocabulary(every))
    at = len(lines)
    heads = (*codes, guess.ANY)
    learnt = _learnt(every[:at], known, heads)
    for _ in range(ROUNDS if drafts else 0):
        _tell(drafts, codes, known.counts[at:] @ learnt[0] + learnt[1])
        learnt = _learnt(every, known, heads)
    weights, bias = learnt[0].astype(np.float32), learnt[1].astype(np.float32)
    kept = np.abs(weights).max(axis=1) > fit.LEAST_WEIGHT
    names = [name for name, is_kept in zip(known.names, kept, strict=True) if is_kept]
    return model.packed(heads, names, weights[kept], bias, version=ENGINE_VERSION)


Learnt = tuple[fit.Column, fit.Column]


def _learnt(lines: Sequence[Example], known: fit.Table, heads: Sequence[str]) -> Learnt:
    columns, bias = zip(*(_fitted(lines, known, head) for head in heads), strict=True)
    return np.stack(columns, axis=1), np.asarray(bias)


def _fitted(lines: Sequence[Example], known: fit.Table, head: str) -> tuple[fit.Column, float]:
    if head == guess.ANY:
        return fit.fit(lines, known, head, strength=OF_ANY)
    return fit.fit(lines, known, head, strength=OF_HABIT, is_rare=True)


def _tell(drafts: Sequence[LabelledDraft], codes: Sequence[str], scores: fit.Column) -> None:
    """Take for each habit of a draft the sentence that shows it most; the others may be fine."""
    at = 0
    for draft in drafts:
        here = scores[at : at + len(draft.sentences)]
        at += len(draft.sentences)
        groups = {code.partition("-")[0] for code in draft.expect}
        for sentence in draft.sentences:
            sentence.truth = {
                code: False
                for code in codes
                if code[0] != guess.GOOD and code.partition("-")[0] not in groups
            }
            if not draft.expect:
                sentence.truth[guess.ANY] = False
        if not len(here):
            continue
        for number, code in enumerate(codes):
            if code in draft.expect:
                meant = draft.sentences[int(here[:, number].argmax())]
                meant.truth |= {code: True, guess.ANY: True}
        _tell_acknowledgement(draft, here[:, codes.index(guess.ACKNOWLEDGES)])


def _tell_acknowledgement(draft: LabelledDraft, scores: fit.Column) -> None:
    """A good first answer to anger acknowledges at its start; one without it has none there."""
    if not draft.first_answers_anger:
        return
    start = draft.sentences[:AT_THE_START]
    if "EMP-01" in draft.expect:
        for sentence in start:
            sentence.truth[guess.ACKNOWLEDGES] = False
    elif not draft.expect:
        start[int(scores[:AT_THE_START].argmax())].truth[guess.ACKNOWLEDGES] = True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
