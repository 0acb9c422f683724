"""Is the ladder the same for everybody? Measures per 1,000 conversations, never per agent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoord.cases.models import Conversation
from gehoord.coaching.models import Reading
from gehoord.contacts.models import Channel
from gehoord.limits.ladder.records import State
from gehoord.limits.models import Incident, Measure

FEWEST = 10
"""Below so many conversations nothing is shown: it would be about somebody."""
PERIOD = timedelta(days=365)
CERTAIN = 1.959964
"""Standard deviations of a margin of 95 %."""
UNKNOWN = ""
LANGUAGES: dict[str, str | Promise] = {
    "nl": _("Dutch"),
    "en": _("English"),
    UNKNOWN: _("another language, or not known any more"),
}


@dataclass(frozen=True)
class Share:
    """Measures among conversations of one kind."""

    name: str
    conversations: int
    measures: int

    @property
    def is_shown(self) -> bool:
        return self.conversations >= FEWEST

    @property
    def per_thousand(self) -> float:
        return 1000 * self.measures / self.conversations if self.conversations else 0.0

    @property
    def margin(self) -> tuple[float, float]:
        """The lower and upper end of the 95 % interval, per thousand."""
        low, high = wilson(self.measures, self.conversations)
        return 1000 * low, 1000 * high


def wilson(found: int, number: int, z: float = CERTAIN) -> tuple[float, float]:
    """Where a share lies with 95 % certainty (Wilson), also when few were counted; 0 to 1."""
    if number == 0:
        return 0.0, 1.0
    share = found / number
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    half = z * sqrt(share * (1 - share) / number + z * z / (4 * number**2)) / (1 + z * z / number)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class FairLadder:
    """The figures of a year, by channel and by how customers write."""

    channels: list[Share]
    languages: list[Share]
    since: datetime


def fair_ladder(*, at: datetime | None = None) -> FairLadder:
    """Conversations of the past year in which a customer got a measure, by channel and language.

    A conversation counts once. What was found unjustified on appeal does not count.
    """
    now = at or timezone.now()
    since = now - PERIOD
    talks = Conversation.objects.filter(started_at__gte=since, started_at__lte=now)
    limited = talks.filter(pk__in=_limited())
    channel_names = {str(value): str(label) for value, label in Channel.choices}
    per_channel = _counts(talks.values_list("channel"), limited.values_list("channel"))
    languages = _language_of(talks.values_list("pk", flat=True))
    of_limited = set(limited.values_list("pk", flat=True))
    every = Counter(languages.values())
    some = Counter(name for pk, name in languages.items() if pk in of_limited)
    return FairLadder(
        channels=_shares(channel_names, *per_channel),
        languages=_shares({key: str(name) for key, name in LANGUAGES.items()}, every, some),
        since=since,
    )


def _limited() -> object:
    given = Measure.objects.exclude(begins_at=None).exclude(state=State.WITHDRAWN)
    return given.exclude(grounds__conversation=None).values("grounds__conversation")


def _counts(every: object, some: object) -> tuple[Counter[str], Counter[str]]:
    found = []
    for rows in (every, some):
        counted = rows.order_by().annotate(number=Count("pk"))  # type: ignore[attr-defined]
        found.append(Counter(dict(counted)))
    return found[0], found[1]


def _language_of(talks: Iterable[int]) -> dict[int, str]:
    """How the customer writes in each conversation, as far as its readings are still there."""
    found = dict.fromkeys(talks, UNKNOWN)
    rows = Reading.objects.filter(message__conversation__in=list(found)).order_by("read_at")
    for talk, language in rows.values_list("message__conversation", "language"):
        found[talk] = language.lower() if language.lower() in LANGUAGES else UNKNOWN
    return found


def _shares(names: dict[str, str], every: Counter[str], some: Counter[str]) -> list[Share]:
    return [Share(name, every[key], some[key]) for key, name in names.items() if every[key]]


@dataclass(frozen=True)
class IncidentCount:
    """How many incidents of one level in one channel; None if it is too few to show."""

    level: int
    channel: str
    number: int | None


def incident_counts(*, at: datetime | None = None) -> list[IncidentCount]:
    """Incidents of the past year by level and channel, never with a name; few are not shown."""
    since = (at or timezone.now()) - PERIOD
    rows = (
        Incident.objects.filter(happened_at__gte=since)
        .order_by("-level", "channel")
        .values_list("level", "channel")
        .annotate(number=Count("pk"))
    )
    return [
        IncidentCount(level, channel, number if number >= FEWEST else None)
        for level, channel, number in rows
    ]
