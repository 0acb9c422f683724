"""The terms that run now: reviews, hearings after an urgent decision, and appeals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from gehoord.limits.keeping import calendar
from gehoord.limits.ladder.records import State
from gehoord.limits.ladder.reminding import Step, Term, step_at
from gehoord.limits.models import Appeal, Measure, MeasureQuerySet


@dataclass(frozen=True)
class Running:
    """One term of one measure that comes to its end."""

    measure: Measure
    term: Term
    step: Step
    ends_at: datetime
    appeal: Appeal | None = None

    @property
    def last_moment(self) -> datetime:
        """The end as people read it: a term that ends at midnight ends the day before."""
        return self.ends_at - timedelta.resolution


def running_out(
    measures: MeasureQuerySet, appeals: QuerySet[Appeal], *, at: datetime | None = None
) -> list[Running]:
    """The terms of these of which somebody has to be reminded, the most pressing first."""
    now = at or timezone.now()
    found = [
        Running(measure, term, step, ends_at, appeal)
        for measure, term, ends_at, appeal in _terms(measures, appeals, now)
        if (step := step_at(term, ends_at, at=now, zone=calendar())) is not None
    ]
    return sorted(found, key=lambda each: (each.ends_at, each.measure.pk))


def _terms(
    measures: MeasureQuerySet, appeals: QuerySet[Appeal], now: datetime
) -> Iterator[tuple[Measure, Term, datetime, Appeal | None]]:
    for row in measures.in_force(now).exclude(review_at=None):
        assert row.review_at is not None
        yield row, Term.REVIEW, row.review_at, None
    # Not heard in time it stops by itself: from then on there is nothing to remind of.
    for row in measures.filter(state=State.ACTIVE, heard_at=None, hear_by__gt=now):
        assert row.hear_by is not None
        yield row, Term.HEAR, row.hear_by, None
    for appeal in appeals.filter(outcome="").select_related("measure"):
        yield appeal.measure, Term.APPEAL, appeal.decide_by, appeal
