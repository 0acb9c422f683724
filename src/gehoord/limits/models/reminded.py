from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from gehoord.limits.ladder.reminding import Step, Term
from gehoord.limits.models.measure import Measure


class Reminded(models.Model):
    """That deciders were reminded of one term of a measure, in one step; so it happens once."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="reminded")
    term = models.CharField(max_length=10, choices=Term)
    step = models.CharField(max_length=10, choices=Step)
    ends_at = models.DateTimeField()
    """The end of the term: after a review there is a new one, with steps of its own."""
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["measure", "term", "step", "ends_at"], name="reminded_once_per_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.term} of measure {self.measure_id}, {self.step}"
