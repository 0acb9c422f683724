"""What a customer reads when his appeal was decided."""

from __future__ import annotations

from gehoord.limits.links import appeal_of
from gehoord.limits.models import Appeal, Measure, Notice
from gehoord.limits.wording.notices import title_of
from gehoord.limits.wording.telling import on_day, voice_about


def outcome_of(appeal: Appeal, measure: Measure) -> str:
    """The decision about an appeal with its reason, as a message or a letter."""
    voice = voice_about(measure)
    with voice.spoken():
        until = on_day(measure.ends_at) if measure.ends_at else ""
        day = on_day(appeal.filed_at)
    parts = [
        voice.say("appeal_about", day=day, title=title_of(measure)),
        voice.say(f"appeal_{appeal.outcome}", until=until),
        voice.say("appeal_reason", reason=appeal.reason.strip()),
        voice.say("appeal_after"),
    ]
    return "\n\n".join(parts)


def heading_of(notice: Notice) -> str:
    """What stands above a notice: what it is about, or that it decides about an appeal."""
    appeal = appeal_of(notice.measure)
    if appeal is None or appeal.decided_at is None or notice.written_at < appeal.decided_at:
        return title_of(notice.measure)
    return voice_about(notice.measure).say("title_appeal")
