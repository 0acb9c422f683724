"""What deciders have to do in time, and what a contact arrangement asks."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.limits.actions import confirm_behaviour, propose_measure
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.links import notice_link
from gehoord.limits.models import Appeal, Measure
from tests.factories import make_agent, make_customer_message, make_house, make_team

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def team():
    make_house(undo_seconds=0)
    return make_team(name="Wonen")


@pytest.fixture
def sanne(team):
    return make_agent(name="Sanne Vos", team=team, roles=[Role.AGENT, Role.LEAD])


@pytest.fixture
def said(team):
    message = make_customer_message(team=team, text="Ik weet waar je woont", name="R. Hoekstra")
    return confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.DANGER,
        quotes=["Ik weet waar je woont"],
        by=make_agent(name="Noor Haan", team=team),
    )


def propose(client, said, **words):
    address = f"/office/limits/cases/{said.message.case_id}/"
    given = {"kind": "arrangement", "reason": "Hierom.", "grounds": [said.pk]}
    return client.post(address, given | words)


def take(client, agent, measure, name, **words):
    client.force_login(agent)
    given = {f"{name}-{key}": value for key, value in words.items()}
    return client.post(f"/office/limits/{measure.pk}/{name}/", given)


HOURS = {"mon_from": "09:00", "mon_until": "12:00", "thu_from": "13:00", "thu_until": "15:30"}


def test_hours_stand_on_the_page_in_the_notice_and_for_the_customer(client, said, sanne, team):
    client.force_login(sanne)
    assert propose(client, said, **HOURS).status_code == 302
    measure = Measure.objects.get()
    assert measure.terms == {"times": {"mon": ["09:00", "12:00"], "thu": ["13:00", "15:30"]}}
    hours = "maandag van 9.00 tot 12.00 uur en donderdag van 13.00 tot 15.30 uur"
    assert hours in client.get(f"/office/limits/{measure.pk}/").text

    take(client, sanne, measure, "hear", said="Zo niet bedoeld.")
    boss = make_agent(name="Ilse Bos", roles=[Role.MANAGER])
    take(client, boss, measure, "approve")
    take(client, make_agent(team=team, roles=[Role.AGENT, Role.LEAD]), measure, "approve")
    client.force_login(boss)
    page = client.get(f"/office/limits/{measure.pk}/").text
    notice = re.search(r'name="tell-text"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1].strip()
    assert f"Chatten en bellen kan op {hours}." in notice
    assert "per mail of brief" in notice
    assert take(client, boss, measure, "tell", text=notice, way="channel").status_code == 302

    client.logout()
    read = client.get(urlsplit(notice_link(measure)).path)
    assert read.text.count(hours) >= 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({}, "Schrijf op wat is afgesproken"),
        ({"mon_from": "09:00"}, "Vul beide tijden in"),
        ({"mon_from": "12:00", "mon_until": "09:00"}, "later zijn"),
        (HOURS | {"writing_only": "on"}, "die zijn niet open"),
        (HOURS | {"channels": ["email"]}, "die zijn niet open"),
    ],
)
def test_arrangement_that_agrees_on_nothing_or_on_nonsense_is_refused(
    client, said, sanne, words, why
):
    client.force_login(sanne)
    answer = propose(client, said, **words)

    assert answer.status_code == 422
    assert why in answer.text
    assert not Measure.objects.exists()


@pytest.fixture
def mark(said, sanne, team):
    return propose_measure(
        case=said.message.case, by=sanne, kind=Kind.FLAG, grounds=[said], reason="Gericht."
    )


def test_notice_makes_nobody_the_owner_of_a_case_without_one(client, mark, said, team):
    lead = make_agent(name="Lea Mik", team=team, roles=[Role.AGENT, Role.LEAD])
    take(client, lead, mark, "approve")

    assert (
        take(client, lead, mark, "tell", text="Het hele bericht.", way="channel").status_code == 302
    )

    case = said.message.case
    case.refresh_from_db()
    assert mark.notices.get().message.text == "Het hele bericht."
    assert case.owner is None


def test_telling_before_everybody_said_yes_says_why_not(client, mark, team):
    lead = make_agent(team=team, roles=[Role.AGENT, Role.LEAD])

    answer = take(client, lead, mark, "tell", text="Alvast.", way="letter")

    assert answer.status_code == 422
    assert "Nog niet iedereen die hierover beslist, zei ja." in answer.text
    mark.refresh_from_db()
    assert mark.state == State.PROPOSED


def test_coach_stops_a_notice_that_judges_and_the_decider_may_go_on(client, mark, team):
    lead = make_agent(name="Lea Mik", team=team, roles=[Role.AGENT, Role.LEAD])
    take(client, lead, mark, "approve")
    text = "U bent een onbeschofte klant en dat weet u zelf ook wel, sukkel."

    answer = take(client, lead, mark, "tell", text=text, way="letter")
    assert answer.status_code == 422
    assert text in answer.text
    assert "Vertel het zo" in answer.text

    answer = take(client, lead, mark, "tell", text=text, way="letter", anyway="on")
    assert answer.status_code == 302


def test_review_stands_first_with_its_day_and_in_the_menu(client, mark, sanne):
    now = timezone.now()
    Measure.objects.update(
        kind=Kind.ARRANGEMENT, state=State.ACTIVE, begins_at=now - 80 * DAY, told_at=now - 80 * DAY,
        ends_at=now + 90 * DAY, review_at=now + 9 * DAY,
    )  # fmt: skip
    client.force_login(sanne)
    page = client.get("/office/limits/").text
    assert "Niets wacht op een beslissing" in page
    assert "Eerst" not in page

    Measure.objects.update(review_at=now + 6 * DAY)
    page = client.get("/office/limits/").text
    assert page.index("bekijk het uiterlijk opnieuw op") < page.index("Geldt nu")
    assert re.search(r'Maatregelen <span class="count">1</span>', page)

    Measure.objects.update(review_at=now - DAY)
    assert "het was tijd" in client.get("/office/limits/").text


def test_appeal_near_its_term_stands_first_for_who_has_it(client, mark, sanne, team):
    now = timezone.now()
    Measure.objects.update(
        state=State.ACTIVE, begins_at=now - DAY, told_at=now - DAY, ends_at=now + 20 * DAY
    )
    klaas = make_agent(name="Klaas Dik", roles=[Role.COMPLAINTS])
    appeal = Appeal.objects.create(
        measure=mark, words="Zo niet.", filed_at=now, decide_by=now + 9 * DAY, assigned_to=klaas
    )
    client.force_login(klaas)
    assert "bezwaar: beslis uiterlijk op" not in client.get("/office/limits/").text

    Appeal.objects.update(decide_by=now + 2 * DAY)
    page = client.get("/office/limits/").text
    assert "bezwaar: beslis uiterlijk op" in page
    assert page.count(f"/office/limits/appeals/{appeal.pk}/") == 1
