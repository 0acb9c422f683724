from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gehoord.accounts.actions import record
from gehoord.accounts.models import AuditEvent, House, Role
from gehoord.accounts.retention import forget_old_changes
from tests.factories import make_agent, make_house

pytestmark = pytest.mark.django_db


def make_change(*, days_ago: int) -> AuditEvent:
    record(actor=None, what="team added", about=f"{days_ago} days")
    event = AuditEvent.objects.get(about=f"{days_ago} days")
    AuditEvent.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(days=days_ago))
    return event


def test_changes_go_after_the_months_of_the_house():
    old, young = make_change(days_ago=800), make_change(days_ago=700)

    assert forget_old_changes() == 1

    assert not AuditEvent.objects.filter(pk=old.pk).exists()
    make_house(audit_months=1)
    forget_old_changes()
    assert not AuditEvent.objects.filter(pk=young.pk).exists()


def house_form(**changes: object) -> dict[str, object]:
    return {
        "name": "Lindehout", "form_of_address": "u", "undo_seconds": 10, "reopen_days": 14,
        "reading_days": 30, "case_months": 24, "audit_months": 24,
    } | changes  # fmt: skip


def test_administrator_sets_how_long_cases_are_kept(client):
    client.force_login(make_agent(roles=[Role.ADMIN]))
    answer = client.post(reverse("office:house"), house_form(case_months=12, audit_months=36))

    assert answer.status_code == 302
    assert (House.current().case_months, House.current().audit_months) == (12, 36)


@pytest.mark.parametrize("field", ["case_months", "audit_months"])
@pytest.mark.parametrize("months", [0, 121, -1, ""])
def test_months_have_a_least_and_a_most(client, field, months):
    client.force_login(make_agent(roles=[Role.ADMIN]))

    answer = client.post(reverse("office:house"), house_form(**{field: months}))

    assert answer.status_code == 422
    assert getattr(House.current(), field) == 24
