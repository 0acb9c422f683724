"""What a contact arrangement asks, and whether a channel is open under it at a moment.

The terms of an arrangement (`Measure.terms`): `channels` names those that stay open, `writing_only`
closes every live one, `times` are hours of live channels as a chat has them
(`{"mon": ["09:00", "12:00"]}`), `contact` is the number of the agent who answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

WRITTEN = frozenset({"email", "post", "letter"})
"""Channels in which nobody waits at the other end; any other one is live."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_live(channel: str) -> bool:
    """Whether somebody waits at the other end, as in a chat or on the telephone."""
    return channel not in WRITTEN


def closed_until(
    terms: Mapping[str, Any], *, channel: str, at: datetime, ends_at: datetime, zone: tzinfo
) -> datetime | None:
    """Until when an arrangement keeps a channel closed; None if it is open at this moment."""
    allowed = terms.get("channels")
    if isinstance(allowed, list) and allowed and channel not in allowed:
        return ends_at
    if not is_live(channel):
        return None
    if terms.get("writing_only"):
        return ends_at
    hours = terms.get("times")
    if not isinstance(hours, Mapping) or not any(_span(hours, day) for day in range(7)):
        return None
    return _opens_next(hours, at.astimezone(zone), ends_at)


def _opens_next(hours: Mapping[str, Any], here: datetime, ends_at: datetime) -> datetime | None:
    for ahead in range(8):
        day = here.date() + timedelta(days=ahead)
        span = _span(hours, day.weekday())
        if span is None:
            continue
        opens_at, closes_at = (datetime.combine(day, each, tzinfo=here.tzinfo) for each in span)
        if opens_at <= here < closes_at:
            return None
        if opens_at > here:
            return min(opens_at, ends_at)
    return ends_at


def _span(hours: Mapping[str, Any], weekday: int) -> tuple[time, time] | None:
    try:
        start, end = (time.fromisoformat(word) for word in hours[DAYS[weekday]])
    except (KeyError, TypeError, ValueError):
        return None
    return (start, end) if start < end else None
