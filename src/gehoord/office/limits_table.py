"""The ladder as people read it: each measure, who decides it, how long it lasts at most."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoord.accounts.models import Role
from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.rungs import LADDER
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


def rung_of(kind: Kind) -> ShownRung:
    """One measure as the ladder has it, in words."""
    rung = LADDER[kind]
    return ShownRung(
        kind=kind,
        code=rung.code,
        decides=[_any_of([Role(role) for role in Role if role in seat]) for seat in rung.seats],
        longest=span_in_words(rung.longest),
        review=span_in_words(rung.review_every) if rung.review_every else "",
        conditions=[guard.otherwise for guard in (*rung.begin, *rung.decide)],
    )


def ladder() -> list[ShownRung]:
    """All measures, the lightest first."""
    return [rung_of(kind) for kind in LADDER]


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
