"""What a customer reads when his appeal was decided."""

from __future__ import annotations

from gehoord.limits.models import Appeal, Measure
from gehoord.limits.wording.notices import title_of
from gehoord.limits.wording.telling import on_day, voice_in


def outcome_of(appeal: Appeal, measure: Measure) -> str:
    """The decision about an appeal with its reason, as a message or a letter."""
    voice = voice_in(measure.conversation)
    until = on_day(measure.ends_at) if measure.ends_at else ""
    parts = [
        voice.say("appeal_about", day=on_day(appeal.filed_at), title=title_of(measure)),
        voice.say(f"appeal_{appeal.outcome}", until=until),
        voice.say("appeal_reason", reason=appeal.reason.strip()),
        voice.say("appeal_after"),
    ]
    return "\n\n".join(parts)
