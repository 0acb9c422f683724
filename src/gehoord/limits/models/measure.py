from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from gehoord.accounts.models import Agent
from gehoord.cases.models import Case, Conversation
from gehoord.contacts.models import Customer
from gehoord.limits.ladder.course import AT_ONCE
from gehoord.limits.ladder.records import PENDING, PROPOSAL_LASTS, Kind, State
from gehoord.limits.models.behaviour import Behaviour


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Measures by whether they have any effect."""

    def in_force(self, at: datetime) -> MeasureQuerySet:
        """What has effect at a moment; the same as `Measure.is_in_force` of the ladder."""
        unheard = Q(hear_by__lte=at, heard_at=None)
        running = self.filter(state=State.ACTIVE, begins_at__lte=at, ends_at__gt=at)
        return running.exclude(unheard)

    def pending(self, at: datetime) -> MeasureQuerySet:
        """Proposals that wait for somebody's decision, and not too long already."""
        return self.filter(state__in=PENDING, proposed_at__gt=at - PROPOSAL_LASTS)

    def told_to_privacy(self, at: datetime) -> MeasureQuerySet:
        """Contact stops that the privacy officer was told of and that are not over."""
        told = self.filter(kind=Kind.BLOCK, privacy_told=True)
        return told.filter(Q(pk__in=told.pending(at)) | Q(pk__in=told.in_force(at)))


class Measure(models.Model):
    """One measure for one customer, over all his channels and addresses.

    A row of M1 to M5 exists only because a person made it: the constraint below holds that.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="measures")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="measures")
    conversation = models.ForeignKey(
        Conversation, models.SET_NULL, null=True, blank=True, related_name="measures"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=12, choices=State)
    grounds = models.ManyToManyField(Behaviour, related_name="measures")
    reason = models.TextField(blank=True)
    terms = models.JSONField(default=dict, blank=True)
    """What an arrangement asks: `channels`, `contact`, `times`, `writing_only`."""
    less_severe = models.TextField(blank=True)
    """Why nothing lighter is enough."""
    duties_checked = models.BooleanField(default=False)
    privacy_told = models.BooleanField(default=False)
    privacy_seen_at = models.DateTimeField(null=True, blank=True)
    """When a privacy officer first opened a contact stop that was told."""

    proposed_by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_said = models.TextField(blank=True)
    """What the customer says about it himself."""
    hear_by = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    is_extended = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    review_at = models.DateTimeField(null=True, blank=True)
    breaches = models.JSONField(default=list, blank=True)
    """Moments at which an arrangement was broken, ISO 8601."""
    renews = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["customer", "state"], name="measures_of_customer"),
            models.Index(
                fields=["review_at"],
                condition=Q(review_at__isnull=False, state=State.ACTIVE),
                name="measures_to_review",
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~Q(state=State.ACTIVE)
                | Q(
                    begins_at__isnull=False,
                    # Said as well: for a database, later than nothing is not untrue.
                    ends_at__isnull=False,
                    ends_at__gt=F("begins_at"),
                    told_at__isnull=False,
                ),
                name="in_force_has_begin_end_and_notice",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AT_ONCE) | ~Q(reason=""), name="decided_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Approval(models.Model):
    """One person's yes to a measure."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="approvals")
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["seat"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["measure", "seat"], name="one_yes_per_seat"),
            models.UniqueConstraint(fields=["measure", "by"], name="one_yes_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} for measure {self.measure_id}"
