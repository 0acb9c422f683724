"""When people come before rules: until when limits wait for a customer, and which cases are quiet."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from gehoord.cases.guiding import Path
from gehoord.cases.models import Case
from gehoord.contacts.models import Customer
from gehoord.limits.models import CrisisCare, SafetyCase

UNTIL_SOMEBODY_LOOKS = timedelta(hours=12)


def care_until(customer: Customer) -> datetime | None:
    """The latest moment until which limits wait for this customer, if there is one.

    They also wait as long as a case of his is on the crisis path: nobody looked at the message yet
    that put it there, or nobody closed the route.
    """
    latest: datetime | None = customer.crisis_care.aggregate(latest=Max("until"))["latest"]
    if customer.cases.open().filter(path=Path.CRISIS).exists():
        until = timezone.now() + UNTIL_SOMEBODY_LOOKS
        return max(latest, until) if latest else until
    return latest


def comes_before_wording(case: Case) -> bool:
    """Whether a safety route goes on in a case, or the day of a crisis of its customer."""
    safety = SafetyCase.objects.open().filter(case=case).values("pk")
    care = CrisisCare.objects.filter(customer=case.customer_id, until__gt=timezone.now())
    return safety.union(care.order_by().values("pk")).exists()
