from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from gehoord.accounts.models import Agent, Role
from gehoord.cases.models import Case
from gehoord.jobs.due import DueQuerySet, DueRow, to_do_index
from gehoord.limits.models.behaviour import Behaviour


class SafetyQuerySet(DueQuerySet["SafetyCase"]):
    """Safety routes by whether they go on and who may see them."""

    def open(self) -> SafetyQuerySet:
        return self.filter(closed_at=None)

    def visible_to(self, agent: Agent) -> SafetyQuerySet:
        """The safety officer sees all; leads those of their cases; an agent his own."""
        if agent.has_role(Role.SAFETY):
            return self
        cases = self.filter(case__in=Case.objects.visible_to(agent).values("pk"))
        if agent.has_role(Role.LEAD, Role.MANAGER):
            return cases
        return cases.filter(Q(for_agent=agent) | Q(begun_by=agent))


class SafetyCase(DueRow):
    """Somebody of us was threatened: what is done about it, and by when (domain model 3.4).

    Begun by a person, never by software. The row is due when the next step has to be done.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="safety_cases")
    behaviour = models.ForeignKey(
        Behaviour, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    for_agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    """Who was threatened."""
    begun_by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()
    done = models.JSONField(default=dict, blank=True)
    """Step → {"at": moment, "by": name, "said": words}."""
    reminded = models.JSONField(default=list, blank=True)
    """Steps of which somebody was reminded."""
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = SafetyQuerySet.as_manager()

    class Meta:
        ordering = ["begun_at", "pk"]
        indexes: ClassVar[list[Any]] = [to_do_index(name="safety_to_do")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(closed_at=None), name="one_open_safety_route_per_case"
            )
        ]

    def __str__(self) -> str:
        return f"safety route in case {self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
