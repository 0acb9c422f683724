"""Whoever goes past the actions: the database itself takes no measure that nobody decided."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.models import Approval, Measure
from tests.factories import make_agent, make_case

pytestmark = pytest.mark.django_db


def values(**changes):
    now = timezone.now()
    return {
        "customer": make_case().customer,
        "kind": Kind.BLOCK,
        "state": State.ACTIVE,
        "reason": "Hierom.",
        "proposed_at": now,
        "begins_at": now,
        "told_at": now,
        "ends_at": now + timedelta(days=1),
    } | changes


def test_many_at_once_need_a_person_too():
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.bulk_create(
            [Measure(**values(proposed_by=make_agent())), Measure(**values())]
        )

    assert not Measure.objects.exists()


def test_sql_by_hand_needs_a_person_too():
    row = Measure.objects.create(**values(proposed_by=make_agent()))
    columns = [field.column for field in Measure._meta.concrete_fields if field.column != "id"]
    taken = ", ".join("NULL" if name == "proposed_by_id" else name for name in columns)
    insert = (
        f"INSERT INTO {Measure._meta.db_table} ({', '.join(columns)}) "
        f"SELECT {taken} FROM {Measure._meta.db_table} WHERE id = %s"
    )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert, [row.pk])

    assert Measure.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"proposed_by": None}, {"ends_at": None}, {"told_at": None}, {"reason": ""}],
    ids=lambda change: next(iter(change)),
)
def test_nobody_is_taken_out_of_a_measure_afterwards(change):
    row = Measure.objects.create(**values(proposed_by=make_agent()))

    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=row.pk).update(**change)


def test_who_decided_is_not_deleted_from_under_it():
    agent = make_agent()
    row = Measure.objects.create(**values(proposed_by=make_agent()))
    row.approvals.create(by=agent, seat=0, at=timezone.now())

    with pytest.raises(ProtectedError):
        agent.delete()
    with pytest.raises(ProtectedError):
        row.proposed_by.delete()


def test_a_yes_is_of_somebody_and_of_each_once():
    agent, row = make_agent(), Measure.objects.create(**values(proposed_by=make_agent()))
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(measure=row, by=None, seat=0, at=now)
    row.approvals.create(by=agent, seat=0, at=now)
    for seat, by in ((0, make_agent()), (1, agent)):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.approvals.create(by=by, seat=seat, at=now)
