"""An appeal: in time, by the customer, decided by somebody uninvolved, and what upheld takes away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.limits.actions import (
    approve_measure,
    assign_appeal,
    confirm_behaviour,
    decide_appeal,
    file_appeal,
    lift_measure,
    propose_measure,
    tell_customer,
)
from gehoord.limits.ladder.appealing import Outcome
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import Appeal, Behaviour, Measure, Notice
from gehoord.limits.wording.notices import title_of
from gehoord.limits.wording.outcomes import heading_of
from tests.factories import make_agent, make_customer_message

pytestmark = pytest.mark.django_db


def say_something_serious(*, sender: str = "h") -> Behaviour:
    message = make_customer_message(sender=sender, text="Ik weet waar je woont.")
    said = confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.SERIOUS,
        quotes=["Ik weet waar je woont."],
        by=make_agent(),
    )
    assert said is not None
    return said


def propose(said: Behaviour, *grounds: Behaviour) -> Measure:
    return propose_measure(
        case=said.message.case,  # type: ignore[union-attr]
        by=make_agent(),
        kind=Kind.FLAG,
        grounds=grounds or [said],
        reason="Hierom.",
    )


@pytest.fixture
def said() -> Behaviour:
    return say_something_serious()


@pytest.fixture
def mark(said: Behaviour) -> Measure:
    lead = make_agent(roles=[Role.LEAD])
    measure = approve_measure(measure=propose(said), by=lead)
    return tell_customer(
        measure=measure, by=make_agent(roles=[Role.LEAD]), text="Bericht.", way=Notice.Way.LETTER
    )


def upheld(mark: Measure) -> Appeal:
    judge = make_agent(roles=[Role.COMPLAINTS])
    appeal = file_appeal(measure=mark, words="Dat was ik niet.")
    assign_appeal(appeal=appeal, to=judge, by=judge)
    return decide_appeal(appeal=appeal, by=judge, outcome=Outcome.UPHELD, reason="Klopt.")


def test_appeal_after_six_weeks_is_too_late(mark: Measure) -> None:
    # By the calendar: 43 times 24 hours are a day less when summer time ended in between.
    weeks = timezone.localtime() - timedelta(days=43)
    Measure.objects.update(told_at=weeks, begins_at=weeks)
    with pytest.raises(NotAllowed):
        file_appeal(measure=mark, words="Dat was ik niet.")


def test_what_was_told_is_not_yet_there_to_appeal_against(said: Behaviour) -> None:
    with pytest.raises(NotAllowed):
        file_appeal(measure=propose(said), words="Dat was ik niet.")


def test_second_appeal_is_the_first_one(mark: Measure) -> None:
    first = file_appeal(measure=mark, words="Dat was ik niet.")
    assert file_appeal(measure=mark, words="Echt niet.") == first
    assert Appeal.objects.get().words == "Dat was ik niet."


def test_who_told_the_customer_is_involved_too(mark: Measure) -> None:
    told_by = mark.notices.get().written_by
    appeal = file_appeal(measure=mark, words="Dat was ik niet.")
    assert told_by is not None
    with pytest.raises(NotAllowed):
        assign_appeal(appeal=appeal, to=told_by, by=told_by)


def test_who_took_a_later_step_in_it_is_involved_too(mark: Measure) -> None:
    lifter = make_agent(roles=[Role.LEAD, Role.MANAGER])
    lift_measure(measure=mark, by=lifter, reason="Het is rustig.")
    appeal = file_appeal(measure=mark, words="Dat was ik niet.")
    with pytest.raises(NotAllowed):
        assign_appeal(appeal=appeal, to=lifter, by=lifter)


def test_words_that_were_unjustified_are_never_a_ground_again(
    mark: Measure, said: Behaviour
) -> None:
    upheld(mark)
    with pytest.raises(NotAllowed):
        propose(said)
    later = say_something_serious()
    with pytest.raises(NotAllowed):
        propose(later, later, said)
    assert propose(later).kind == Kind.FLAG


def test_appeal_may_be_decided_after_the_measure_is_over(mark: Measure) -> None:
    now = timezone.now()
    Measure.objects.update(begins_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    assert upheld(mark).outcome == Outcome.UPHELD


def test_outcome_has_a_title_of_its_own_and_the_notice_keeps_its_one(mark: Measure) -> None:
    judge = make_agent(roles=[Role.COMPLAINTS])
    appeal = file_appeal(measure=mark, words="Dat was ik niet.")
    assign_appeal(appeal=appeal, to=judge, by=judge)
    decide_appeal(appeal=appeal, by=judge, outcome=Outcome.DISMISSED, reason="Het staat er zo.")

    told, outcome = mark.notices.order_by("pk")
    assert heading_of(told) == title_of(mark)
    assert heading_of(outcome).startswith("Het besluit over")
