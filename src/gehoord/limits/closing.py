"""Which measure keeps a channel closed for a customer, and until when."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from gehoord.contacts.models import Customer
from gehoord.limits.care import care_until
from gehoord.limits.ladder.records import Kind
from gehoord.limits.models import Measure
from gehoord.limits.terms import closed_until, is_live

CLOSING = (Kind.COOL_OFF, Kind.ARRANGEMENT, Kind.BLOCK)


class Closing(NamedTuple):
    """The measure that closes a channel longest, until when, and until when words wait there.

    Words wait shorter if a measure that could not wait ends because nobody hears the customer.
    """

    measure: Measure
    until: datetime
    waits_until: datetime


def closing(customer: Customer, *, channel: str, at: datetime) -> Closing | None:
    """What keeps a channel closed for a customer; None if it is open.

    Nothing is closed while his life may be in danger.
    """
    measures = list(customer.measures.in_force(at).filter(kind__in=CLOSING))
    care = care_until(customer) if measures else None
    if not measures or (care is not None and at < care):
        return None
    closed = [
        Closing(each, until, _unless_unheard(each, until))
        for each in measures
        if (until := _closed_until(each, channel, at))
    ]
    if not closed:
        return None
    longest = max(closed, key=lambda found: found.until)
    return longest._replace(waits_until=max(found.waits_until for found in closed))


def _closed_until(measure: Measure, channel: str, at: datetime) -> datetime | None:
    ends_at = measure.ends_at
    if measure.kind == Kind.BLOCK or ends_at is None:
        return ends_at
    if measure.kind == Kind.COOL_OFF:
        return ends_at if is_live(channel) else None
    zone = timezone.get_default_timezone()
    return closed_until(measure.terms, channel=channel, at=at, ends_at=ends_at, zone=zone)


def _unless_unheard(measure: Measure, until: datetime) -> datetime:
    if measure.hear_by is None or measure.heard_at is not None:
        return until
    return min(until, measure.hear_by)
