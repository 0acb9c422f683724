"""The hours of an arrangement in words: `maandag en woensdag van 9.00 tot 12.00 uur`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import time
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import pgettext

from gehoord.limits.terms import spans_of
from gehoord.limits.wording.telling import language


def times_words(terms: Mapping[str, Any]) -> str:
    """On which days and from when until when, as people say it; days with the same hours as one."""
    days = defaultdict(list)
    for weekday, span in spans_of(terms.get("times")).items():
        days[span].append(_day(weekday))
    return _listed([_hours(names, *span) for span, names in days.items()])


def _day(weekday: int) -> str:
    name = str(WEEKDAYS[weekday])
    # A label elsewhere has a capital; in a sentence only English keeps it.
    return name if language() == "en" else name.lower()


def _hours(days: list[str], begin: time, end: time) -> str:
    said = pgettext("hours on some days", "%(days)s from %(begin)s to %(end)s")
    return said % {"days": _listed(days), "begin": _clock(begin), "end": _clock(end)}


def _clock(moment: time) -> str:
    return time_format(moment, pgettext("format of the time of day", "H:i"))


def _listed(words: list[str]) -> str:
    both = pgettext("between the last two of a list", " and ")
    *first, last = words or [""]
    return f"{', '.join(first)}{both}{last}" if first else last
