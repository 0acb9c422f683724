"""Let time pass for one customer: all there is of him moves back together, also what lies ahead.

A measure looks at what was said just before, so its steps are played in the present. Then the
clock of the whole story is set back, step after step.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Max

from gehoord.accounts.models import AuditEvent
from gehoord.cases.models import Case, Conversation, Event, Message, Note
from gehoord.coaching.models import Reading
from gehoord.contacts.models import Customer
from gehoord.limits.models import (
    Aftercare,
    Appeal,
    Approval,
    Behaviour,
    CrisisCare,
    EndedWithoutGround,
    EvidencePack,
    Held,
    HelpRequest,
    Incident,
    Measure,
    Notice,
    SafetyCase,
)

Kind = type[models.Model]

OF_TALK: dict[Kind, str] = {
    Case: "customer",
    Conversation: "case__customer",
    Message: "case__customer",
    Reading: "message__case__customer",
    Note: "case__customer",
    Event: "case__customer",
}
OF_LIMITS: dict[Kind, str] = {
    Behaviour: "customer",
    Measure: "customer",
    Approval: "measure__customer",
    Notice: "measure__customer",
    Appeal: "measure__customer",
    Held: "measure__customer",
    Incident: "customer",
    EvidencePack: "incident__customer",
    CrisisCare: "customer",
    EndedWithoutGround: "conversation__case__customer",
    SafetyCase: "case__customer",
    HelpRequest: "case__customer",
}
OF_NOBODY = (AuditEvent, Aftercare)
"""Rows that name no customer: those are his that came since his story began."""


@dataclass(frozen=True)
class Beginning:
    """The last rows that were there before a story began."""

    last: dict[Kind, int]

    @classmethod
    def now(cls) -> Beginning:
        """This moment."""
        return cls(
            {
                model: model._base_manager.aggregate(last=Max("pk"))["last"] or 0
                for model in OF_NOBODY
            }
        )

    def since(self, model: Kind) -> models.QuerySet[Any]:
        """What came since then."""
        return model._base_manager.filter(pk__gt=self.last[model])


def let_pass(
    time: timedelta, *, customer: Customer, beginning: Beginning, kinds: AbstractSet[Kind]
) -> None:
    """Let so much time pass since everything that happened to a customer.

    `kinds` are those of OF_LIMITS of which he has rows; to look at all of them takes long.
    """
    if not time:
        return
    for model, path in (OF_TALK | {kind: OF_LIMITS[kind] for kind in kinds}).items():
        _set_back(model._base_manager.filter(**{path: customer.pk}), time)
    for model in OF_NOBODY:
        _set_back(beginning.since(model), time)
    if CrisisCare in kinds or SafetyCase in kinds:
        _set_back_steps(customer, time)


def _set_back_steps(customer: Customer, time: timedelta) -> None:
    """The moments of steps that were ticked on a list."""
    for care in CrisisCare.objects.filter(customer=customer):
        care.steps = {step: _earlier(at, time) for step, at in care.steps.items()}
        care.save(update_fields=["steps"])
    for route in SafetyCase.objects.filter(case__customer=customer):
        for done in route.done.values():
            done["at"] = _earlier(done["at"], time)
        route.save(update_fields=["done"])


def _set_back(rows: models.QuerySet[Any], time: timedelta) -> None:
    fields = [
        field.name
        for field in rows.model._meta.concrete_fields
        if isinstance(field, models.DateTimeField)
    ]
    # A database that never counted these rows reads them all, again and again, to join an update.
    keys = list(rows.order_by().values_list("pk", flat=True))
    if keys:
        changes = {name: F(name) - time for name in fields}
        rows.model._base_manager.filter(pk__in=keys).update(**changes)


def _earlier(moment: str, time: timedelta) -> str:
    return (datetime.fromisoformat(moment) - time).isoformat()
