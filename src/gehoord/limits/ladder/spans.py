"""Lengths of time as people agree on them: hours by the clock, days and months by the calendar."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

SATURDAY = 5


@dataclass(frozen=True)
class Span:
    """So many hours, days and months.

    Hours pass by themselves. Days and months end at the same time on the clock, also when summer
    time began or ended in between: the notice names that time.
    """

    hours: int = 0
    days: int = 0
    months: int = 0

    def after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The end of this span from a moment on, in UTC; `zone` is where the calendar hangs."""
        later = moment
        if self.months or self.days:
            # Only then: adding to a local time forgets which of two equal hours it is.
            local = moment.astimezone(zone)
            later = _months_later(local, self.months) + timedelta(days=self.days)
        return later.astimezone(UTC) + timedelta(hours=self.hours)


def _months_later(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def working_days_after(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """The end of the last of so many working days after a moment, in UTC: Monday to Friday.

    Public holidays count too: that only makes a term of ours shorter.
    """
    day: date = moment.astimezone(zone).date()
    left = days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return end_of_day(day, zone)


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The midnight with which a day ends by a calendar, in UTC; it is the first moment after."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
