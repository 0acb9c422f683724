"""Who changed the house style is forgotten with the other changes of settings."""

from __future__ import annotations

from django.db import transaction

from gehoord.accounts.models import House
from gehoord.coaching.models import StyleVersion


@transaction.atomic
def forget_who_styled() -> int:
    """Take the names off versions past the months that changes are kept; what they say stays."""
    old = StyleVersion.objects.made_before(House.current().keeps_changes_since)
    return old.filter(made_by__isnull=False).update(made_by=None)
