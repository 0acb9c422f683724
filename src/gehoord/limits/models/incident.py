from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gehoord.accounts.models import Agent
from gehoord.cases.models import Case, Conversation
from gehoord.contacts.models import Channel, Customer
from gehoord.limits.ladder.levels import COUNTS, Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.models.measure import Measure


class Police(models.TextChoices):
    """What the organisation decided about a report to the police, with the agent's wish."""

    OPEN = "", pgettext_lazy("police", "not decided")
    REPORTED = "reported", pgettext_lazy("police", "reported, on the organisation's address")
    NOT_REPORTED = "not_reported", pgettext_lazy("police", "not reported")


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Incidents by whether there are still names in them."""

    def named(self) -> IncidentQuerySet:
        """What the safety officer sees; the others are only counted."""
        return self.filter(anonymous_since=None)


class Incident(models.Model):
    """What a customer did to somebody at work: the register the employer keeps (Arbowet 3).

    Two views, never one: named for the safety officer, and counts without anybody in them.
    """

    happened_at = models.DateTimeField()
    channel = models.CharField(max_length=20, choices=Channel, blank=True)
    level = models.PositiveSmallIntegerField(choices=Level)
    kind = models.CharField(max_length=12, choices=Kind, blank=True)
    """The heaviest measure that followed; empty if none did."""

    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, blank=True, related_name="incidents"
    )
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="incidents")
    conversation = models.ForeignKey(
        Conversation, models.SET_NULL, null=True, blank=True, related_name="incidents"
    )
    measures = models.ManyToManyField(Measure, related_name="incidents", blank=True)
    happened_to = models.ManyToManyField(Agent, related_name="+")
    present = models.ManyToManyField(Agent, related_name="+", blank=True)
    facts = models.TextField(_("what happened"), blank=True)
    quotes = models.JSONField(default=list, blank=True)
    """The literal words, as strings."""
    turns = models.JSONField(default=list, blank=True)
    """Numbers of the messages they stand in."""
    effect = models.TextField(_("what it did"), blank=True)
    """In the agent's own words, and only if he wants to; nobody else writes here."""
    aftercare_at = models.DateTimeField(null=True, blank=True)
    police = models.CharField(max_length=12, choices=Police, blank=True)
    police_wish = models.CharField(_("what the agent wants"), max_length=300, blank=True)
    police_number = models.CharField(_("number of the report"), max_length=60, blank=True)
    police_address = models.TextField(blank=True)
    """Where the police writes to: the organisation, never somebody's home."""
    recorded_by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    anonymous_since = models.DateTimeField(null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(level__gte=COUNTS), name="anger_is_no_incident")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["happened_at"],
                condition=Q(anonymous_since=None),
                name="named_incidents",
            )
        ]

    def __str__(self) -> str:
        return f"incident {self.pk}"


class PackIsFinal(Exception):
    """An evidence pack is made once and never changed."""


class EvidencePack(models.Model):
    """A copy of everything around an incident, as it was at one moment. Never changed."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="packs")
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    made_by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"evidence of incident {self.incident_id}"

    def save(self, *words: Any, **named: Any) -> None:
        """Keep a new pack. Raises PackIsFinal if it is kept already."""
        if self.pk is not None:
            raise PackIsFinal
        super().save(*words, **named)


class PastMeasure(models.Model):
    """What is left of a measure after its retention: that there was one, not of whom."""

    month = models.DateField()
    """The first day of the month in which it began."""
    kind = models.CharField(max_length=12, choices=Kind)
    channel = models.CharField(max_length=20, choices=Channel, blank=True)
    was_unjustified = models.BooleanField(default=False)

    class Meta:
        ordering = ["month", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} in {self.month:%Y-%m}"


class ErasureWaiting(models.Model):
    """A customer asked to be erased while a measure still holds: it is done once that is over."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="erasure_waiting")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"erasure of customer {self.customer_id}"
