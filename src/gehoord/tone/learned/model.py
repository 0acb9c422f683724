"""Load and use the small linear models of a language: one row of weights per feature."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from io import BytesIO
from math import sqrt
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from gehoord.tone.learned import features
from gehoord.tone.learned.features import Kinds, Piece

Weights = npt.NDArray[np.float32]

# What a text of no words is divided by, so that one word alone proves little.
CALM_WORDS = 3.0
# A stretch of words that speaks for a label is no longer than this.
MOST_WORDS = 6
ENDS = frozenset(".!?;")


class BadModel(ValueError):
    """A model file that does not belong to this engine."""


@dataclass(eq=False)
class Learned:
    """The models of one language: a head per label value, such as `anger>=2` or `emotion:fear`.

    `weights` has one row per feature and one column per head; a score above 0 means that the
    label is more likely than not, `1 / (1 + exp(-score))` is its probability.
    """

    heads: tuple[str, ...]
    rows: dict[str, int]
    weights: Weights
    bias: Weights
    kinds: Kinds
    version: str = ""
    _remembered: dict[str, Weights] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each head in `scores` and `probabilities`."""
        return {head: at for at, head in enumerate(self.heads)}

    def scores(self, found: Sequence[Piece], about: Iterable[str]) -> Weights:
        """The score of every head for the pieces of a message and what the rules say `about` it."""
        row: Weights = self.scores_of([(found, about)])[0]
        return row

    def scores_of(self, texts: Sequence[tuple[Sequence[Piece], Iterable[str]]]) -> Weights:
        """A row of `scores` for each of several texts: much faster than one by one."""
        words = [[word for word, _, _ in found] for found, _ in texts]
        distinct = [list(dict.fromkeys(each)) for each in words]
        shares = np.asarray([share(len(each)) for each in distinct], np.float32)
        vectors = np.asarray([self._word(it) for each in distinct for it in each], np.float32)
        heard = _sums(vectors.reshape(-1, len(self.bias)), distinct)
        heard += self._sums_of([self._rows_between(each) for each in words])
        about = [[self.rows[name] for name in names if name in self.rows] for _, names in texts]
        total: Weights = self.bias + self._sums_of(about) + shares[:, None] * heard
        return total

    def _sums_of(self, rows: Sequence[Sequence[int]]) -> Weights:
        vectors: Weights = self.weights[[row for each in rows for row in each]]
        return _sums(vectors, rows)

    def probabilities(self, found: Sequence[Piece], about: Iterable[str]) -> list[float]:
        """How likely each head is, 0 to 1, in the order of `heads`."""
        likely: list[float] = (1.0 / (1.0 + np.exp(-self.scores(found, about)))).tolist()
        return likely

    def because(self, found: Sequence[Piece], head: str, *, most: int = 2) -> list[tuple[int, int]]:
        """The stretches of words that speak most for a head, as places in the text."""
        column = self.numbers[head]
        worth = [float(self._word(word)[column]) for word, _, _ in found]
        words = [word for word, _, _ in found]
        for name, first, last in features.between(words, self.kinds):
            if (row := self.rows.get(name)) is not None:
                share = float(self.weights[row, column]) / 2
                worth[first] += share
                worth[last] += share
        return _stretches(found, worth, most)

    def _word(self, word: str) -> Weights:
        known = self._remembered.get(word)
        if known is None:
            names = set(features.of_word(word, self.kinds))
            rows = sorted(self.rows[name] for name in names if name in self.rows)
            known = self.weights[rows].sum(axis=0) if rows else np.zeros_like(self.bias)
            if len(self._remembered) < features.MOST_REMEMBERED:
                self._remembered[word] = known
        return known

    def _rows_between(self, words: Sequence[str]) -> list[int]:
        rows = self.rows
        names = {name for name, _, _ in features.between(words, self.kinds) if name in rows}
        return sorted(rows[name] for name in names)


