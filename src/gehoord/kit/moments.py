"""Say when something was and how long somebody waits, in the house's own way."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def clock(moment: datetime) -> str:
    """Give the time of day: `10.42`."""
    return date_format(timezone.localtime(moment), pgettext("format of the time of day", "H:i"))


def day(moment: datetime, *, now: datetime | None = None) -> str:
    """Name the day: `ma 2 juni`, with the year when it is another one."""
    here = timezone.localtime(moment)
    is_this_year = here.year == timezone.localtime(now or timezone.now()).year
    form = (
        pgettext("format of a day this year", "D j F")
        if is_this_year
        else pgettext("format of a day in another year", "D j F Y")
    )
    return date_format(here, form)


def when(moment: datetime, *, now: datetime | None = None) -> str:
    """Give the time of day, after the day unless that is today: `10.42`, `ma 2 juni 10.42`."""
    now = now or timezone.now()
    if timezone.localtime(moment).date() == timezone.localtime(now).date():
        return clock(moment)
    return f"{day(moment, now=now)} {clock(moment)}"


def short(moment: datetime, *, now: datetime | None = None) -> str:
    """Give a moment in as little room as a list has: `10.42`, `gisteren`, `za 21 nov`."""
    now = now or timezone.now()
    here, today = timezone.localtime(moment), timezone.localtime(now).date()
    if here.date() == today:
        return clock(moment)
    if here.date() == today - timedelta(days=1):
        return _("yesterday")
    if here.year == today.year:
        return date_format(here, pgettext("format of a short day this year", "D j M")).lower()
    return date_format(here, pgettext("format of a short day in another year", "j M Y")).lower()


def near(moment: datetime, *, now: datetime | None = None) -> str:
    """Name the day as one says it: `vandaag`, `gisteren`, `ma 2 juni`."""
    now = now or timezone.now()
    days = (timezone.localtime(now).date() - timezone.localtime(moment).date()).days
    if days in (0, 1):
        return _("yesterday") if days else _("today")
    return day(moment, now=now)


def until(moment: datetime, *, now: datetime | None = None) -> str:
    """Say when something that lasts days ends: `10.42 uur` if that is today, else `ma 2 juni`."""
    now = now or timezone.now()
    if timezone.localtime(moment).date() != timezone.localtime(now).date():
        return day(moment, now=now)
    return pgettext("a time of day in a sentence", "%(time)s") % {"time": clock(moment)}


def waited(moment: datetime, *, now: datetime | None = None) -> str:
    """Say how long ago: `5 min`, `2 u 10 min`, `1 d 3 u`."""
    past = max((now or timezone.now()) - moment, timedelta(0))
    minutes = int(past.total_seconds() // 60)
    hours, days = minutes // 60, minutes // (60 * 24)
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours % 24}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes % 60}
    return _("%(minutes)d min") % {"minutes": minutes} if minutes else _("just now")
