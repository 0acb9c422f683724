"""What the software read in a customer's message, put into words for the agent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoord.cases.models import Message
from gehoord.coaching.actions import EVIDENCE_SHOWN, why
from gehoord.coaching.models import Abuse, Emotion, Reading, Target
from gehoord.kit.course import trend

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
    if reading is None or reading.is_disputed:
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
    if message is None or reading is None or reading.is_disputed or reading.emotion not in GUESSES:
        return None
    label = f"emotion-{reading.emotion}"
    spans = [span for span in reading.evidence if span["label"] == label]
    if reading.is_shielded:
        spans = []
    words = message.text[spans[0]["start"] : spans[0]["end"]] if spans else ""
    return {"emotion": reading.get_emotion_display().lower(), "words": " ".join(words.split())[:80]}
