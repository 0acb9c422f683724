"""What the pages of a case show of the house rules."""

from __future__ import annotations

from django import template

from gehoord.accounts.models import Agent
from gehoord.cases.models import Case, Delivery, Message
from gehoord.inbox import limiting
from gehoord.inbox.calling_back import CallBack, call_backs_in
from gehoord.inbox.limit_words import level_of
from gehoord.inbox.limiting import measures_shown
from gehoord.limits.ladder.deciding import MAY_PROPOSE
from gehoord.limits.ladder.levels import COUNTS
from gehoord.limits.models import Measure

register = template.Library()


@register.simple_tag
def limits_in(case: Case) -> list[Measure]:
    """The measures in force for the customer of a case; one that is over is not shown."""
    return measures_shown(case)


@register.simple_tag
def closed_channel(case: Case) -> limiting.ClosedChannel | None:
    """Why the customer cannot answer where a reply goes: `{% closed_channel case as shut %}`."""
    return limiting.closed_channel(case)


@register.simple_tag
def customers_waiting(case: Case, agent: Agent) -> list[CallBack]:
    """The customer of a case, while he waits to be called back."""
    return call_backs_in(case, agent)


@register.filter
def may_need_limit(message: Message) -> bool:
    """Whether the words of a message may be a reason for a limit. A person decides."""
    level = level_of(message.reading)
    return level is not None and level >= COUNTS


@register.filter
def lost_message(measure: Measure) -> Message | None:
    """The message that told the customer of a measure, if it did not arrive."""
    lost = Message.objects.filter(notices__measure=measure, delivery=Delivery.FAILED)
    return lost.latest_first().first()


@register.filter
def may_propose(agent: Agent) -> bool:
    """Whether somebody may propose a mark, an arrangement or a stop, and write an incident down."""
    return any(agent.roles & roles for roles in MAY_PROPOSE.values())
