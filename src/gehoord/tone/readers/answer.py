"""Believe nothing of what a model answers: exactly our labels, and words that are really there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NoReturn

from gehoord.tone.readers.contract import KINDS, LABELS, LEVELS, NoReading, score_of
from gehoord.tone.reading.abuse import in_order
from gehoord.tone.reading.model import Evidence, Reading
from gehoord.tone.text.normal import Normal

MOST_QUOTES = 30
KEYS = {"anger", "emotion", "abuse", "target", "intent", "crisis", "evidence"}


def reading_from(content: str, *, sent: Normal, like: Reading, rule: str) -> Reading:
    """The reading that a model's answer about `sent` stands for; the rest is that of `like`.

    Places count code points of the message as the customer wrote it. Raises NoReading with
    `not-json`, `wrong-answer` or `invented-evidence`.
    """
    given = _object(content)
    _require(given.keys() == KEYS)
    anger, crisis = given["anger"], given["crisis"]
    _require(type(anger) is int and anger in LEVELS)
    _require(type(crisis) is bool)
    for field in ("emotion", "target", "intent"):
        _require(type(given[field]) is str and given[field] in LABELS[field])
    kinds = _kinds(given["abuse"])
    allowed = _labels(given, kinds)
    evidence = _evidence(given["evidence"], sent, allowed, rule)
    said = {item.label for item in evidence}
    _require(said.issuperset(f"abuse-{kind}" for kind in kinds))
    _require(not crisis or "crisis" in said)
    return replace(
        like,
        is_read=True,
        anger=anger,
        anger_score=score_of(anger, like=like),
        emotion=given["emotion"],
        abuse="none" if crisis or not kinds else kinds[0],
        abuse_categories=() if crisis else kinds,
        target="self" if crisis else given["target"],
        intent=given["intent"],
        crisis=crisis,
        evidence=evidence,
    )


def _object(content: str) -> dict[str, Any]:
    """The one JSON object that the answer is; nothing around it, no key twice."""
    try:
        given = json.loads(content, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise NoReading("not-json") from None
    _require(isinstance(given, dict))
    return given  # type: ignore[no-any-return]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    _require(len(found) == len(pairs))
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _kinds(given: object) -> tuple[str, ...]:
    _require(isinstance(given, list))
    _require(all(type(kind) is str and kind in KINDS for kind in given))  # type: ignore[attr-defined]
    return in_order(given)  # type: ignore[arg-type]


def _labels(given: dict[str, Any], kinds: Sequence[str]) -> set[str]:
    """The labels that evidence may have without contradicting the rest of the answer."""
    levels = {f"anger-{level}" for level in LEVELS[1:] if level <= given["anger"]}
    abuse = {f"abuse-{kind}" for kind in kinds}
    return (
        levels
        | abuse
        | {f"emotion-{given['emotion']}"}
        | ({"crisis"} if given["crisis"] else set())
    )


def _evidence(given: object, sent: Normal, allowed: set[str], rule: str) -> tuple[Evidence, ...]:
    if not isinstance(given, list) or len(given) > MOST_QUOTES:
        raise NoReading("wrong-answer")
    found = set()
    for item in given:
        _require(isinstance(item, dict) and item.keys() == {"quote", "label"})
        quote, label = item["quote"], item["label"]
        _require(type(quote) is str and type(label) is str and label in allowed)
        at = sent.text.find(quote)
        if at < 0 or not quote.strip():
            raise NoReading("invented-evidence")
        start, end = sent.raw_span(at, at + len(quote))
        # In a reading the feelings of others have the label of the engine.
        label = "gratitude" if label == "emotion-gratitude" else label
        found.add(Evidence(start, end, label, rule))
    return tuple(sorted(found, key=lambda item: (item.start, item.end, item.label)))


def _require(is_so: bool) -> None:  # noqa: FBT001 - reads as an assertion
    if not is_so:
        raise NoReading("wrong-answer")
