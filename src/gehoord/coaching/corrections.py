"""What agents find wrong in readings: noted without a name, and forgotten with the reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import House
from gehoord.accounts.months import months_ago
from gehoord.coaching.models import Correction, Reading, RuleCount, seal_of

MONTHS_KEPT = 12
FEWEST = 5
"""Fewer corrections than this say more about whoever made them than about the software."""


@transaction.atomic
def dispute_reading(*, reading: Reading, wrong: str = "", should_be: str = "") -> Correction:
    """Note that a reading is wrong, and perhaps which part and what it should have been.

    Saying more about a reading that is disputed already changes the same correction.
    """
    reading.is_disputed = True
    reading.save(update_fields=["is_disputed"])
    seal = seal_of(reading.pk)
    said = {"wrong": wrong, "should_be": should_be}
    correction, _is_new = Correction.objects.update_or_create(
        seal=seal, defaults=said, create_defaults={**said, **_as_it_was(reading)}
    )
    return correction


def _as_it_was(reading: Reading) -> dict[str, object]:
    found = {(str(each["rule"]), str(each["label"])) for each in reading.evidence}
    return {
        "made_on": timezone.localdate(),
        "language": reading.language,
        "labels": {
            "anger": reading.anger,
            "emotion": reading.emotion,
            "abuse": reading.abuse,
            "target": reading.target,
            "intent": reading.intent,
            "crisis": reading.is_crisis,
            "next_step": reading.next_step,
        },
        "rules": [{"rule": rule, "label": label} for rule, label in sorted(found)],
        "engine_version": reading.engine_version,
        "may_keep_words": House.current().keeps_corrected_words,
    }


@transaction.atomic
def withdraw_correction(*, reading: Reading) -> Reading:
    """Note that a reading is right after all, as if nobody had said anything."""
    Correction.objects.of([reading.pk]).delete()
    reading.is_disputed = False
    reading.save(update_fields=["is_disputed"])
    return reading


def corrections_of(readings: Iterable[Reading]) -> dict[int, Correction]:
    """The corrections of some readings, by the number of the reading."""
    disputed = {seal_of(reading.pk): reading.pk for reading in readings if reading.is_disputed}
    if not disputed:
        return {}
    return {
        disputed[each.seal]: each
        for each in Correction.objects.filter(seal__in=disputed)
        if each.seal
    }


@transaction.atomic
def forget_readings(*, numbers: Iterable[int]) -> None:
    """Delete readings past their time; of their corrections only labels and rules are left."""
    numbers = list(numbers)
    Correction.objects.of(numbers).update(seal=None)
    Reading.objects.filter(pk__in=numbers).delete()


@transaction.atomic
def erase_readings(*, numbers: Iterable[int]) -> None:
    """Delete readings because their case goes, with every correction of them."""
    numbers = list(numbers)
    Correction.objects.of(numbers).delete()
    Reading.objects.filter(pk__in=numbers).delete()


def forget_old_corrections() -> int:
    """Delete corrections and counts of rules past their months."""
    before = timezone.localdate(months_ago(MONTHS_KEPT)) - timedelta(days=1)
    gone, _ = Correction.objects.filter(made_on__lte=before).delete()
    RuleCount.objects.filter(day__lte=before).delete()
    return gone
