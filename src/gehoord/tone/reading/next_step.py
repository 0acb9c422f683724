"""The next right step, from the other labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """What the table below looks at."""

    crisis: bool
    abuse: str
    anger: int
    emotion: str
    intent: str
    signals: frozenset[str]
    words: int
    parts: int


# The first line that is true decides: safety before limits, limits before service.
TABLE: tuple[tuple[Callable[[Seen], bool], str], ...] = (
    (lambda seen: seen.crisis, "crisis_care"),
    (lambda seen: seen.abuse == "threat_explicit", "safety_protocol"),
    (lambda seen: seen.abuse in ("threat_veiled", "intimidation"), "alert_lead"),
    (lambda seen: seen.abuse in ("discrimination", "sexual"), "end_and_report"),
    (lambda seen: seen.abuse == "insult", "set_limit"),
    (lambda seen: "complaint_route" in seen.signals, "complaint_route"),
    (lambda seen: "wants_lead" in seen.signals, "warm_handover"),
    (lambda seen: "gave_up" in seen.signals, "reopen"),
    (lambda seen: "resolved" in seen.signals and seen.anger <= 1, "close_and_follow_up"),
    (lambda seen: seen.emotion == "gratitude" and seen.intent == "none", "close_and_follow_up"),
    (lambda seen: seen.intent == "vent" and seen.anger >= 1, "listen"),
    (lambda seen: seen.anger >= 3, "listen"),
    (lambda seen: seen.emotion in ("sadness", "fear"), "acknowledge_and_ask"),
    (lambda seen: seen.anger >= 1 and (seen.parts >= 3 or seen.words >= 30), "summarise_and_check"),
    (lambda seen: seen.emotion == "powerlessness", "acknowledge_and_ask"),
    (lambda seen: seen.anger >= 1 and "fault" in seen.signals, "apologise_and_plan"),
    (lambda seen: seen.anger >= 1, "acknowledge_and_ask"),
    (lambda seen: "fault" in seen.signals, "apologise_and_plan"),
)

# Which signal of the rules leads to a step: who only knows the step knows that much of them.
SIGNAL_OF = {
    "complaint_route": "complaint_route", "warm_handover": "wants_lead", "reopen": "gave_up",
    "close_and_follow_up": "resolved", "apologise_and_plan": "fault",
}  # fmt: skip


def next_step(seen: Seen) -> str:
    """What to do first; when nothing asks for care, simply answer."""
    return next((step for is_so, step in TABLE if is_so(seen)), "answer")
