"""What is asked about one row of an archive, and what comes back: plain values for any process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import NamedTuple

from gehoord.tone import ENGINE_VERSION
from gehoord.tone.reading import Reading, read


class Asked(NamedTuple):
    """The message of one row; `broken` says why there is none, `line` where to find it."""

    line: int
    text: str = ""
    prev: str = ""
    channel: str = ""
    broken: str = ""


class Answer(NamedTuple):
    """The columns that reading adds, in their order; all but `error` are None in a broken row.

    `evidence` is JSON: a list of start, end, label and rule, places in code points of the text.
    """

    anger: int | None = None
    anger_score: float | None = None
    emotion: str | None = None
    abuse: str | None = None
    target: str | None = None
    intent: str | None = None
    crisis: bool | None = None
    next_step: str | None = None
    lang: str | None = None
    is_read: bool | None = None
    engine_version: str | None = None
    evidence: str | None = None
    error: str | None = None


def answer_all(rows: Sequence[Asked], lang: str) -> list[Answer]:
    """One answer for each row, in the same order; without `lang` each text shows its own."""
    return [answer(asked, lang) for asked in rows]


def answer(asked: Asked, lang: str = "") -> Answer:
    """Read one row. What goes wrong with it is in `error`, never raised."""
    if asked.broken:
        return Answer(error=f"line {asked.line}: {asked.broken}")
    try:
        reading = read(asked.text, prev=asked.prev, channel=asked.channel, lang=lang or None)
    except Exception as error:  # noqa: BLE001 - one message may not end an archive of millions
        return Answer(error=f"line {asked.line}: {type(error).__name__} in the engine: {error}")
    return _of_reading(reading)


def _of_reading(reading: Reading) -> Answer:
    evidence = json.dumps([asdict(item) for item in reading.evidence], ensure_ascii=False)
    return Answer(
        anger=reading.anger,
        anger_score=reading.anger_score,
        emotion=reading.emotion,
        abuse=reading.abuse,
        target=reading.target,
        intent=reading.intent,
        crisis=reading.crisis,
        next_step=reading.next_step,
        lang=reading.lang,
        is_read=reading.is_read,
        engine_version=ENGINE_VERSION,
        evidence=evidence,
    )
