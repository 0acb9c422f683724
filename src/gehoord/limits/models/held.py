from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from gehoord.accounts.models import Agent
from gehoord.cases.models import Message
from gehoord.coaching.models import Abuse
from gehoord.limits.models.measure import Measure

THREATS = (Abuse.THREAT_EXPLICIT, Abuse.THREAT_VEILED, Abuse.INTIMIDATION)
THREATENS = models.Q(
    message__reading__abuse__in=THREATS,
    message__reading__is_disputed=False,
)


class HeldQuerySet(models.QuerySet["Held"]):
    """Messages kept apart, by whether somebody looked at them."""

    def to_look_at(self) -> HeldQuerySet:
        """What nobody let through or put away yet."""
        return self.filter(decided_at=None)

    def with_threat(self) -> HeldQuerySet:
        """Those in which somebody may be threatened, unless a colleague said that this is not so."""
        return self.filter(THREATENS)

    def threats_first(self) -> HeldQuerySet:
        """Those with a threat, then the others, each from who waits longest."""
        rank = models.Case(models.When(THREATENS, then=0), default=1)
        return self.order_by(rank, "held_at", "pk")


class Held(models.Model):
    """A customer's message that came while a measure kept its channel closed. Never dropped."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="held")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="held")
    held_at = models.DateTimeField()
    is_explained = models.BooleanField(default=False)
    """Whether this is the one that was answered with the explanation."""
    decided_by = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_let_through = models.BooleanField(default=False)
    why = models.CharField(max_length=200, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["held_at", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["measure"],
                condition=models.Q(is_explained=True),
                name="explained_once_per_measure",
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["held_at"],
                condition=models.Q(decided_at=None),
                name="held_to_look_at",
            )
        ]

    def __str__(self) -> str:
        return f"message {self.message_id} held by measure {self.measure_id}"

    @property
    def may_threaten(self) -> bool:
        """Whether somebody may be threatened in it, as `with_threat` has it."""
        reading = self.message.reading
        return reading is not None and not reading.is_disputed and reading.abuse in THREATS
