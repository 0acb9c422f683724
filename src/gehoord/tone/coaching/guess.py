"""Habits in wordings that no rule lists, found sentence by sentence by a small learned model.

The model of a language stands beside its rules (`coach/learned.npz`, made by `python -m
training.replies`). It only adds: a habit that a rule found in the draft is not sought again. Besides
habits it knows what good replies do, under names with a plus: `+ACK` acknowledges what the customer
went through, `+STEP` says who does what and when.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import inf
from weakref import WeakKeyDictionary

import numpy as np

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.finding import LEVELS, Level
from gehoord.tone.learned import features
from gehoord.tone.learned.features import Piece
from gehoord.tone.learned.model import Learned, Weights, learned

FILE = "coach/learned.npz"
FEWEST_WORDS = 2
LENGTHS = (4, 8, 14, 20)
GOOD = "+"
ACKNOWLEDGES = "+ACK"
ANY = "any"
SENTENCES = 512
"""How many sentences of drafts a process remembers the scores of."""
_remembered: WeakKeyDictionary[Learned, dict[str, Weights]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Bars:
    """What a score must pass for something to be said: by level, and for some by themselves."""

    share_of_any: float
    by_level: Mapping[str, float]
    by_code: Mapping[str, float]

    def of(self, code: str, level: Level | None) -> float:
        """The score a habit must pass; out of reach for one that is not wanted."""
        return inf if level is None else self.by_code.get(code, self.by_level[level])


@dataclass(frozen=True)
class Seen:
    """What the model sees in each sentence of a draft: a row of scores per sentence."""

    draft: Draft
    model: Learned
    rows: tuple[tuple[Span, Weights], ...]

    def habits(self, levels: Mapping[str, Level]) -> Iterator[tuple[str, Span, Span]]:
        """The likeliest habit of each sentence, if likely enough: (code, sentence, words).

        `levels` holds those wanted; the words are the ones that speak most for it.

        How much a sentence looks like this habit and how much like any habit count together.
        """
        bars = bars_of(self.draft.language)
        wanted = np.asarray([bars.of(it, levels.get(it)) for it in self.model.heads])
        any_of_them = self.model.numbers[ANY]
        for span, scores in self.rows:
            above = scores + bars.share_of_any * scores[any_of_them] - wanted
            head = int(above.argmax())
            if above[head] > 0:
                code = self.model.heads[head]
                yield code, span, self._words(span, code)

    def _words(self, sentence: Span, code: str) -> Span:
        found = pieces(self.draft, sentence)
        start, end = next(
            iter(self.model.because(found, code, most=1)), (0, sentence[1] - sentence[0])
        )
        return sentence[0] + start, sentence[0] + end

    def shows(self, name: str, *, within: int) -> bool:
        """Whether one of the first sentences does what a good reply does."""
        head = self.model.numbers.get(name)
        if head is None:
            return False
        least = bars_of(self.draft.language).by_code[name]
        return any(scores[head] > least for _, scores in self.rows[:within])


def seen(draft: Draft) -> Seen | None:
    """Look at every sentence that is the agent's own; None for a language without a model."""
    model = learned(draft.language, FILE)
    if model is None:
        return None
    rows = []
    for sentence in draft.sentences:
        if not draft.is_quoted(sentence):
            scores = _scores(model, draft, sentence)
            if scores is not None:
                rows.append((sentence, scores))
    return Seen(draft, model, tuple(rows))


def _scores(model: Learned, draft: Draft, sentence: Span) -> Weights | None:
    """The scores of one sentence; None if it has no words.

    A draft is checked at each pause of typing and most of its sentences stay as they were, so the
    last ones are remembered, in this process and without whose they are.
    """
    words = draft.text[slice(*sentence)]
    known = _remembered.setdefault(model, {})
    scores = known.get(words)
    if scores is None:
        found = pieces(draft, sentence)
        if len(found) < FEWEST_WORDS:
            return None
        scores = model.scores(found, about(draft, sentence))
        if len(known) >= SENTENCES:
            known.clear()
        known[words] = scores
    return scores


def about(draft: Draft, span: Span) -> list[str]:
    """What the model sees of a sentence besides its words."""
    words = len(draft.words(span))
    names = [f"s:words>{size}" for size in LENGTHS if words > size]
    return [*names, "s:asks"] if draft.text[span[1] - 1 : span[1]] == "?" else names


def pieces(draft: Draft, span: Span) -> list[Piece]:
    """The words and signs of a sentence."""
    return features.pieces(draft.lowered[slice(*span)])


@cache
def bars_of(language: str) -> Bars:
    """The bars of a language, from its coach/_learned.toml."""
    path = files("gehoord.tone.languages").joinpath(language, "coach", "_learned.toml")
    said = tomllib.loads(path.read_text("utf-8"))
    by_level: dict[str, float] = {level: said["level"][level] for level in LEVELS}
    return Bars(said["share_of_any"], by_level, said.get("code", {}))
