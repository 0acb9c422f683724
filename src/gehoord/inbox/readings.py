"""What the software read in a customer's message, put into words for the agent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from gehoord.cases.models import Message
from gehoord.coaching.actions import EVIDENCE_SHOWN, why
from gehoord.coaching.models import (
    LABELS,
    Abuse,
    Correction,
    Emotion,
    Reading,
    Target,
    Wrong,
)
from gehoord.kit.course import trend
from gehoord.kit.levels import level_word

TREND_OVER = 3
"""Messages of the customer that a trend looks back over."""
GUESSES = {
    Emotion.DISAPPOINTMENT,
    Emotion.SADNESS,
    Emotion.FEAR,
    Emotion.POWERLESSNESS,
    Emotion.CONFUSION,
}
IN_IT = {
    Abuse.INSULT: gettext_lazy("There is an insult in it"),
    Abuse.DISCRIMINATION: gettext_lazy("There is discrimination in it"),
    Abuse.SEXUAL: gettext_lazy("There is a sexual remark in it"),
    Abuse.INTIMIDATION: gettext_lazy("There is intimidation in it"),
    Abuse.THREAT_VEILED: gettext_lazy("There is a veiled threat in it"),
    Abuse.THREAT_EXPLICIT: gettext_lazy("There is a threat in it"),
}


AIMED = {
    Target.AGENT: gettext_lazy("against you"),
    Target.COMPANY: gettext_lazy("against the company"),
    Target.THIRD_PARTY: gettext_lazy("against somebody else"),
}


@dataclass(frozen=True)
class Choices:
    """One part of a reading and the labels it could have instead: (value of a button, word)."""

    part: str
    name: str
    labels: list[tuple[str, str]]


def choices(reading: Reading) -> list[Choices]:
    """What an agent can say instead of what was read, in the words of the pages."""
    was = {
        Wrong.ANGER: str(reading.anger),
        Wrong.EMOTION: reading.emotion,
        Wrong.ABUSE: reading.abuse,
        Wrong.TARGET: reading.target,
    }
    return [
        Choices(
            part=part,
            name=str(Wrong(part).label),
            labels=[
                (f"{part}:{label}", _word(part, str(label)))
                for label in kind.values
                if str(label) != was[Wrong(part)]
            ],
        )
        for part, kind in LABELS.items()
    ]


def corrected(correction: Correction) -> str:
    """What is wrong in a reading as somebody said it: `boosheid, eerder erg boos`."""
    if not correction.wrong:
        return ""
    name = str(Wrong(correction.wrong).label)
    if not correction.should_be:
        return name
    word = _word(correction.wrong, correction.should_be)
    return _("{part}: rather {label}").format(part=name, label=word)


def _word(part: str, label: str) -> str:
    if part == Wrong.ANGER:
        return level_word(int(label))
    return str(LABELS[part](label).label)


def not_read(language: str) -> str:
    """Say that nothing is known of a message in a language that is not read."""
    try:
        name = get_language_info(language)["name_translated"]
    except KeyError:
        return _("Not read: Gehoord does not know this language yet.")
    return _("Not read: Gehoord does not know this language yet ({language}).").format(
        language=name
    )


def trend_word(levels: Sequence[int]) -> str:
    """Whether the last message is angrier than the two before it; nothing if none was angry."""
    recent = levels[-TREND_OVER:]
    if len(recent) < 2 or not any(recent):
        return ""
    before = recent[:-1]
    now, usual = recent[-1] * len(before), sum(before)
    # The kit has the words: rising, falling, steady.
    return trend([usual, now])


def aim(reading: Reading, levels: Sequence[int]) -> str:
    """At whom a message is aimed and where the anger goes: `op het bedrijf, stijgend`."""
    target = "" if reading.target == Target.NONE else reading.get_target_display()
    return ", ".join(word for word in (target, trend_word(levels)) if word)


def evidence(reading: Reading | None) -> list[dict[str, Any]]:
    """The words to underline, the strongest first chosen, each with why."""
    if reading is None or not reading.counts:
        return []
    angry = [span for span in reading.evidence if str(span["label"]).startswith("anger-")]
    strongest = sorted(angry, key=lambda span: str(span["label"]), reverse=True)[:EVIDENCE_SHOWN]
    return [{**span, "why": why(str(span["rule"]))} for span in strongest]


def summary(reading: Reading) -> str:
    """What a shielded message holds, so that an agent need not read the words."""
    abuse = str(IN_IT.get(Abuse(reading.abuse), _("There is abuse in it")))
    if (at := AIMED.get(Target(reading.target))) is not None:
        abuse = f"{abuse}, {at}"
    if reading.intent in ("problem", "both"):
        return _("{abuse}. The customer also tells what the problem is.").format(abuse=abuse)
    return f"{abuse}."


def guess(message: Message | None) -> dict[str, str] | None:
    """What may lie under the anger of the last message, with the words it comes from."""
    reading = message.reading if message else None
    if message is None or reading is None or not reading.counts or reading.emotion not in GUESSES:
        return None
    label = f"emotion-{reading.emotion}"
    spans = [span for span in reading.evidence if span["label"] == label]
    if reading.is_shielded:
        spans = []
    words = message.text[spans[0]["start"] : spans[0]["end"]] if spans else ""
    return {"emotion": reading.get_emotion_display().lower(), "words": " ".join(words.split())[:80]}
