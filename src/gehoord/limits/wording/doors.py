"""What a customer reads at a door that is closed for him: why, until when, and where else."""

from __future__ import annotations

from datetime import datetime

from gehoord.accounts.models import Agent
from gehoord.kit.icons import channel_parts
from gehoord.limits.links import notice_link
from gehoord.limits.models import HouseRules, Measure
from gehoord.limits.wording.telling import Voice, at_time, voice_about
from gehoord.limits.wording.times import times_words


def closed(measure: Measure, *, until: datetime) -> str:
    """What stands in a chat that is closed for him."""
    return _said(f"closed_{measure.kind}", measure, until)


def explanation(measure: Measure, *, until: datetime) -> str:
    """What he gets once when he writes all the same."""
    return _said(f"explained_{measure.kind}", measure, until)


def foot(measure: Measure) -> str:
    """What stands under a warning and an ending: where to read it all and how to appeal."""
    return voice_about(measure).say("foot", link=notice_link(measure))


def ways(measure: Measure, voice: Voice) -> str:
    """How he reaches us under an arrangement, in sentences."""
    terms = measure.terms
    said = []
    channels = [channel_parts(each)[1] for each in terms.get("channels") or ()]
    if channels:
        said.append(voice.say("way_channels", channels=", ".join(channels)))
    times = times_words(terms)
    if times:
        said.append(voice.say("way_times", times=times))
    if terms.get("writing_only") or (times and not channels):
        said.append(voice.say("way_written"))
    contact = terms.get("contact")
    if contact:
        said.append(voice.say("way_contact", name=_called(contact)))
    return " ".join(said)


def reach(voice: Voice) -> dict[str, str]:
    """The addresses that stay open, as they stand in a sentence; empty if the house gave none."""
    rules = HouseRules.current()
    post = ", ".join(line.strip() for line in rules.postal_address.splitlines() if line.strip())
    return {
        "mail": voice.say("at_mail", mail=rules.open_mail) if rules.open_mail else "",
        "post": voice.say("at_post", post=post) if post else "",
    }


def _said(name: str, measure: Measure, until: datetime) -> str:
    voice = voice_about(measure)
    with voice.spoken():
        return voice.say(
            name,
            until=at_time(until),
            link=notice_link(measure),
            ways=ways(measure, voice),
            **reach(voice),
        )


def _called(contact: object) -> str:
    if not isinstance(contact, int):
        return str(contact)
    agent = Agent.objects.filter(pk=contact).first()
    return agent.called if agent else ""
