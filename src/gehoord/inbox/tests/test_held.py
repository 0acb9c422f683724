"""What was kept apart for a customer who is not helped here: threats are read first, and at once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from gehoord.accounts.models import Agent, Role, Team
from gehoord.cases.models import Message
from gehoord.coaching.models import Abuse
from gehoord.limits.ladder.records import Kind
from gehoord.limits.models import Held, OutsideAlert
from gehoord.limits.outside import words_of
from gehoord.limits.tests.measures import make_measure
from tests.factories import make_agent, make_customer_message, make_team

THREAT = "Ik kom morgen langs en dan steek ik jullie neer."
DECENT = "Wanneer krijg ik mijn geld terug?"
SIGN = "Lees een mogelijke bedreiging"


@pytest.fixture
def team(db: None) -> Team:
    return make_team()


@pytest.fixture
def sanne(team: Team) -> Client:
    return as_(make_agent(team=team, name="Sanne", roles=[Role.AGENT, Role.LEAD]))


@pytest.fixture
def _place(settings) -> None:
    settings.GEHOORD_HELP_ALERTS = ["json://localhost"]


def as_(agent: Agent) -> Client:
    client = Client()
    client.force_login(agent)
    return client


def stopped(team: Team, name: str) -> None:
    make_measure(make_customer_message(team=team, sender=name, name=name).case.customer, Kind.BLOCK)


def write(team: Team, name: str, text: str) -> Message:
    message = make_customer_message(team=team, sender=name, text=text)
    assert message.case.is_held
    return message


def page(browser: Client, name: str = "inbox:held") -> str:
    return browser.get(reverse(name)).content.decode()


def test_a_threat_is_called_out_on_every_page_of_who_decides(team, sanne):
    agent = as_(make_agent(team=team))
    elsewhere = as_(make_agent(team=make_team(), roles=[Role.LEAD]))
    stopped(team, "hoekstra")
    write(team, "hoekstra", DECENT)
    assert SIGN not in page(sanne, "inbox:help_bar")

    case = write(team, "hoekstra", THREAT).case

    for name in ("inbox:help_bar", "inbox:list"):
        assert SIGN in page(sanne, name)
        assert SIGN not in page(agent, name)
        assert SIGN not in page(elsewhere, name)
    sanne.post(reverse("inbox:held_decide", args=[case.pk]), {"why": "gelezen"})
    assert SIGN not in page(sanne, "inbox:help_bar")


def test_threats_stand_above_who_waits_longer(team, sanne):
    for name in ("eerste", "tweede"):
        stopped(team, name)
    write(team, "eerste", DECENT)
    write(team, "tweede", DECENT)
    write(team, "tweede", THREAT)

    shown = page(sanne)

    assert shown.index("Hier wordt misschien iemand bedreigd") < shown.index(">eerste<")
    assert shown.index(">tweede<") < shown.index(">eerste<")
    # What one customer wrote stays in the order in which he wrote it.
    assert shown.index(DECENT) < shown.index(THREAT)
    assert shown.count("Hier wordt misschien iemand bedreigd") == 1


def test_a_threat_is_read_though_many_wait(team, sanne, monkeypatch):
    monkeypatch.setattr("gehoord.inbox.views.held.MOST", 2)
    for number in range(3):
        stopped(team, f"klant{number}")
        write(team, f"klant{number}", THREAT if number == 2 else DECENT)

    assert THREAT in page(sanne)


@pytest.mark.usefixtures("_place")
def test_places_outside_hear_it_once_for_each_customer_and_without_a_name(team):
    for name in ("hoekstra", "jansen"):
        stopped(team, name)
        write(team, name, DECENT)
    assert not OutsideAlert.objects.exists()

    for _number in range(3):
        write(team, "hoekstra", THREAT)
    alert = OutsideAlert.objects.get()
    write(team, "jansen", THREAT)

    assert OutsideAlert.objects.filter(what=OutsideAlert.What.HELD).count() == 2
    title, link = words_of(alert)
    assert title == "Lees nu een bericht dat apart bewaard is. Open Gehoord."
    assert link.endswith(reverse("inbox:held"))


@pytest.mark.usefixtures("_place")
def test_a_new_threat_after_one_that_was_read_is_told_again(team, sanne):
    stopped(team, "hoekstra")
    case = write(team, "hoekstra", THREAT).case
    sanne.post(reverse("inbox:held_decide", args=[case.pk]))

    write(team, "hoekstra", THREAT)

    assert OutsideAlert.objects.count() == 2
    assert SIGN in page(sanne, "inbox:help_bar")


def test_what_a_colleague_called_no_threat_is_none(team, sanne):
    stopped(team, "hoekstra")
    reading = write(team, "hoekstra", THREAT).reading
    assert reading.abuse == Abuse.THREAT_EXPLICIT
    reading.is_disputed = True
    reading.save(update_fields=["is_disputed"])

    assert SIGN not in page(sanne, "inbox:help_bar")
    assert "Hier wordt misschien" not in page(sanne)
    assert Held.objects.to_look_at().count() == 1


def test_somebody_in_danger_himself_is_let_in_and_is_no_threat(team, sanne):
    stopped(team, "hoekstra")
    message = make_customer_message(
        team=team,
        sender="hoekstra",
        text="Ik wil niet meer leven, vanavond maak ik er een eind aan.",
    )

    assert not message.case.is_held
    assert SIGN not in page(sanne, "inbox:help_bar")
