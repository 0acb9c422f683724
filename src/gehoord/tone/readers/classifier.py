"""A reader around a Hugging Face sequence classifier in a folder of this machine."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import regex

from gehoord.tone.readers.contract import Asked, NoReading, rule_of, score_of
from gehoord.tone.readers.mapping import Mapping, ModelDoesNotFit, mapping_in
from gehoord.tone.reading.abuse import in_order
from gehoord.tone.reading.model import Evidence, Reading

MOST_TOKENS = 512
MOST_WINDOWS = 16
OVERLAP = 16
CALM = ("none", "neutral", "0")
_SENTENCE = regex.compile(r"[^\s.!?][^.!?\n]*[.!?]*")


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of the message with the chance of each of our labels in it."""

    start: int
    end: int
    chances: dict[str, float]


class Classifier:
    """Fills one field of the built-in reading with what a model says; on the processor.

    The model and its tokenizer are read from `folder`, nothing is ever downloaded and no code or
    pickle of the model is run. Raises ModelDoesNotFit if it cannot be used, and ImportError
    without transformers and torch.
    """

    name = "classifier"

    def __init__(self, folder: Path) -> None:
        self._mapping = mapping_in(folder)
        self.version = self._mapping.version
        self._tokenizer, self._model = _loaded(folder)
        self._names = _names(self._model.config, self._mapping)
        self._size = _size(self._tokenizer, self._model.config)
        # Half the cores' worth of threads fight each other: one message at a time.
        self._lock = threading.Lock()

    def read(
        self, text: str, *, prev: str = "", channel: str = "", lang: str | None = None
    ) -> Reading:
        """The built-in reading with the model's field; not read in languages it does not know.

        Raises NoReading if the message is too long for it.
        """
        like = Asked(text, prev, channel, lang).of_built_in()
        if like.lang not in self._mapping.languages:
            return Reading(lang=like.lang, is_read=False)
        windows = self._windows(text)
        labels = self._decided(windows)
        if not labels:
            return replace(like, is_read=True)
        evidence = tuple(self._evidence(text, windows, labels))
        return _filled(like, self._mapping.field, labels, evidence)

    def _windows(self, text: str) -> list[Window]:
        """The message in pieces that fit the model, each with its chances."""
        given = self._tokenizer(
            text, truncation=True, max_length=self._size, stride=min(OVERLAP, self._size // 4),
            return_overflowing_tokens=True, return_offsets_mapping=True,
        )  # fmt: skip
        if len(given["input_ids"]) > MOST_WINDOWS:
            raise NoReading("too-long")
        places = [
            [place for place in row if place[0] < place[1]] for row in given["offset_mapping"]
        ]
        spans = [(row[0][0], row[-1][1]) for row in places if row]
        chances = self._chances([text[start:end] for start, end in spans])
        return [Window(*span, each) for span, each in zip(spans, chances, strict=True)]

    def _chances(self, texts: list[str]) -> list[dict[str, float]]:
        """The chance of each of our labels in each text, none longer than the model's size."""
        import torch

        if not texts:
            return []
        with self._lock, torch.inference_mode():
            given = self._tokenizer(
                texts, truncation=True, max_length=self._size, padding=True, return_tensors="pt"
            )
            logits = self._model(**given).logits.float()
            several = self._model.config.problem_type == "multi_label_classification"
            rows = (logits.sigmoid() if several else logits.softmax(dim=-1)).tolist()
        return [self._in_our_labels(row) for row in rows]

    def _in_our_labels(self, row: list[float]) -> dict[str, float]:
        chances: dict[str, float] = {}
        for label, chance in zip(self._names, row, strict=True):
            chances[label] = chances.get(label, 0.0) + chance
        return chances

    def _decided(self, windows: list[Window]) -> list[str]:
        """The labels of the message; none where the model is not sure of any.

        One angry or abusive piece makes an angry or abusive message; the rest goes by the whole.
        """
        sure = {
            label
            for window in windows
            for label, chance in window.chances.items()
            if chance >= self._mapping.least
        }
        if self._mapping.field == "abuse":
            return list(in_order(sure)) or sorted(sure)
        if self._mapping.field == "anger":
            return sorted(sure, key=int)[-1:]
        mean = {
            label: sum(window.chances[label] for window in windows) / len(windows)
            for label in self._names if windows
        }  # fmt: skip
        best = max(mean, key=lambda label: mean[label], default="")
        return [best] if mean.get(best, 0.0) >= self._mapping.least else []

    def _evidence(self, text: str, windows: list[Window], labels: list[str]) -> Iterator[Evidence]:
        """For each label that says something the sentence in which the model sees it most."""
        for label in labels:
            if label in CALM or self._mapping.field not in ("anger", "emotion", "abuse"):
                continue
            window = max(windows, key=lambda each: each.chances[label])
            spans = [found.span() for found in _SENTENCE.finditer(text, window.start, window.end)]
            spans = spans[:MOST_WINDOWS] or [(window.start, window.end)]
            chances = self._chances([text[start:end] for start, end in spans])
            best = max(range(len(spans)), key=lambda at: chances[at][label])
            called = "gratitude" if label == "gratitude" else f"{self._mapping.field}-{label}"
            yield Evidence(*spans[best], called, rule_of(self))


def _filled(
    like: Reading, field: str, labels: list[str], evidence: tuple[Evidence, ...]
) -> Reading:
    """The reading with one field as the model says, and its words before those of the rules."""
    like = replace(like, is_read=True, evidence=(*evidence, *like.evidence))
    if field == "anger":
        anger = int(labels[0])
        return replace(like, anger=anger, anger_score=score_of(anger, like=like))
    if field == "abuse":
        kinds = in_order(labels)
        return replace(like, abuse=kinds[0] if kinds else "none", abuse_categories=kinds)
    return replace(like, **{field: labels[0]})  # type: ignore[arg-type]


def _loaded(folder: Path) -> tuple[Any, Any]:
    # Before the import: these libraries look at it once.
    os.environ["HF_HUB_OFFLINE"] = "1"
    from transformers import AutoModelForSequenceClassification, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()

    offline = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = AutoTokenizer.from_pretrained(str(folder), **offline)
        model = AutoModelForSequenceClassification.from_pretrained(
            str(folder), use_safetensors=True, **offline
        )
    except (OSError, ValueError) as error:
        raise ModelDoesNotFit(f"{folder}: {str(error).splitlines()[0]}") from error
    if not tokenizer.is_fast:
        raise ModelDoesNotFit(f"{folder}: the tokenizer does not say where its words stand")
    return tokenizer, model.eval()


def _names(config: Any, mapping: Mapping) -> list[str]:
    """Our label for each output of the model."""
    theirs = [config.id2label[number] for number in sorted(config.id2label)]
    if set(theirs) != mapping.labels.keys():
        missing = sorted(set(theirs) ^ mapping.labels.keys())
        raise ModelDoesNotFit(f"[labels] and the model differ in {', '.join(missing)}")
    return [mapping.labels[name] for name in theirs]


def _size(tokenizer: Any, config: Any) -> int:
    """The most tokens in one window; some models keep two of their places for themselves."""
    places = getattr(config, "max_position_embeddings", None) or MOST_TOKENS + 2
    return int(min(MOST_TOKENS, tokenizer.model_max_length, places - 2))
