from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from gehoord.accounts.models import Agent
from gehoord.cases.models import Message
from gehoord.limits.ladder.appealing import Outcome
from gehoord.limits.models.measure import Measure


class Notice(models.Model):
    """What the customer reads about a measure: a warning, an ending or a letter."""

    class Way(models.TextChoices):
        """How it reached the customer."""

        CHANNEL = "channel"
        SPOKEN = "spoken"
        LETTER = "letter"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="notices")
    way = models.CharField(max_length=10, choices=Way)
    text = models.TextField()
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, blank=True, related_name="notices"
    )
    """The message it was sent in; null when it was spoken or posted."""
    written_by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"notice #{self.pk} of measure {self.measure_id}"


class Appeal(models.Model):
    """A customer asks for a second look. Decided by somebody who had no part in the measure."""

    measure = models.OneToOneField(Measure, models.CASCADE, related_name="appeal")
    words = models.TextField()
    filed_at = models.DateTimeField()
    decide_by = models.DateTimeField()
    assigned_to = models.ForeignKey(
        Agent, models.SET_NULL, null=True, blank=True, related_name="appeals"
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["decide_by", "pk"]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["decide_by"], condition=models.Q(outcome=""), name="appeals_to_decide"
            )
        ]

    def __str__(self) -> str:
        return f"appeal against measure {self.measure_id}"
