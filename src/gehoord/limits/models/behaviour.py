from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from gehoord.accounts.models import Agent
from gehoord.cases.models import Conversation, Message
from gehoord.contacts.models import Customer
from gehoord.limits.ladder.levels import COUNTS, Level


class Behaviour(models.Model):
    """What a customer literally said, and the level a person gave it.

    Only what counts is kept: anger and coarse words leave no row (domain model 3.4).
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="behaviours")
    conversation = models.ForeignKey(
        Conversation, models.SET_NULL, null=True, related_name="behaviours"
    )
    """Null when its case is past its retention: a measure still rests on the words."""
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, blank=True, related_name="behaviours"
    )
    """Null when it was spoken, or when the message is past its retention: the quotes stay."""
    level = models.PositiveSmallIntegerField(choices=Level)
    quotes = models.JSONField(default=list)
    """The words themselves, as strings."""
    said_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField()
    at_agents = models.ManyToManyField(Agent, related_name="+")
    """Whom it was aimed at: they decide nothing about it but a warning and an ending."""

    class Meta:
        ordering = ["said_at", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(level__gte=COUNTS), name="only_what_counts_is_kept"
            ),
            models.UniqueConstraint(fields=["message"], name="one_level_per_message"),
        ]

    def __str__(self) -> str:
        return f"{Level(self.level).code} #{self.pk}"
