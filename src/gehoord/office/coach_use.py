"""What teams do with the coach's advice, shown only where it is about ten people or more."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from gehoord.accounts.models import Agent, Role, Team
from gehoord.cases.models import Message
from gehoord.coaching.models import RuleUse
from gehoord.coaching.rule_use import FEWEST_AGENTS, first_month_kept, forget_use
from gehoord.coaching.style import catalogue
from gehoord.coaching.style.current import current_style
from gehoord.office.sent_replies import LEFT

FEWEST_SHOWN = 10
"""Advice that was shown less often than this in a month is left out: it may be one person's."""


@dataclass(frozen=True)
class UsedRule:
    """One rule in one team's month."""

    code: str
    advice: str
    shown: int
    taken: int
    left: int

    @property
    def percent(self) -> int:
        return round(100 * self.taken / self.shown) if self.shown else 0


@dataclass(frozen=True)
class TeamUse:
    """One team's month: the rules, or nothing if fewer than ten agents answered."""

    team: Team
    is_shown: bool
    rules: list[UsedRule]


def months() -> list[date]:
    """The months that are over and kept, the latest first.

    The running month is not among them: whoever looked twice would see what was done between.
    """
    found = []
    month = _before(timezone.localdate())
    while month >= first_month_kept():
        found.append(month)
        month = _before(month)
    return found


def use_in(month: date, teams: Iterable[Team]) -> list[TeamUse]:
    """What these teams did with advice in a month."""
    advice = _advice()
    return [_use_of(team, month, advice) for team in teams]


def teams_led_by(agent: Agent) -> list[Team]:
    """All teams for managers and administrators, the own teams for a lead."""
    teams = Team.objects.all()
    if not agent.has_role(Role.MANAGER, Role.ADMIN):
        teams = teams.filter(pk__in=agent.team_ids)
    return list(teams)


def is_about_enough_people(team_id: int, month: date) -> bool:
    """Whether at least ten agents sent this team's replies in a month, as cases still tell."""
    first, after = _moments(month)
    sent = Message.objects.to_customers().filter(
        case__team=team_id,
        delivery__in=LEFT,
        author__isnull=False,
        written_at__gte=first,
        written_at__lt=after,
    )
    return sent.values("author").distinct().count() >= FEWEST_AGENTS


def forget_use_of_few() -> int:
    """Delete totals of months that are over in which fewer than ten agents sent replies."""
    this_month = timezone.localdate().replace(day=1)
    ended = RuleUse.objects.before(this_month).values_list("team_id", "month").distinct()
    few = [each for each in ended if not is_about_enough_people(*each)]
    for team_id, month in few:
        forget_use(team_id=team_id, month=month)
    return len(few)


def _use_of(team: Team, month: date, advice: dict[str, str]) -> TeamUse:
    if not is_about_enough_people(team.pk, month):
        return TeamUse(team, is_shown=False, rules=[])
    totals = RuleUse.objects.of(team.pk, month).filter(shown__gte=FEWEST_SHOWN)
    rules = [
        UsedRule(each.rule, advice.get(each.rule, ""), each.shown, each.taken, each.left)
        for each in totals.order_by("-shown", "rule")
    ]
    return TeamUse(team, is_shown=True, rules=rules)


def _advice() -> dict[str, str]:
    own = {rule.id: rule.advice for _place, rule in current_style().own_rules()}
    delivered = (catalogue.delivered(language) for language in catalogue.languages())
    return own | {code: rule.advice for rules in delivered for code, rule in rules.items()}


def _before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _moments(month: date) -> tuple[datetime, datetime]:
    days = monthrange(month.year, month.month)[1]
    first = timezone.make_aware(datetime.combine(month, time()))
    after = timezone.make_aware(datetime.combine(month + timedelta(days=days), time()))
    return first, after
