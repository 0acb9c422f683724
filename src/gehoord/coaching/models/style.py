"""How this house wants its replies written: every version that was ever saved."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone

from gehoord.accounts.models import Agent


class StyleVersionQuerySet(models.QuerySet["StyleVersion"]):
    """Versions by their age."""

    def newest_first(self) -> StyleVersionQuerySet:
        return self.order_by("-number")

    def made_before(self, moment: datetime) -> StyleVersionQuerySet:
        return self.filter(made_at__lt=moment)


class StyleVersion(models.Model):
    """The whole house style after one change. The one with the highest number holds.

    `content` is what `gehoord.coaching.style.layers.HouseStyle` makes of itself; `changes` what
    is different from the version before, as `gehoord.coaching.style.changes` names it. Who made
    it is forgotten with the other changes of settings.
    """

    number = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    content = models.JSONField()
    changes = models.JSONField(default=list)
    put_back = models.PositiveIntegerField(null=True)
    """The number of the older version that this one brought back."""

    objects = StyleVersionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"version {self.number}"
