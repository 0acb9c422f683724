"""The lead hears that a conversation was stopped: in the list, and because somebody may need him."""

from uuid import uuid4

import pytest
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.limits.actions import confirm_behaviour, end_conversation
from gehoord.limits.ladder.levels import Level
from gehoord.limits.models import Measure
from tests.factories import make_agent, make_customer_message, make_house, make_team

pytestmark = pytest.mark.django_db
SAID = "Ik weet waar je woont."


@pytest.fixture
def team():
    make_house(undo_seconds=0)
    return make_team(name="Wonen")


@pytest.fixture
def noor(team):
    return make_agent(team=team, name="Noor Haan")


@pytest.fixture
def as_lead(client, team):
    client.force_login(make_agent(name="Sanne Vos", team=team, roles=[Role.AGENT, Role.LEAD]))
    return client


def stop(team, noor):
    """Noor stops a conversation with somebody who went too far."""
    message = make_customer_message(team=team, text=SAID, name="R. Hoekstra", sender="h")
    confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.SERIOUS,
        quotes=[SAID],
        by=noor,
    )
    return end_conversation(
        conversation=message.conversation, by=noor, words="Ik stop nu.", submission=uuid4()
    )


def test_lead_sees_what_was_stopped_until_it_is_over(as_lead, team, noor):
    measure = stop(team, noor)

    page = as_lead.get("/office/limits/").text
    assert "Het gesprek met R. Hoekstra" in page
    assert f"/cases/{measure.case_id}/limits/" in page
    assert "keer in 90 dagen" not in page

    Measure.objects.update(ends_at=timezone.now())
    assert "Het gesprek met" not in as_lead.get("/office/limits/").text


def test_lead_sees_that_it_is_not_the_first_time(as_lead, team, noor):
    stop(team, noor)
    Measure.objects.update(ends_at=timezone.now())
    stop(team, noor)

    assert "2 keer in 90 dagen" in as_lead.get("/office/limits/").text


def test_lead_of_another_team_sees_nothing_of_it(client, team, noor):
    stop(team, noor)
    client.force_login(make_agent(team=make_team(name="Energie"), roles=[Role.LEAD]))

    assert "R. Hoekstra" not in client.get("/office/limits/").text


def test_lead_is_asked_to_speak_to_whom_it_was_said_to(as_lead, team, noor):
    assert "Noor" not in as_lead.get("/help/").text

    stop(team, noor)

    page = as_lead.get("/help/").text
    assert "Spreek vandaag" in page
    assert "Noor" in page
    # He sees on every page that somebody waits for him.
    assert waiting_behind(as_lead, "/help/") == 1


def waiting_behind(client, place):
    """The number beside an item of the menu."""
    items = client.get("/office/limits/").context["menu_items"]
    return next(each["count"] for each in items if each["url"] == place)
