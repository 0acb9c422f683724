"""What teams do with the coach's advice: totals per rule and month, and nothing about a person."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Team


class How(models.TextChoices):
    """What became of a piece of advice."""

    SHOWN = "shown", _("shown")
    TAKEN = "taken", _("taken over")
    LEFT = "left", _("left as it was")


class RuleUseQuerySet(models.QuerySet["RuleUse"]):
    """Totals by team and month. A month is its first day."""

    def of(self, team_id: int, month: date) -> RuleUseQuerySet:
        return self.filter(team_id=team_id, month=month)

    def before(self, month: date) -> RuleUseQuerySet:
        return self.filter(month__lt=month)


class RuleUse(models.Model):
    """How often a whole team was shown a rule's advice in a month, and took it or left it.

    No row holds a person, a case, a moment or a word, and teams of fewer than ten have no rows.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=20)
    month = models.DateField(db_index=True)
    shown = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)

    objects = RuleUseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["team", "rule", "month"], name="one_total_per_team_rule_and_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule}, {self.month:%Y-%m}"
