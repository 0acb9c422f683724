"""What the pages of a case show of the house rules."""

from __future__ import annotations

from django import template

from gehoord.cases.models import Case, Message
from gehoord.inbox.limit_words import level_of
from gehoord.inbox.limiting import measures_shown
from gehoord.limits.ladder.levels import COUNTS
from gehoord.limits.models import Measure

register = template.Library()


@register.simple_tag
def limits_in(case: Case) -> list[Measure]:
    """The measures in force for the customer of a case; one that is over is not shown."""
    return measures_shown(case)


@register.filter
def may_need_limit(message: Message) -> bool:
    """Whether the words of a message may be a reason for a limit. A person decides."""
    level = level_of(message.reading)
    return level is not None and level >= COUNTS
