"""How soon a team sees a call for help: one figure for the team, never of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.utils import timezone

from gehoord.accounts.models import Team
from gehoord.limits.models import HelpAnswer

DAYS = 30
FEWEST_CALLS = 10
FEWEST_PEOPLE = 5
"""In a smaller team the figure would be somebody's own."""


@dataclass(frozen=True)
class AnswerTime:
    """The median in seconds over `n` calls; None when there are too few calls or people."""

    seconds: int | None
    n: int


def answer_time_of(team: Team) -> AnswerTime:
    """How soon calls of a team were seen in the last thirty days."""
    since = timezone.localdate() - timedelta(days=DAYS)
    answers = HelpAnswer.objects.filter(team=team, on__gte=since)
    seconds = list(answers.values_list("seconds", flat=True))
    if len(seconds) < FEWEST_CALLS or team.agents.active().count() < FEWEST_PEOPLE:
        return AnswerTime(None, len(seconds))
    return AnswerTime(round(median(seconds)), len(seconds))
