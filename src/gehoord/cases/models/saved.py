from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent, Role, Team
from gehoord.cases.models.case import Case


class SavedReplyQuerySet(models.QuerySet["SavedReply"]):
    """Saved replies by who uses them and who may change them."""

    def visible_to(self, agent: Agent) -> SavedReplyQuerySet:
        """The agent's own, and those he uses or may change."""
        return self.filter(self._own(agent) | self._shared(agent))

    def changeable_by(self, agent: Agent) -> SavedReplyQuerySet:
        """The agent's own; a lead's teams'; everything shared for managers and administrators."""
        if agent.has_role(Role.MANAGER, Role.ADMIN):
            return self.filter(self._own(agent) | Q(owner=None))
        if agent.has_role(Role.LEAD):
            return self.filter(self._own(agent) | Q(owner=None, team__in=agent.team_ids))
        return self.filter(self._own(agent))

    def for_case(self, case: Case, agent: Agent) -> list[SavedReply]:
        """What this agent may put in a reply in this case, his own first."""
        fitting = self.filter(
            self._own(agent) | Q(owner=None, team=None) | Q(owner=None, team=case.team_id)
        )
        rows = [row for row in fitting if row.suits(case.last_channel)]
        return sorted(rows, key=lambda row: row.owner_id is None)

    @staticmethod
    def _own(agent: Agent) -> Q:
        return Q(owner=agent)

    @staticmethod
    def _shared(agent: Agent) -> Q:
        if agent.has_role(Role.MANAGER, Role.ADMIN):
            return Q(owner=None)
        return Q(owner=None, team=None) | Q(owner=None, team__in=agent.team_ids)


class SavedReply(models.Model):
    """Words that are written once and used often, with fields such as `{{voornaam}}` in them.

    It is for everybody, for one team, or of one agent; nobody else sees an agent's own.
    """

    title = models.CharField(_("name"), max_length=80)
    text = models.TextField(_("text"))
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="saved_replies"
    )
    owner = models.ForeignKey(
        Agent, models.CASCADE, null=True, blank=True, related_name="saved_replies"
    )
    channels = models.JSONField(default=list, blank=True)
    """The channels it is for; empty is all of them."""
    changed_by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = SavedReplyQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(owner=None) | Q(team=None), name="own_saved_replies_have_no_team"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def may_be_shared_by(self, agent: Agent) -> bool:
        """Whether this agent may keep it for those it is for now."""
        if self.owner_id is not None:
            return self.owner_id == agent.pk
        if agent.has_role(Role.MANAGER, Role.ADMIN):
            return True
        return agent.has_role(Role.LEAD) and self.team_id in agent.team_ids

    def suits(self, channel: str) -> bool:
        """Whether it may be used on a channel."""
        return not self.channels or channel in self.channels
