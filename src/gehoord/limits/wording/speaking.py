"""What an agent says when he warns and when he ends: written out, for him to change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gehoord.cases.models import Case
from gehoord.limits.call_backs import CallBackPromise
from gehoord.limits.ladder.guards import Warned
from gehoord.limits.wording.telling import Voice, at_time, quoted


def warning(case: Case, voice: Voice, *, quotes: Sequence[str], is_spoken: bool) -> Warned:
    """The three parts of a warning with the words it is about."""
    part = case.parts.filter(is_solved=False).order_by("number").first()
    help_words = (
        voice.say("warning_help_problem", problem=_as_sentence(part.text))
        if part is not None
        else voice.say("warning_help")
    )
    behaviour = "warning_behaviour_spoken" if is_spoken else "warning_behaviour"
    with voice.spoken():
        said = quoted(quotes)
    return Warned(
        help=help_words,
        behaviour=voice.say(behaviour, quotes=said) if quotes else "",
        consequence=voice.say("warning_consequence"),
    )


def ending(voice: Voice, *, quotes: Sequence[str], until: datetime, is_spoken: bool) -> str:
    """What he says when he ends a conversation that went too far."""
    name = "ending_spoken" if is_spoken else "ending"
    with voice.spoken():
        return voice.say(name, quotes=quoted(quotes), until=at_time(until))


def ending_without_ground(voice: Voice, promise: CallBackPromise) -> str:
    """What he says when he ends one without that: no quarter that nobody keeps."""
    if promise.begins_at is None:
        return voice.say("ending_without_ground")
    with voice.spoken():
        begin = at_time(promise.begins_at)
    return voice.say("ending_without_ground_later", begin=begin)


def _as_sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
