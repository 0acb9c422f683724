"""Until when a customer's own life comes before every limit."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from gehoord.contacts.models import Customer


def care_until(customer: Customer) -> datetime | None:
    """The latest moment until which limits wait for this customer, if there is one."""
    latest: datetime | None = customer.crisis_care.aggregate(latest=Max("until"))["latest"]
    return latest
