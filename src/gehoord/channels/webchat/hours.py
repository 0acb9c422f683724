"""When a chat is open. Hours are local times of the house: `{"mon": ["09:00", "17:30"]}`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_open_at(hours: Mapping[str, Any], moment: datetime) -> bool:
    """Whether somebody answers at this moment. No hours at all is always open."""
    if not hours:
        return True
    here = timezone.localtime(moment)
    span = _span(hours, here.weekday())
    return span is not None and span[0] <= here.time() < span[1]


def opens_next(hours: Mapping[str, Any], moment: datetime) -> datetime | None:
    """The first moment after this one at which the chat opens; None if it never does."""
    here = timezone.localtime(moment)
    for ahead in range(8):
        day = here.date() + timedelta(days=ahead)
        span = _span(hours, day.weekday())
        if span is None:
            continue
        opens_at = timezone.make_aware(datetime.combine(day, span[0]))
        if opens_at > moment:
            return opens_at
    return None


def _span(hours: Mapping[str, Any], weekday: int) -> tuple[time, time] | None:
    """From when until when on a day; None if closed, also when what was filled in makes no sense."""
    try:
        start, end = (time.fromisoformat(word) for word in hours[DAYS[weekday]])
    except (KeyError, TypeError, ValueError):
        return None
    return (start, end) if start < end else None
