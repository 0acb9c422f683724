"""The terms of a measure that people have to keep, and on which days they are reminded of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from django.db import models


class Term(models.TextChoices):
    """What has to be done before a day."""

    REVIEW = "review"
    """Look at a measure again."""
    HEAR = "hear"
    """Hear a customer after a decision that could not wait."""
    APPEAL = "appeal"
    """Decide about an appeal."""


class Step(models.TextChoices):
    """How near the end of a term is."""

    SOON = "soon"
    LAST_DAY = "last_day"


SOON_BEFORE = {
    Term.REVIEW: timedelta(days=7),
    Term.HEAR: timedelta(days=2),
    Term.APPEAL: timedelta(days=3),
}


def last_day_of(ends_at: datetime, zone: tzinfo) -> date:
    """The last day on which it is in time; a term that ends at midnight ends the day before."""
    return (ends_at - timedelta.resolution).astimezone(zone).date()


def step_at(term: Term, ends_at: datetime, *, at: datetime, zone: tzinfo) -> Step | None:
    """The step in which a term is at a moment; None as long as there is time."""
    last, today = last_day_of(ends_at, zone), at.astimezone(zone).date()
    if today >= last:
        return Step.LAST_DAY
    return Step.SOON if today >= last - SOON_BEFORE[term] else None
