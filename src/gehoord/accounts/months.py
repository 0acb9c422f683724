from calendar import monthrange
from datetime import datetime

from django.utils import timezone


def months_ago(months: int, *, now: datetime | None = None) -> datetime:
    """Give the same day so many calendar months back, or the last day of a shorter month."""
    now = now or timezone.now()
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    last_day = monthrange(year, month + 1)[1]
    return now.replace(year=year, month=month + 1, day=min(now.day, last_day))
