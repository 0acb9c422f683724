"""The ladder as people read it: each measure, who decides it, how long it lasts at most."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoord.accounts.models import Agent, Role
from gehoord.limits.ladder.course import DECIDED
from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.rungs import LADDER, Chosen, seats_of
from gehoord.limits.ladder.spans import Span


@dataclass(frozen=True)
class ShownRung:
    """One row of the ladder in words."""

    kind: Kind
    code: str
    decides: list[str]
    """One line per seat: roles, any of which may sit there."""
    longest: str
    review: str
    conditions: list[str | Promise]


def rung_of(kind: Kind, chosen: Chosen | None = None) -> ShownRung:
    """One measure in words: as the ladder has it, or with whom a house chose of it."""
    rung = LADDER[kind]
    seats = seats_of(kind, chosen or {})
    return ShownRung(
        kind=kind,
        code=rung.code,
        decides=[_any_of([role for role in Role if role in seat]) for seat in seats],
        longest=span_in_words(rung.longest),
        review=span_in_words(rung.review_every) if rung.review_every else "",
        conditions=[guard.otherwise for guard in (*rung.begin, *rung.decide)],
    )


def ladder(chosen: Chosen | None = None) -> list[ShownRung]:
    """All measures, the lightest first."""
    return [rung_of(kind, chosen) for kind in LADDER]


def empty_seats(chosen: Chosen) -> list[str]:
    """Measures that cannot be decided now, because too few people have the roles for it."""
    people = [agent.roles for agent in Agent.objects.active()]
    found = []
    for kind in DECIDED:
        seats = seats_of(kind, chosen)
        either = sum(any(roles & seat for seat in seats) for roles in people)
        if either < len(seats) or not all(any(roles & seat for roles in people) for seat in seats):
            found.append(str(kind.label))
    return found


def span_in_words(span: Span) -> str:
    """A length of time: `24 hours`, `90 days`, `6 months`."""
    if span.months:
        return ngettext("%(number)d month", "%(number)d months", span.months) % {
            "number": span.months
        }
    if span.days:
        return ngettext("%(number)d day", "%(number)d days", span.days) % {"number": span.days}
    return ngettext("%(number)d hour", "%(number)d hours", span.hours) % {"number": span.hours}


def _any_of(roles: list[Role]) -> str:
    names = [str(role.label).lower() for role in roles]
    *first, last = names
    return _("%(some)s or %(last)s") % {"some": ", ".join(first), "last": last} if first else last
