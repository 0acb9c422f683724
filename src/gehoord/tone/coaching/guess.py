"""Habits in wordings that no rule lists, found sentence by sentence by a small learned model.

The model of a language stands beside its rules (`coach/learned.npz`, made by `python -m
training.replies`). It only adds: where a rule found its habit in a sentence, the rule decides.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.finding import LEVELS, Level
from gehoord.tone.learned import features
from gehoord.tone.learned.features import Piece
from gehoord.tone.learned.model import Learned, Weights, learned

FILE = "coach/learned.npz"
FEWEST_WORDS = 2
LENGTHS = (4, 8, 14, 20)

Guess = tuple[str, Span]


@dataclass(frozen=True)
class Bars:
    """How likely a habit must be to be said: by level, and for some habits by themselves."""

    by_level: Mapping[str, float]
    by_code: Mapping[str, float]

    def of(self, code: str, level: Level) -> float:
        """The least chance at which this habit is said."""
        return self.by_code.get(code, self.by_level[level])


def about(draft: Draft, span: Span) -> list[str]:
    """What the model sees of a sentence besides its words."""
    start, end = span
    names = [f"s:words>{size}" for size in LENGTHS if len(draft.words(span)) > size]
    return [*names, "s:asks"] if draft.text[end - 1 : end] == "?" else names


def pieces(draft: Draft, span: Span) -> list[Piece]:
    """The words and signs of a sentence."""
    return features.pieces(draft.lowered[slice(*span)])


def guesses(draft: Draft, levels: Mapping[str, Level]) -> Iterator[Guess]:
    """The habits that the sentences of a draft are likely enough to show: (code, sentence).

    `levels` holds the habits that may be said, with the level of each.
    """
    model = learned(draft.language, FILE)
    if model is None:
        return
    wanted = _wanted(model, draft.language, levels)
    for sentence in draft.sentences:
        found = pieces(draft, sentence)
        if len(found) < FEWEST_WORDS or draft.is_quoted(sentence):
            continue
        scores = model.scores(found, about(draft, sentence))
        for head in np.flatnonzero(scores > wanted):
            yield model.heads[head], sentence


def _wanted(model: Learned, language: str, levels: Mapping[str, Level]) -> Weights:
    """The score that each head must pass; no score is enough for a habit that may not be said."""
    bars = bars_of(language)
    chances = [bars.of(head, levels[head]) if head in levels else 1.0 for head in model.heads]
    with np.errstate(divide="ignore"):
        return np.asarray(
            [np.log(chance / (1 - chance)) if chance < 1 else np.inf for chance in chances]
        )


@cache
def bars_of(language: str) -> Bars:
    """The bars of a language, from its coach/_learned.toml."""
    path = files("gehoord.tone.languages") / language / "coach" / "_learned.toml"
    said = tomllib.loads(path.read_text("utf-8"))
    return Bars({level: said["level"][level] for level in LEVELS}, said.get("code", {}))
