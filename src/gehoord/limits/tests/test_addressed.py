"""Whom a customer's words were meant for: who was there, not who came to look."""

import pytest

from gehoord.accounts.models import Role
from gehoord.limits.actions import (
    approve_measure,
    ask_for_help,
    begin_safety,
    confirm_behaviour,
    propose_measure,
    set_threatened,
    take_over,
)
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.ladder.steps import NotAllowed
from tests.factories import make_agent, make_customer_message, make_reply, make_team

THREAT = "Ik weet waar jij woont en ik kom langs."


@pytest.fixture
def team(db):
    return make_team()


@pytest.fixture
def noor(team):
    return make_agent(team=team, name="Noor Haan", roles=[Role.AGENT, Role.LEAD])


@pytest.fixture
def sanne(team):
    return make_agent(team=team, name="Sanne Vos", roles=[Role.AGENT, Role.LEAD])


def ask(team):
    return make_customer_message(team=team, text="Waar blijft mijn kast?", sender="bert")


def threat(team):
    return make_customer_message(team=team, text=THREAT, sender="bert")


def confirm(message, by):
    return confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.DANGER,
        quotes=[THREAT],
        by=by,
    )


def test_who_spoke_with_the_customer_is_meant_and_not_the_lead_who_took_over(team, noor, sanne):
    first = ask(team)
    make_reply(case=first.case, author=noor, text="Ik zoek het uit.")
    message = threat(team)
    take_over(call=ask_for_help(by=noor, case=message.case), by=sanne)

    behaviour = confirm(message, sanne)

    assert set(behaviour.at_agents.all()) == {noor}
    assert message.case.safety_cases.get().for_agent == noor


def test_the_one_it_was_said_to_decides_nothing_also_when_a_colleague_wrote_it_down(
    team, noor, sanne
):
    first = ask(team)
    make_reply(case=first.case, author=noor, text="Ik zoek het uit.")
    message = threat(team)
    mark = propose_measure(
        case=message.case,
        by=make_agent(team=team),
        kind=Kind.FLAG,
        grounds=[confirm(message, sanne)],
        reason="Het was een dreiging.",
    )

    with pytest.raises(NotAllowed, match="jou overkomen"):
        approve_measure(measure=mark, by=noor)
    assert approve_measure(measure=mark, by=sanne).approvals.get().by == sanne


def test_who_speaks_with_the_customer_himself_is_meant(team, sanne):
    first = ask(team)
    make_reply(case=first.case, author=sanne, text="Ik zoek het uit.")

    assert set(confirm(threat(team), sanne).at_agents.all()) == {sanne}


def test_a_lead_is_meant_when_nobody_else_was_there(team, sanne):
    assert set(confirm(threat(team), sanne).at_agents.all()) == {sanne}


def test_an_answer_after_the_words_says_nothing_about_whom_they_were_for(team, noor, sanne):
    message = threat(team)
    make_reply(case=message.case, author=noor, text="Ik ben net begonnen.")

    assert noor not in confirm(message, sanne).at_agents.all()


def test_who_was_threatened_after_all_decides_about_nothing_either(team, noor, sanne):
    message = threat(team)
    behaviour = confirm(message, sanne)

    set_threatened(route=begin_safety(case=message.case, by=sanne), agent=noor, by=sanne)

    assert noor in behaviour.at_agents.all()
