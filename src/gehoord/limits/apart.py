"""What waits behind a closed door waits as long as that is closed, and not a moment longer."""

from __future__ import annotations

from django.utils import timezone

from gehoord.cases.actions import hold_until
from gehoord.cases.models import Case
from gehoord.limits.closing import closing
from gehoord.limits.models import Measure


def keep_apart_as_long_as(measure: Measure) -> None:
    """Bring the cases that are kept apart for a customer in line with what holds for him now.

    Called whenever a measure is kept: one that was lifted, withdrawn or extended takes them along,
    unless another one keeps the same door closed.
    """
    customer, now = measure.customer, timezone.now()
    waiting = Case.objects.held().filter(messages__held__measure__customer=customer)
    for case in waiting.distinct():
        found = closing(customer, channel=case.last_channel, at=now)
        hold_until(cases=[case.pk], until=found.waits_until if found else None)
