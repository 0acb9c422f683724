"""Who changed which setting is forgotten after a while (domain model 3.14)."""

from __future__ import annotations

from django.db import transaction

from gehoord.accounts.models import AuditEvent, House
from gehoord.jobs.batches import until_done

AT_ONCE = 1000


def forget_old_changes() -> int:
    """Delete audit events past their months."""
    return until_done(_forget_some)


@transaction.atomic
def _forget_some() -> int:
    old = AuditEvent.objects.filter(at__lt=House.current().keeps_changes_since)
    ids = list(old.order_by().values_list("pk", flat=True)[:AT_ONCE])
    AuditEvent.objects.filter(pk__in=ids).delete()
    return len(ids)
