"""Dates of headers, however they are broken."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

# Month names of Dutch, German and French programs; the first letters tell them apart.
_MONTHS = {
    "jan": 1, "feb": 2, "fév": 2, "fev": 2, "mar": 3, "maa": 3, "mrt": 3, "mär": 3, "mae": 3,
    "mrz": 3, "apr": 4, "avr": 4, "may": 5, "mei": 5, "mai": 5, "jun": 6, "juin": 6, "jul": 7,
    "juil": 7, "aug": 8, "aoû": 8, "aou": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11,
    "dec": 12, "dez": 12, "déc": 12,
}  # fmt: skip
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?"
)
_WRITTEN = re.compile(
    r"(\d{1,2})[\s.-]+([^\W\d_]{3,12})[\s.-]+(\d{2,4})(?:[,\s]+(?:\w{2,3}\s+)?"
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?\s*(Z\b|GMT|UTC|[+-]\d{2}:?\d{2})?"
)
_NUMBERS = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[,\s]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?"
    r"\s*(Z\b|GMT|UTC|[+-]\d{2}:?\d{2})?"
)


def read_date(text: str) -> datetime | None:
    """The moment a date header means, aware; without a zone it is UTC, unreadable it is None."""
    text = re.sub(r"\s+", " ", text[:200]).strip().strip("\"'")
    return _standard(text) or _iso(text) or _written(text) or _numbers(text)


def _standard(text: str) -> datetime | None:
    try:
        fields = parsedate_tz(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if fields is None or (fields[0] < 1970 and not re.search(r"\b\d{2}\b", text)):
        return None
    zone = fields[9] or 0
    if abs(zone) >= 24 * 3600:
        zone = 0
    return _moment(fields[:6], timedelta(seconds=zone))


def _moment(fields: tuple[int, ...], zone: timedelta) -> datetime | None:
    year, month, day, hour, minute, second = fields
    if not 1970 <= year <= 2200:
        return None
    try:
        # A leap second is the last second before it; midnight may be written as 24:00.
        moment = datetime(
            year, month, day, hour % 24, minute, min(second, 59), tzinfo=timezone(zone)
        )
        return moment + timedelta(days=1) if hour == 24 else moment
    except (ValueError, OverflowError):
        return None


def _iso(text: str) -> datetime | None:
    return _fields(found, (1, 2, 3)) if (found := _ISO.search(text)) else None


def _numbers(text: str) -> datetime | None:
    return _fields(found, (3, 2, 1)) if (found := _NUMBERS.search(text)) else None


def _written(text: str) -> datetime | None:
    if not (found := _WRITTEN.search(text)):
        return None
    word = found[2].lower()
    month = _MONTHS.get(word[:4]) or _MONTHS.get(word[:3])
    if month is None:
        return None
    year = int(found[3])
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    clock = tuple(int(found[place] or 0) for place in (4, 5, 6))
    return _moment((year, month, int(found[1]), *clock), _zone(found[7]))


def _fields(found: re.Match[str], order: tuple[int, int, int]) -> datetime | None:
    day = tuple(int(found[place]) for place in order)
    clock = tuple(int(found[place] or 0) for place in (4, 5, 6))
    return _moment((*day, *clock), _zone(found[7]))


def _zone(text: str | None) -> timedelta:
    if not text or text[0] not in "+-":
        return timedelta(0)
    digits = text[1:].replace(":", "")
    zone = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    if zone >= timedelta(hours=24):
        return timedelta(0)
    return -zone if text[0] == "-" else zone


def is_in_future(moment: datetime, *, now: datetime | None = None) -> bool:
    """Whether a date cannot be true yet; two days are left for wrong zones."""
    return moment > (now or datetime.now(UTC)) + timedelta(days=2)
