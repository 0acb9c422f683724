"""What is forgotten, and when (domain model 3.14). Readings go first, then whole cases."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import House
from gehoord.cases.actions.erasing import erase_cases
from gehoord.cases.guiding import Path
from gehoord.cases.models import Case, Delivery, Event, Presence
from gehoord.coaching.corrections import forget_readings
from gehoord.coaching.models import AngerLevel, Reading
from gehoord.jobs.batches import until_done

AT_ONCE = 500
CASES_AT_ONCE = 20


def forget_old_readings() -> int:
    """Delete readings past their time, and the course of anger that cases made of them."""
    days = House.current().reading_days
    forgotten = 0
    while True:
        with transaction.atomic():
            ids = list(Reading.objects.older_than(days).values_list("pk", flat=True)[:AT_ONCE])
            forget_readings(numbers=ids)
        forgotten += len(ids)
        if len(ids) < AT_ONCE:
            break
    before = timezone.now() - timedelta(days=days)
    old = Case.objects.filter(last_customer_at__lt=before).exclude(course="")
    old.update(course="", anger_now=AngerLevel.CALM, is_rising=False)
    _forget_old_paths(before)
    return forgotten


def _forget_old_paths(before: datetime) -> None:
    """A path is a reading of the customer too; the stage is only where our work stands."""
    gone = Case.objects.filter(last_customer_at__lt=before)
    gone.exclude(path=Path.NONE, rounds=0).update(path=Path.NONE, rounds=0)
    Event.objects.filter(kind=Event.Kind.PATH, at__lt=before).delete()


def forget_old_cases() -> int:
    """Delete cases that were solved longer ago than the house keeps them, with all in them."""
    return until_done(_forget_some_cases)


@transaction.atomic
def _forget_some_cases() -> int:
    old = Case.objects.solved().filter(solved_at__lt=House.current().keeps_cases_since)
    settled = old.exclude(messages__delivery=Delivery.DUE).order_by("solved_at", "pk")
    return erase_cases(cases=settled.select_for_update(of=("self",))[:CASES_AT_ONCE])


def forget_presence() -> int:
    """Delete who looked at which case: it is only true for a minute."""
    gone, _ = Presence.objects.past().delete()
    return gone
