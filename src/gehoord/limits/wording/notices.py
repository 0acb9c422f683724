"""The notice of a measure: what the customer reads about it, as a mail, a letter and a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from gehoord.accounts.models import House
from gehoord.limits.keeping import calendar
from gehoord.limits.ladder.records import Kind
from gehoord.limits.links import notice_link
from gehoord.limits.models import HouseRules, Measure
from gehoord.limits.wording.doors import reach, ways
from gehoord.limits.wording.telling import Voice, on_day, quoted, voice_about


@dataclass(frozen=True)
class Letter:
    """A notice as it is sent: a title and paragraphs of plain text."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def letter_about(measure: Measure) -> Letter:
    """Write the notice of a mark, an arrangement or a contact stop, to be looked over and sent.

    It says what was said on which day, the rule, the measure and its end, how to reach us
    meanwhile, how to appeal and who decides about that, and the right to see one's data.
    """
    voice = voice_about(measure)
    with voice.spoken():
        return Letter(title_of(measure), tuple(_paragraphs(measure, voice)))


def _paragraphs(measure: Measure, voice: Voice) -> list[str]:
    until = on_day(measure.ends_at or end_if_told_now(measure))
    said = [
        voice.say("notice_quote", day=on_day(each.said_at), quotes=quoted(each.quotes))
        for each in measure.grounds.order_by("said_at", "pk")
    ]
    post = reach(voice)["post"]
    paragraphs = [
        voice.say("notice_help"),
        "\n".join([voice.say("notice_behaviour"), *said]),
        voice.say("notice_rule"),
        voice.say(f"notice_{measure.kind}", until=until, ways=ways(measure, voice)).strip(),
        voice.say("notice_reason", reason=measure.reason),
        *([voice.say("notice_open", post=post)] if measure.kind == Kind.BLOCK else []),
        voice.say("notice_ends", until=until),
        voice.say("notice_appeal", link=notice_link(measure)),
        voice.say("notice_data"),
    ]
    if contact := HouseRules.current().appeal_contact:
        paragraphs.append(voice.say("notice_contact", contact=contact.rstrip(".")))
    return paragraphs


def title_of(measure: Measure) -> str:
    """What stands above everything a customer reads about a measure."""
    return voice_about(measure).say(f"title_{measure.kind}", house=House.current().name)


def end_if_told_now(measure: Measure, *, at: datetime | None = None) -> datetime:
    """When a measure would end if the customer were told at this moment."""
    length = HouseRules.current().length_of(Kind(measure.kind))
    return length.after(at or timezone.now(), calendar())
