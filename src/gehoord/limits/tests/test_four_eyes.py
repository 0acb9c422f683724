"""Four eyes, also in a team with one lead and one manager: never one person, never the insulted one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.limits.actions import (
    approve_measure,
    confirm_behaviour,
    hear_customer,
    propose_measure,
)
from gehoord.limits.ladder.course import DECIDED
from gehoord.limits.ladder.guards import BY_TWO
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.ladder.rungs import LADDER
from gehoord.limits.ladder.steps import NotAllowed
from gehoord.limits.models import Measure
from gehoord.limits.retention import holding
from tests.factories import make_agent, make_customer_message, make_reply, make_team

THREAT = "Ik weet waar jij woont en ik kom langs."


@pytest.fixture
def team(db):
    return make_team()


@pytest.fixture
def noor(team):
    return make_agent(team=team)


@pytest.fixture
def lead(team):
    return make_agent(team=team, roles=[Role.AGENT, Role.LEAD])


@pytest.fixture
def manager(team):
    return make_agent(team=team, roles=[Role.MANAGER])


@pytest.fixture
def propose(team, noor):
    """Noor was threatened; somebody proposes a measure because of it."""

    def for_others(*, by, kind):
        case = make_customer_message(team=team, text="Waar blijft mijn kast?", sender="bert").case
        make_reply(case=case, author=noor, text="Ik zoek het uit.")
        message = make_customer_message(team=team, text=THREAT, sender="bert")
        said = confirm_behaviour(
            message=message,
            conversation=message.conversation,
            level=Level.DANGER,
            quotes=[THREAT],
            by=noor,
        )
        return propose_measure(
            case=case, by=by, kind=kind, grounds=[said], reason="Het was een dreiging."
        )

    return for_others


def test_two_decide_about_what_two_seats_decide():
    assert {kind for kind in DECIDED if len(LADDER[kind].seats) == 2} == set(BY_TWO)


def test_one_lead_and_one_manager_together_decide_about_an_arrangement(propose, lead, manager):
    arrangement = propose(by=lead, kind=Kind.ARRANGEMENT)
    hear_customer(measure=arrangement, by=lead, said="Niet zo bedoeld.")

    assert approve_measure(measure=arrangement, by=lead).state == State.HEARD
    with pytest.raises(NotAllowed, match="al goed"):
        approve_measure(measure=arrangement, by=lead)
    assert approve_measure(measure=arrangement, by=manager).state == State.APPROVED


def test_one_person_with_both_roles_does_not_decide_about_an_arrangement_alone(team, propose):
    both = make_agent(team=team, roles=[Role.LEAD, Role.MANAGER])
    arrangement = propose(by=both, kind=Kind.ARRANGEMENT)
    hear_customer(measure=arrangement, by=both, said="Niet zo bedoeld.")
    approve_measure(measure=arrangement, by=both)

    with pytest.raises(NotAllowed, match="al goed"):
        approve_measure(measure=arrangement, by=both)
    arrangement.refresh_from_db()
    assert arrangement.state == State.HEARD


def test_what_nobody_decided_in_a_month_is_off_and_hangs_over_nobody(propose, noor, lead):
    mark = propose(by=noor, kind=Kind.FLAG)
    Measure.objects.update(proposed_at=timezone.now() - timedelta(days=30))

    with pytest.raises(NotAllowed, match="30 dagen"):
        approve_measure(measure=mark, by=lead)
    assert not Measure.objects.pending(timezone.now()).exists()
    assert not holding(mark.customer).exists()
    # Is it still needed, then it is proposed again.
    [said] = mark.grounds.all()
    again = propose_measure(
        case=mark.case, by=noor, kind=Kind.FLAG, grounds=[said], reason="Het gebeurde echt."
    )
    assert approve_measure(measure=again, by=lead).state == State.APPROVED


def test_who_proposes_a_mark_does_not_decide_about_it(propose, lead):
    with pytest.raises(NotAllowed, match="stelde dit voor"):
        approve_measure(measure=propose(by=lead, kind=Kind.FLAG), by=lead)


def test_lead_decides_about_a_mark_that_an_agent_proposed(propose, noor, lead):
    mark = propose(by=noor, kind=Kind.FLAG)

    assert approve_measure(measure=mark, by=lead).state == State.APPROVED
