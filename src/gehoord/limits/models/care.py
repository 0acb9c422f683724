from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from gehoord.accounts.models import Agent, Role, Team
from gehoord.cases.models import Case
from gehoord.contacts.models import Customer
from gehoord.jobs.due import DueQuerySet, DueRow, to_do_index


class CareQuerySet(models.QuerySet["CrisisCare"]):
    """Crisis routes by whether they still go on."""

    def open(self) -> CareQuerySet:
        return self.filter(closed_at=None)


class CrisisCare(models.Model):
    """A customer's own life may be in danger: what is done about it, and until when limits wait.

    Holds as little as is needed (domain model 3.4): which steps were done, never what was said.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="crisis_care")
    case = models.ForeignKey(Case, models.CASCADE, related_name="crisis_care")
    begun_by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()
    until = models.DateTimeField()
    """No limits, surveys, timers or pressure before this moment."""
    steps = models.JSONField(default=dict, blank=True)
    """Step → moment it was done, ISO 8601."""
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CareQuerySet.as_manager()

    class Meta:
        ordering = ["begun_at", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(closed_at=None), name="one_open_care_per_case"
            )
        ]

    def __str__(self) -> str:
        return f"care in case {self.case_id}"


class AftercareQuerySet(DueQuerySet["Aftercare"]):
    """Who still has to hear of somebody."""

    def visible_to(self, agent: Agent) -> AftercareQuerySet:
        """For leads of the team and managers; nobody is asked to look after himself."""
        others = self.exclude(agent=agent)
        if agent.has_role(Role.MANAGER):
            return others
        if agent.has_role(Role.LEAD):
            return others.filter(team__in=agent.team_ids)
        return self.none()


class Aftercare(DueRow):
    """Somebody went through something: a lead speaks to him in the same shift.

    Gone when it was done, and otherwise after a week: nobody counts who needed it.
    """

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()

    objects = AftercareQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        indexes: ClassVar[list[Any]] = [to_do_index(name="aftercare_to_do")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["agent"], name="one_aftercare_at_a_time")
        ]

    def __str__(self) -> str:
        return f"aftercare #{self.pk}"
