from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gehoord.limits.actions.alerting import alert_outside
from gehoord.limits.models import Appeal, Measure, OutsideAlert, Reminded
from gehoord.limits.reminding import Running, running_out


@transaction.atomic
def remind_deciders(*, at: datetime | None = None) -> int:
    """Have deciders alerted of terms that come to their end, once for each step.

    It says nothing of anybody and decides nothing: the list of deciders shows what it is about.
    What is kept and the alert come together, so a process that dies before the end leaves both
    to the next. Returns of how many terms it is news.
    """
    now = at or timezone.now()
    running = running_out(Measure.objects.all(), Appeal.objects.all(), at=now)
    news = [each for each in running if not _is_known(each)]
    Reminded.objects.bulk_create(
        Reminded(measure=each.measure, term=each.term, step=each.step, ends_at=each.ends_at, at=now)
        for each in news
    )
    if news:
        alert_outside(what=OutsideAlert.What.TERM)
    return len(news)


def _is_known(running: Running) -> bool:
    reminded = running.measure.reminded.filter(term=running.term, step=running.step)
    return bool(reminded.filter(ends_at=running.ends_at).exists())
