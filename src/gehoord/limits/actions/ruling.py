from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from gehoord.accounts.actions import record
from gehoord.accounts.models import Agent
from gehoord.limits.models import HouseRules


@transaction.atomic
def change_house_rules(*, changes: Mapping[str, object], by: Agent) -> HouseRules:
    """Change what the house chose within the ladder; what holds already keeps its end.

    Raises ValidationError if something is longer than the ladder allows.
    """
    HouseRules.current()
    rules = HouseRules.objects.select_for_update().get(pk=1)
    for name, value in changes.items():
        setattr(rules, name, value)
    rules.full_clean()
    rules.save(update_fields=list(changes))
    record(actor=by, what="house rules changed", changes=dict(changes))
    return rules
