"""Habits in wordings that no rule lists, found sentence by sentence by a small learned model.

The model of a language stands beside its rules (`coach/learned.npz`, made by `python -m
training.replies`). It only adds: a habit that a rule found in the draft is not sought again. Besides
habits it knows what good replies do, under names with a plus: `+ACK` acknowledges what the customer
went through, `+STEP` says who does what and when.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import inf
from weakref import WeakKeyDictionary

import numpy as np

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.finding import BLANK, LEVELS, Level
from gehoord.tone.learned import features
from gehoord.tone.learned.features import Piece
from gehoord.tone.learned.model import Learned, Weights, learned

FILE = "coach/learned.npz"
FEWEST_WORDS = 2
FEWEST_MARKED = 3
LENGTHS = (4, 8, 14, 20)
GOOD = "+"
ACKNOWLEDGES = "+ACK"
ANY = "any"
ECHO = 1.0
"""What a word of the customer's own adds to the score of an acknowledgement."""
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

    def habits(self, levels: Mapping[str, Level]) -> Iterator[tuple[str, Span]]:
        """The likeliest habit of each sentence, if likely enough; `levels` holds those wanted.

        How much a sentence looks like this habit and how much like any habit count together. One
        with a blank is not written yet.
        """
        bars = bars_of(self.draft.language)
        wanted = np.asarray([bars.of(it, levels.get(it)) for it in self.model.heads])
        any_of_them = self.model.numbers[ANY]
        for span, scores in self.rows:
            above = scores + bars.share_of_any * scores[any_of_them] - wanted
            head = int(above.argmax())
            if above[head] > 0 and not BLANK.search(self.draft.text, *span):
                yield self.model.heads[head], span

    def words(self, code: str, sentence: Span) -> Span:
        """The words of a sentence that speak most for a habit; one by itself would say little."""
        found = pieces(self.draft, sentence)
        spoken = [(start, end) for word, start, end in found if word[0].isalnum()]
        speaks = next(iter(self.model.because(found, code, most=1)), None)
        if speaks is None:
            return sentence
        inside = [at for at, (start, end) in enumerate(spoken) if speaks[0] <= start < speaks[1]]
        first, last = inside[0], inside[-1]
        while last - first + 1 < min(FEWEST_MARKED, len(spoken)):
            first, last = (first, last + 1) if last + 1 < len(spoken) else (first - 1, last)
        return sentence[0] + spoken[first][0], sentence[0] + spoken[last][1]

    def knows(self, name: str) -> bool:
        """Whether this is something that the model learned to see."""
        return name in self.model.numbers

    def shows(self, name: str, *, within: int, echo: int = 0) -> bool:
        """Whether one of the first sentences does what a good reply does.

        Each of the customer's own words that are said again there, `echo`, speaks for it too.
        """
        if not self.knows(name):
            return False
        head = self.model.numbers[name]
        least = bars_of(self.draft.language).by_code[name] - ECHO * echo
        return any(scores[head] > least for _, scores in self.rows[:within])


def seen(draft: Draft) -> Seen | None:
    """Look at every sentence that is the agent's own; None for a language without a model."""
    model = learned(draft.language, FILE)
    if model is None:
        return None
    own = [span for span in draft.sentences if not draft.is_quoted(span)]
    scores = _scores(model, draft, own)
    rows = [(span, scores[words]) for span in own if (words := draft.text[slice(*span)]) in scores]
    return Seen(draft, model, tuple(rows))


def _scores(model: Learned, draft: Draft, sentences: Sequence[Span]) -> Mapping[str, Weights]:
    """The scores of sentences by their words, without those of hardly any words.

    A draft is checked at each pause of typing and most of its sentences stay as they were, so the
    last ones are remembered, in this process and without whose they are.
    """
    known = _remembered.setdefault(model, {})
    scores: dict[str, Weights] = {}
    new: dict[str, Span] = {}
    for span in sentences:
        words = draft.text[slice(*span)]
        if (row := known.get(words)) is None:
            new[words] = span
        else:
            scores[words] = row
    texts = {words: (pieces(draft, span), about(draft, span)) for words, span in new.items()}
    told = {words: text for words, text in texts.items() if len(text[0]) >= FEWEST_WORDS}
    if told:
        rows = dict(zip(told, model.scores_of(list(told.values())), strict=True))
        # Another thread may empty it at any moment, so nothing is read back from it.
        if len(known) >= SENTENCES:
            known.clear()
        known.update(rows)
        scores.update(rows)
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
