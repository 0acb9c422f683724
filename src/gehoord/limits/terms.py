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
Span = tuple[time, time]
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
    spans = spans_of(terms.get("times"))
    return _opens_next(spans, at.astimezone(zone), ends_at) if spans else None


def spans_of(times: object) -> dict[int, Span]:
    """From when until when on which weekdays, Monday is 0; what makes no sense is left out."""
    if not isinstance(times, Mapping):
        return {}
    found = {day: _span(times, day) for day in range(7)}
    return {day: span for day, span in found.items() if span is not None}


def _opens_next(spans: Mapping[int, Span], here: datetime, ends_at: datetime) -> datetime | None:
    for ahead in range(8):
        day = here.date() + timedelta(days=ahead)
        span = spans.get(day.weekday())
        if span is None:
            continue
        opens_at, closes_at = (datetime.combine(day, each, tzinfo=here.tzinfo) for each in span)
        if opens_at <= here < closes_at:
            return None
        if opens_at > here:
            return min(opens_at, ends_at)
    return ends_at


def _span(hours: Mapping[str, Any], weekday: int) -> Span | None:
    try:
        start, end = (time.fromisoformat(word) for word in hours[DAYS[weekday]])
    except (KeyError, TypeError, ValueError):
        return None
    return (start, end) if start < end else None
