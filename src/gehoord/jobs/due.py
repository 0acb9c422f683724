"""The row is the queue: what is still to be done is a column, so nothing is lost with a process."""

import logging
import random
import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import ClassVar, Self, TypeVar

from django.db import connections, models, transaction
from django.db.models import F, Q
from django.utils import timezone

logger = logging.getLogger(__name__)

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=15)
stopping = threading.Event()
"""Set when this process was asked to end: finish the row in hand, claim no other."""


def retry_at(attempts: int, now: datetime | None = None) -> datetime:
    """The moment to try again after `attempts` failures: 5 s, doubling, at most 15 minutes.

    A quarter is left to chance, so that what failed together does not come back together.
    """
    doublings: int = 2 ** min(max(attempts - 1, 0), 16)
    delay = min(FIRST_DELAY * doublings, LONGEST_DELAY)
    jitter = random.uniform(0.75, 1.0)  # noqa: S311 - spreads load, guards nothing
    return (now or timezone.now()) + delay * jitter


class DueRow(models.Model):
    """A record that work has to be done on, e.g. a message to deliver."""

    next_attempt_at = models.DateTimeField(null=True, blank=True)
    """Null means there is nothing to do. Give the model `to_do_index`: nearly all rows are null."""
    leased_until = models.DateTimeField(null=True, blank=True)
    """Somebody is working on it until then; after that the row is free again."""
    attempts = models.PositiveSmallIntegerField(default=0)

    # The lease under which this process has the row; a rolled back `finish` does not lose it.
    _lease: datetime | None = None

    class Meta:
        abstract = True

    def finish(self, **also: object) -> bool:
        """Note that the work on this row is done, for whoever claimed it; `also` sets columns.

        False, and nothing changes, if the lease ran out and somebody else has the row now.
        """
        return self._give_back(next_attempt_at=None, **also)

    def try_again(self, *, at: datetime | None = None) -> bool:
        """Give the row back to be tried later, by default after the growing delay.

        False, and nothing changes, if the lease ran out and somebody else has the row now.
        """
        return self._give_back(next_attempt_at=at or retry_at(self.attempts))

    def keep(self, lease: timedelta, **also: object) -> bool:
        """Hold the row longer, for work in many steps; `also` sets columns.

        False, and nothing changes, if the lease ran out and somebody else has the row now.
        """
        until = timezone.now() + lease
        mine = type(self)._base_manager.filter(pk=self.pk, leased_until=self._lease)
        kept = bool(mine.update(leased_until=until, **also))
        if kept:
            self._lease = self.leased_until = until
            for name, value in also.items():
                setattr(self, name, value)
        return kept

    def put_back(self) -> bool:
        """Give the row back as it was: this attempt does not count.

        False, and nothing changes, if the lease ran out and somebody else has the row now.
        """
        before = max(self.attempts - 1, 0)
        return self._give_back(next_attempt_at=self.next_attempt_at, attempts=before)

    def come_back(self, *, at: datetime, **also: object) -> bool:
        """Give the row back after work that went well, to be done again at a moment."""
        return self._give_back(next_attempt_at=at, attempts=0, **also)

    def _give_back(self, *, next_attempt_at: datetime | None, **also: object) -> bool:
        mine = type(self)._base_manager.filter(pk=self.pk, leased_until=self._lease)
        changed = mine.update(next_attempt_at=next_attempt_at, leased_until=None, **also)
        if changed:
            self.next_attempt_at, self.leased_until = next_attempt_at, None
        return bool(changed)


def to_do_index(*before: str, name: str) -> models.Index:
    """An index of the rows on which something is to be done, by `before` and then by moment."""
    is_due = Q(next_attempt_at__isnull=False)
    return models.Index(fields=[*before, "next_attempt_at"], condition=is_due, name=name)


Row = TypeVar("Row", bound=DueRow)


class DueQuerySet(models.QuerySet[Row]):
    """Rows by whether something has to be done on them.

    Use it as `class MessageQuerySet(DueQuerySet["Message"])` on a model that is a `DueRow`.
    """

    longest_lease: ClassVar[timedelta] = timedelta(minutes=2)

    def due(self, now: datetime | None = None) -> Self:
        """Rows whose moment has come and that nobody is working on."""
        now = now or timezone.now()
        is_free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
        return self.filter(is_free, next_attempt_at__lte=now)

    def claim(self, lease: timedelta | None = None, *, now: datetime | None = None) -> Row | None:
        """Take the oldest due row for the length of `lease`, or None when nothing is due.

        Exactly one claimer gets a row, over threads, processes and machines. `attempts` counts
        this attempt already, so that a row which kills its worker is seen to have been tried.
        """
        now = now or timezone.now()
        while True:
            until = now + (lease or self.longest_lease)
            pk, won = self._try_to_claim(now, until)
            if pk is None:
                return None
            if won and (row := self.filter(pk=pk).first()) is not None:
                row._lease = until
                return row

    def _try_to_claim(self, now: datetime, until: datetime) -> tuple[object, bool]:
        oldest = self.due(now).select_related(None).order_by("next_attempt_at", "pk")
        may_skip = connections[self.db].features.has_select_for_update_skip_locked
        if may_skip:
            oldest = oldest.select_for_update(skip_locked=True, of=("self",))
        # SQLite writes one at a time: asking first without the write lock keeps an idle sweep free.
        with transaction.atomic(using=self.db) if may_skip else nullcontext():
            first = oldest.first() if may_skip else oldest.only("pk").first()
            if first is None:
                return None, False
            won = self.model._base_manager.using(self.db).filter(
                Q(leased_until__isnull=True) | Q(leased_until__lte=now),
                pk=first.pk,
                next_attempt_at__lte=now,
            )
            # In a transaction, because SQLite's writers stand in line for their BEGIN.
            with transaction.atomic(using=self.db):
                return first.pk, bool(won.update(leased_until=until, attempts=F("attempts") + 1))


def work_through(
    rows: DueQuerySet[Row] | Callable[[], DueQuerySet[Row]],
    handle: Callable[[Row], object],
    *,
    lease: timedelta | None = None,
) -> int:
    """Claim and handle row after row until nothing is due; returns how many were handled.

    `rows` may be asked anew for each row, where what may be claimed depends on what is in hand.
    `handle` ends with `row.finish()` (or changes the three columns itself). If it raises, the
    row comes back after a growing delay and the others go on.
    """
    handled = 0
    ask = rows if callable(rows) else rows.all
    while not stopping.is_set() and (row := ask().claim(lease)) is not None:
        try:
            handle(row)
        except Exception:
            logger.exception("%s %s failed at attempt %s", type(row).__name__, row.pk, row.attempts)
            row.try_again()
        else:
            handled += 1
    return handled
