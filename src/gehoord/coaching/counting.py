"""How often rules find something, and how often an agent says that they should not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from gehoord.coaching.actions import why
from gehoord.coaching.corrections import FEWEST
from gehoord.coaching.examples import words_of
from gehoord.coaching.models import Correction, Reading, RuleCount

DAY = timedelta(days=1)


def count_rules() -> int:
    """Count what the rules found on the days before today, before readings are forgotten.

    Returns how many days were counted. A day that is counted is not counted again.
    """
    days = [day for day in _uncounted() if day < timezone.localdate()]
    for day in days:
        _keep(day, _found_on(day))
    return len(days)


@transaction.atomic
def _keep(day: date, found: Counter[str]) -> None:
    rows = (RuleCount(day=day, rule=rule, found=number) for rule, number in found.items())
    RuleCount.objects.bulk_create(rows, ignore_conflicts=True)


def _uncounted() -> list[date]:
    """The days with readings after the last day that was counted, today too."""
    counted = RuleCount.objects.aggregate(last=Max("day"))["last"]
    if counted is None:
        first = Reading.objects.order_by("read_at").values_list("read_at", flat=True).first()
        start = timezone.localdate(first) if first else timezone.localdate()
    else:
        start = counted + DAY
    return [start + DAY * number for number in range((timezone.localdate() - start).days + 1)]


def _found_on(day: date) -> Counter[str]:
    midnight = timezone.make_aware(datetime.combine(day, time()))
    after = timezone.make_aware(datetime.combine(day + DAY, time()))
    read = Reading.objects.filter(read_at__gte=midnight, read_at__lt=after).exclude(evidence=[])
    found: Counter[str] = Counter()
    for evidence in read.values_list("evidence", flat=True).iterator():
        found.update({str(each["rule"]) for each in evidence})
    return found


def found_between(first: date, last: date) -> Counter[str]:
    """In how many messages each rule found something on these days, both included."""
    kept = RuleCount.objects.filter(day__range=(first, last)).values_list("rule")
    found = Counter(dict(kept.annotate(all=Sum("found"))))
    for day in _uncounted():
        if first <= day <= last:
            found += _found_on(day)
    return found


@dataclass(frozen=True)
class CorrectedRule:
    """A rule that agents correct: how often it spoke and how often it was wrong."""

    rule: str
    why: str
    words: tuple[str, ...]
    found: int
    corrected: int

    @property
    def share(self) -> float:
        """The part of its findings that were corrected, 0 to 1."""
        return min(self.corrected / self.found, 1.0) if self.found else 1.0

    @property
    def percent(self) -> int:
        return round(100 * self.share)


def corrected_rules(first: date, last: date) -> list[CorrectedRule]:
    """The rules corrected at least five times on these days, the largest share first."""
    corrected = _blamed(Correction.objects.between(first, last).iterator())
    found = found_between(first, last)
    rules = [
        CorrectedRule(rule, why(rule), words_of(rule), max(found[rule], number), number)
        for rule, number in corrected.items()
        if number >= FEWEST
    ]
    return sorted(rules, key=lambda each: (-each.share, -each.corrected, each.rule))


def _blamed(corrections: Iterable[Correction]) -> Counter[str]:
    return Counter(rule for correction in corrections for rule in correction.blamed)
