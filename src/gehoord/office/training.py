"""Corrections as lines of the labelled corpus, with the message where the house allows that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from gehoord.accounts.models import House
from gehoord.cases.models import Message
from gehoord.coaching.masking import masked
from gehoord.coaching.models import Correction, CorrectionQuerySet, Reading, Wrong, seal_of
from gehoord.contacts.models import Channel
from gehoord.office.names import agents_of, names_of

CHANNELS = {Channel.WEBCHAT: "chat"}
"""What the corpus calls a channel, where that is something else."""
UNKNOWN = "unknown"


def lines(first: date, last: date, *, has_words: bool) -> Iterator[str]:
    """The corrections of these days as JSON lines, in no order that says when they were made.

    A label that somebody called wrong without saying the right one is null. `checked` names the
    labels that a person gave; the others are what the software read.
    """
    texts = _texts() if has_words else {}
    found = Correction.objects.between(first, last).order_by("made_on", "language", "seal", "pk")
    for number, correction in enumerate(found, 1):
        said = texts.get(correction.seal or "", {}) if correction.may_keep_words else {}
        yield json.dumps(_line(number, correction, said), ensure_ascii=False)


def with_words(corrections: CorrectionQuerySet) -> int:
    """Of how many corrections the message is still there and may go along."""
    if not House.current().keeps_corrected_words:
        return 0
    readings = Reading.objects.filter(is_disputed=True, message__isnull=False)
    return corrections.of(readings.values_list("pk", flat=True)).filter(may_keep_words=True).count()


def _line(number: int, correction: Correction, said: dict[str, str]) -> dict[str, Any]:
    was = correction.labels
    labels = dict(was)
    for part in [correction.wrong] if correction.wrong else list(labels):
        if part in labels:
            labels[part] = None
    if correction.should_be:
        is_level = correction.wrong == Wrong.ANGER
        labels[correction.wrong] = int(correction.should_be) if is_level else correction.should_be
    return {
        "id": f"correction-{number}",
        "lang": correction.language,
        "sector": UNKNOWN,
        "channel": said.get("channel", UNKNOWN),
        "voice": UNKNOWN,
        **({"text": said["text"]} if said else {}),
        **labels,
        "checked": [correction.wrong] if correction.should_be else [],
        "wrong": correction.wrong or "reading",
        "read": was,
        "rules": [each["rule"] for each in correction.rules],
        "engine_version": correction.engine_version,
        "day": correction.made_on.isoformat(),
    }


def _texts() -> dict[str, dict[str, str]]:
    """The masked messages of disputed readings, by the seal of their correction."""
    disputed = Message.objects.filter(reading__is_disputed=True)
    messages = list(disputed.select_related("case__customer", "case__owner", "conversation"))
    names = agents_of({message.case_id for message in messages})
    return {
        seal_of(message.reading_id): {
            "channel": str(CHANNELS.get(Channel(message.conversation.channel), UNKNOWN)),
            "text": masked(message.text, names=names_of(message.case, names[message.case_id])),
        }
        for message in messages
    }
