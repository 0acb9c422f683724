"""What could not wait runs only as long as there is time to hear the customer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.limits.actions import (
    approve_measure,
    confirm_behaviour,
    hear_customer,
    let_it_not_wait,
    propose_measure,
    tell_customer,
)
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import Measure, Notice
from tests.factories import make_agent, make_customer_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_agent(roles=[Role.LEAD])


@pytest.fixture
def manager():
    return make_agent(roles=[Role.MANAGER])


@pytest.fixture
def urgent(lead) -> Measure:
    """An arrangement that does not wait for hearing the customer."""
    message = make_customer_message(text="Ik weet waar je woont.")
    said = confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.DANGER,
        quotes=["Ik weet waar je woont."],
        by=make_agent(),
    )
    by = make_agent(roles=[Role.LEAD])
    measure = propose_measure(
        case=message.case, by=by, kind=Kind.ARRANGEMENT, grounds=[said], reason="Hierom."
    )
    return let_it_not_wait(measure=measure, by=lead, reason="Het is nu gevaarlijk.")


def tell(measure: Measure, by) -> Measure:
    return tell_customer(measure=measure, by=by, text="Bericht.", way=Notice.Way.LETTER)


def time_to_hear_is_over(measure: Measure) -> None:
    Measure.objects.filter(pk=measure.pk).update(hear_by=timezone.now() - timedelta(minutes=1))


def test_nobody_says_yes_unheard_when_the_time_to_hear_is_over(urgent, lead, manager):
    approve_measure(measure=urgent, by=lead)
    time_to_hear_is_over(urgent)

    with pytest.raises(NotAllowed):
        approve_measure(measure=urgent, by=manager)
    hear_customer(measure=urgent, by=lead, said="Het was geen dreiging.")
    assert approve_measure(measure=urgent, by=manager).state == "approved"


def test_no_notice_says_what_has_no_effect(urgent, lead, manager):
    approve_measure(measure=urgent, by=lead)
    approve_measure(measure=urgent, by=manager)
    time_to_hear_is_over(urgent)

    with pytest.raises(NotAllowed):
        tell(urgent, manager)
    assert not Notice.objects.exists()
    hear_customer(measure=urgent, by=lead, said="Het was geen dreiging.")
    tell(urgent, manager)
    assert Measure.objects.in_force(timezone.now()).exists()


def test_what_ended_because_nobody_heard_him_does_not_come_back(urgent, lead, manager):
    approve_measure(measure=urgent, by=lead)
    approve_measure(measure=urgent, by=manager)
    tell(urgent, manager)
    assert Measure.objects.in_force(timezone.now()).exists()
    time_to_hear_is_over(urgent)
    assert not Measure.objects.in_force(timezone.now()).exists()

    with pytest.raises(NotAllowed):
        hear_customer(measure=urgent, by=lead, said="Het was geen dreiging.")
    assert not Measure.objects.in_force(timezone.now()).exists()
