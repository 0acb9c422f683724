"""Signs to places outside Gehoord, such as Slack or Teams: that somebody is needed, and no more."""

from __future__ import annotations

from django.utils import timezone

from gehoord.jobs.nudges import nudge
from gehoord.limits.models import HelpRequest, OutsideAlert
from gehoord.limits.outside import marks
from gehoord.limits.queues import OUTSIDE


def alert_outside(*, what: OutsideAlert.What, call: HelpRequest | None = None) -> None:
    """Have every place outside alerted, each by a row of its own; call it in a transaction."""
    now = timezone.now()
    rows = [
        OutsideAlert(what=what, place=mark, call=call, made_at=now, next_attempt_at=now)
        for mark in marks()
    ]
    OutsideAlert.objects.bulk_create(rows)
    if rows:
        nudge(OUTSIDE)