def _sums(vectors: Weights, groups: Sequence[Sized]) -> Weights:
    """The sum of the first vectors, as many as the first group has, of the next, and so on."""
    sizes = np.asarray([len(each) for each in groups])
    sums = np.zeros((len(groups), vectors.shape[-1]), np.float32)
    if len(vectors):
        # A group of none has no place to begin.
        starts = np.cumsum(sizes) - sizes
        sums[sizes > 0] = np.add.reduceat(vectors, starts[sizes > 0], axis=0)
    return sums


def share(words: int) -> float:
    """What one of so many different words counts."""
    return 1.0 / sqrt(words + CALM_WORDS)


def _stretches(found: Sequence[Piece], worth: list[float], most: int) -> list[tuple[int, int]]:
    """Grow from the heaviest word to neighbours that also speak for it; never over each other."""
    taken: list[tuple[int, int]] = []
    used: set[int] = set()
    for at in sorted(range(len(found)), key=lambda at: -worth[at]):
        if len(taken) == most or worth[at] <= 0:
            break
        if at in used or not found[at][0][0].isalnum():
            continue
        low, high = _grown(found, worth, at, used)
        used.update(range(low, high + 1))
        taken.append((found[low][1], found[high][2]))
    return sorted(taken)


def _grown(found: Sequence[Piece], worth: list[float], at: int, used: set[int]) -> tuple[int, int]:
    """The first and last word of the stretch around a word, within its sentence."""

    def speaks(other: int) -> bool:
        inside = 0 <= other < len(found) and other not in used
        return inside and found[other][0][0] not in ENDS and worth[other] > worth[at] / 4

    low = high = at
    while high - low + 1 < MOST_WORDS:
        if speaks(high + 1):
            high += 1
        elif speaks(low - 1):
            low -= 1
        else:
            break
    return low, high


def packed(heads: Sequence[str], rows: Sequence[str], weights: Weights, bias: Weights,
           *, version: str) -> bytes:  # fmt: skip
    """The file of a model: weights as whole numbers of one byte with a scale per head."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127.0
    small = np.round(weights / scale).astype(np.int8)
    about = json.dumps({"heads": list(heads), "version": version}, ensure_ascii=False)
    out = BytesIO()
    np.savez_compressed(
        out, about=np.frombuffer(about.encode(), np.uint8),
        rows=np.frombuffer("\n".join(rows).encode(), np.uint8),
        weights=small, scale=scale.astype(np.float32), bias=bias.astype(np.float32),
    )  # fmt: skip
    return out.getvalue()


def unpacked(data: bytes, known: Kinds) -> Learned:
    """The model in a file that `packed` made. Raises BadModel if it is something else."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as file:
            about = json.loads(file["about"].tobytes())
            names = file["rows"].tobytes().decode().split("\n")
            weights = file["weights"].astype(np.float32) * file["scale"]
            bias = file["bias"]
    except (KeyError, ValueError, OSError, BadZipFile) as error:
        raise BadModel(f"this is not a model of the reader: {error}") from error
    if weights.shape != (len(names), len(about["heads"])):
        raise BadModel("the model has another number of features or heads than it says")
    rows = {name: at for at, name in enumerate(names)}
    return Learned(tuple(about["heads"]), rows, weights, bias, known, about["version"])


READER = "learned.npz"
"""The file of the models that read messages, in the folder of their language."""

_instead: dict[tuple[str, str], Learned] = {}


def learned(language: str, name: str = READER) -> Learned | None:
    """A model of a language by the name of its file, loaded once; None if there is none."""
    return _instead.get((language, name)) or _shipped(language, name)


@contextmanager
def instead(language: str, model: Learned, name: str = READER) -> Iterator[None]:
    """Use another model of the same heads for a while: to measure one not yet shipped.

    Raises BadModel if its heads are others: what needs them knows them by their number.
    """
    if (shipped := _shipped(language, name)) and shipped.heads != model.heads:
        raise BadModel("the model has other heads than the one it stands in for")
    _instead[language, name] = model
    try:
        yield
    finally:
        del _instead[language, name]


@cache
def _shipped(language: str, name: str) -> Learned | None:
    path = files("gehoord.tone.languages").joinpath(language, *name.split("/"))
    if not path.is_file():
        return None
    return unpacked(path.read_bytes(), features.kinds(language))
