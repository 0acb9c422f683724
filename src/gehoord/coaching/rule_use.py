"""Count what teams do with the coach's advice, so that no number says anything of a person."""

from __future__ import annotations

from datetime import date
from time import monotonic

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gehoord.accounts.models import ANSWERS_CUSTOMERS, Agent
from gehoord.accounts.months import months_ago
from gehoord.coaching.models import How, RuleUse
from gehoord.coaching.style.catalogue import all_codes
from gehoord.coaching.style.layers import is_own_code

FEWEST_AGENTS = 10
"""A total of fewer people says too much about each of them: it is not counted, or not shown."""
MONTHS_KEPT = 12
SECONDS_SIZE_HELD = 60.0

_sizes: dict[int, tuple[float, bool]] = {}


@transaction.atomic
def count_use(*, team_id: int, rule: str, how: str) -> None:
    """Count for a whole team that a rule's advice was `shown`, `taken` or `left` this month.

    Counts nothing for a team of fewer than ten agents, or for a rule nobody knows.
    Raises ValueError for another `how`.
    """
    how = How(how)
    if not (rule in all_codes() or is_own_code(rule)) or not _is_large(team_id):
        return
    row = {"team_id": team_id, "rule": rule, "month": timezone.localdate().replace(day=1)}
    more = {how.value: F(how.value) + 1}
    if not RuleUse.objects.filter(**row).update(**more):
        RuleUse.objects.bulk_create([RuleUse(**row)], ignore_conflicts=True)
        RuleUse.objects.filter(**row).update(**more)


def _is_large(team_id: int) -> bool:
    known = _sizes.get(team_id)
    if known is None or monotonic() - known[0] > SECONDS_SIZE_HELD:
        answering = Agent.objects.active().filter(
            teams=team_id, role_rows__role__in=ANSWERS_CUSTOMERS
        )
        known = monotonic(), answering.distinct().count() >= FEWEST_AGENTS
        _sizes[team_id] = known
    return known[1]


def forget_sizes() -> None:
    """Look again how large teams are."""
    _sizes.clear()


@transaction.atomic
def forget_use(*, team_id: int, month: date) -> None:
    """Delete a team's totals of one month."""
    RuleUse.objects.of(team_id, month).delete()


def forget_old_use() -> int:
    """Delete totals past their months."""
    gone, _ = RuleUse.objects.before(first_month_kept()).delete()
    return gone


def first_month_kept() -> date:
    """The oldest month of which totals may be there."""
    return timezone.localdate(months_ago(MONTHS_KEPT)).replace(day=1)
