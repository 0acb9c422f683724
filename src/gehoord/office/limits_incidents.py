"""Incidents with names for the safety officer, and an agent's own for himself."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gehoord.accounts.models import Agent, Role
from gehoord.limits.models import Incident, IncidentQuerySet


def incidents_for(agent: Agent) -> IncidentQuerySet:
    """The named register: only for the safety officer."""
    if not agent.has_role(Role.SAFETY):
        return Incident.objects.none()
    rows = Incident.objects.named().select_related("customer", "case")
    return rows.prefetch_related("happened_to", "present", "packs")


def own_incidents(agent: Agent) -> IncidentQuerySet:
    """What happened to an agent himself."""
    return Incident.objects.named().filter(happened_to=agent)


def colleagues() -> QuerySet[Any]:
    """Who may have been there."""
    return Agent.objects.active().order_by("name")
