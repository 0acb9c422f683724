"""Lengths of time and deciders of the ladder, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gehoord.accounts.models import Role
from gehoord.limits.ladder.rungs import ANSWERS, Chosen, Rung, seats_of
from gehoord.limits.ladder.spans import Span


def length_words(span: Span) -> str:
    """A length as one says it: `2 uur`, `90 dagen`, `6 maanden`."""
    if span.months:
        return ngettext("{number} month", "{number} months", span.months).format(number=span.months)
    if span.days:
        return ngettext("{number} day", "{number} days", span.days).format(number=span.days)
    return ngettext("{number} hour", "{number} hours", span.hours).format(number=span.hours)


def decider_words(rung: Rung, *, chosen: Chosen, by_agent: str = "") -> str:
    """Who decides about a measure in a house: `teamleider en manager`."""
    by_agent = by_agent or _("the agent in the conversation")
    found = seats_of(rung.kind, chosen)
    seats = [by_agent if seat == ANSWERS else _seat_words(seat) for seat in found]
    return pgettext("between the last two of a list", " and ").join(seats)


def _seat_words(seat: frozenset[Role]) -> str:
    either = pgettext("between two deciders", " or ")
    return either.join(sorted(str(role.label).lower() for role in seat))
