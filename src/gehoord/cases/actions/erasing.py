"""Cases that go, with everything in them and every file of them. There is no way back."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db import transaction

from gehoord.cases.actions.announcing import announce, audiences_of_customer
from gehoord.cases.models import Attachment, Case, Delivery, Message
from gehoord.coaching.corrections import erase_readings
from gehoord.coaching.models import Reading

logger = logging.getLogger(__name__)


class ReplyIsOnItsWay(Exception):
    """A reply to the customer is leaving at this moment."""


@transaction.atomic
def erase_cases(*, cases: Iterable[Case]) -> int:
    """Delete whole cases: messages, readings, notes, drafts, events, files and originals.

    Files leave the disk once the rows are really gone. Returns how many cases there were.
    Raises ReplyIsOnItsWay if a reply in one of them still has to be delivered.
    """
    found = list(Case.objects.select_for_update().filter(pk__in=[case.pk for case in cases]))
    messages = Message.objects.filter(case__in=found)
    if messages.to_customers().filter(delivery=Delivery.DUE).exists():
        raise ReplyIsOnItsWay
    files = list(Attachment.objects.filter(message__in=messages).values_list("file", flat=True))
    for case in found:
        announce(case, also=audiences_of_customer(case))
    readings = Reading.objects.filter(message__in=messages)
    erase_readings(numbers=readings.values_list("pk", flat=True))
    # What points at a case or a message goes along with it, also originals in `channels`.
    Case.objects.filter(pk__in=[case.pk for case in found]).delete()
    erase_files(files)
    return len(found)


def erase_files(paths: Iterable[str]) -> None:
    """Delete files once the transaction is done; what fails is left to the daily sweep."""
    kept = list(paths)

    def delete_them() -> None:
        for path in kept:
            try:
                default_storage.delete(path)
            except OSError:
                logger.exception("a file could not be deleted now: %s", path)

    transaction.on_commit(delete_them, robust=True)
