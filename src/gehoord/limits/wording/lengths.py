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
    seats = seat_words(rung, chosen=chosen, by_agent=by_agent)
    is_short = all(" " not in each for each in seats)
    both = (
        pgettext("between the last two of a list", " and ")
        if is_short
        else pgettext("between two people who both decide", ", and ")
    )
    return both.join(seats)


def seat_words(rung: Rung, *, chosen: Chosen, by_agent: str = "") -> list[str]:
    """Who may sit in each seat: `manager`, then `een tweede manager of de klachtenfunctionaris`."""
    found: list[str] = []
    before: frozenset[Role] = frozenset()
    for seat in seats_of(rung.kind, chosen):
        found.append(
            by_agent or _("the agent in the conversation")
            if seat == ANSWERS
            else _either_of(seat, before)
        )
        before |= seat
    return found


def _either_of(seat: frozenset[Role], before: frozenset[Role]) -> str:
    """One seat in words; who sits in a seat before it is no second one for himself."""
    roles = sorted(seat, key=lambda role: (role not in before, role.label))
    if len(roles) == 1 and roles[0] not in before:
        return str(roles[0].label).lower()
    either = pgettext("between two deciders", " or ")
    return either.join(_one_more(role) if role in before else _the(role) for role in roles)


def _one_more(role: Role) -> str:
    return _("a second {role}").format(role=str(role.label).lower())


def _the(role: Role) -> str:
    return pgettext("a decider", "the {role}").format(role=str(role.label).lower())
