"""What waits for a measure waits as long as that lasts, and not a moment longer."""

from __future__ import annotations

from django.utils import timezone

from gehoord.cases.actions import hold_until
from gehoord.cases.models import Case
from gehoord.limits.models import Measure


def keep_apart_as_long_as(measure: Measure) -> None:
    """Bring the cases that are kept apart for a measure in line with its end.

    Called whenever a measure is kept: one that was lifted, withdrawn or extended takes them along.
    """
    waiting = Case.objects.filter(messages__held__measure=measure, held_until__isnull=False)
    numbers = list(waiting.order_by().values_list("pk", flat=True).distinct())
    if not numbers:
        return
    is_over = not Measure.objects.in_force(timezone.now()).filter(pk=measure.pk).exists()
    hold_until(cases=numbers, until=None if is_over else measure.ends_at)
