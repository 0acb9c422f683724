"""The safety route and the crisis route on the pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.guiding import Path
from gehoord.cases.models import Delivery, Message
from gehoord.channels.webchat.history import history_of
from gehoord.limits.actions import ask_for_help, begin_care, begin_safety
from gehoord.limits.models import Aftercare, CrisisCare, HouseRules, SafetyCase
from tests.factories import (
    make_agent,
    make_customer_message,
    make_reply,
    make_site,
    make_team,
    make_visitor,
)

pytestmark = pytest.mark.django_db


def signed_in_as(agent):
    client = Client()
    client.force_login(agent)
    return client


@pytest.fixture
def sanne(team):
    return make_agent(team=team, name="Sanne Vos", roles=[Role.LEAD])


@pytest.fixture
def officer():
    return make_agent(name="Ot Vis", roles=[Role.SAFETY])


@pytest.fixture
def route(case, noor):
    return begin_safety(case=case, by=noor)


def test_route_is_begun_from_the_case_and_stands_on_it(signed_in, case, noor, seen):
    answer = signed_in.post(f"/cases/{case.pk}/safety/")

    route = SafetyCase.objects.get()
    assert answer.url == f"/safety/{route.pk}/"
    assert "Stop het contact" in seen(signed_in.get(answer.url))
    assert "Veiligheidsroute Naar de stappen" in seen(signed_in.get(f"/cases/{case.pk}/"))


def test_safety_officer_begins_at_the_routes_and_sees_no_conversation(officer, route, seen):
    client = signed_in_as(officer)

    start = client.get("/", follow=True)
    page = client.get(f"/safety/{route.pk}/")

    assert "Noor" in seen(start)
    assert page.status_code == 200
    assert "Waar blijft" not in page.text
    assert client.get(f"/cases/{route.case_id}/").status_code == 404


def test_step_without_its_words_keeps_the_page_and_says_what_is_missing(route, sanne, seen):
    client = signed_in_as(sanne)

    refused = client.post(f"/safety/{route.pk}/police/", {"said": " "})
    client.post(f"/safety/{route.pk}/police/", {"said": "Aangifte, op ons adres."})

    assert refused.status_code == 422
    assert "Schrijf op wat is afgesproken of besloten." in seen(refused)
    assert "Aangifte, op ons adres." in seen(client.get(f"/safety/{route.pk}/"))


def test_step_can_be_taken_back(route, signed_in):
    signed_in.post(f"/safety/{route.pk}/stop/")
    signed_in.post(f"/safety/{route.pk}/stop/", {"undo": "yes"})

    route.refresh_from_db()
    assert route.done == {}


def test_late_steps_are_said_in_words(route, sanne, seen):
    SafetyCase.objects.update(begun_at=timezone.now() - timedelta(minutes=7))

    page = seen(signed_in_as(sanne).get("/safety/"))

    assert "3 stappen zijn te laat" in page


def test_route_that_is_not_done_is_not_closed(route, sanne, seen):
    refused = signed_in_as(sanne).post(f"/safety/{route.pk}/close/")

    assert refused.status_code == 422
    assert "Nog niet elke stap is gedaan." in seen(refused)


@pytest.mark.parametrize("way", ["", "stop/", "close/"])
def test_stranger_and_colleague_find_nothing_of_a_route(route, team, way):
    for agent in (make_agent(team=make_team(), roles=[Role.LEAD]), make_agent(team=team)):
        client = signed_in_as(agent)
        address = f"/safety/{route.pk}/{way}"
        assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}


def test_customer_sees_no_name_any_more_also_not_of_earlier_replies(team, noor, sanne):
    visitor = make_visitor(site=make_site(team=team))
    message = make_customer_message(team=team, sender=visitor.external_id)
    reply = make_reply(case=message.case, author=noor)
    Message.objects.filter(pk=reply.pk).update(delivery=Delivery.SENT)
    assert history_of(visitor).last_reply.name == "Noor"
    route = begin_safety(case=message.case, by=noor)

    signed_in_as(sanne).post(f"/safety/{route.pk}/name/")

    said = history_of(visitor).last_reply
    assert (said.name, said.full_name, said.agent, said.has_photo) == ("", "", None, False)


def test_coach_keeps_quiet_during_a_route(signed_in, case, writing):
    address = f"/cases/{case.pk}/coach/"
    fields = {"text": "Zoals ik al zei, kost het twintig euro."}
    assert signed_in.post(address, fields).json()["marks"]

    signed_in.post(f"/cases/{case.pk}/safety/")

    assert signed_in.post(address, fields).json()["marks"] == []


def test_clock_on_the_telephone_goes_away(signed_in, case):
    assert "call__clock" in signed_in.get(f"/cases/{case.pk}/phone/").text

    signed_in.post(f"/cases/{case.pk}/care/begin/")

    assert "call__clock" not in signed_in.get(f"/cases/{case.pk}/phone/").text


# ── A life may be in danger ──────────────────────────────────────────────────────────────────


def test_crisis_route_is_begun_from_the_card_of_the_guide(signed_in, team, seen):
    case = make_customer_message(team=team, text="Ik wil niet meer leven.").case
    assert f'action="/cases/{case.pk}/care/begin/"' in signed_in.get(f"/cases/{case.pk}/").text

    answer = signed_in.post(f"/cases/{case.pk}/care/begin/")

    page = seen(signed_in.get(answer.url))
    assert "Vraag het rechtuit" in page
    assert "0800-0113" in page


@pytest.mark.parametrize(
    ("country", "shown"), [("nl", {"112", "0800-0113"}), ("be", {"112", "1813"})]
)
def test_numbers_are_those_of_the_country_of_the_house(signed_in, case, seen, country, shown):
    rules = HouseRules.current()
    rules.country = country
    rules.save()
    signed_in.post(f"/cases/{case.pk}/care/begin/")

    page = seen(signed_in.get(f"/cases/{case.pk}/care/"))

    assert {number for number in ("112", "0800-0113", "1813") if number in page} == shown


def test_steps_are_ticked_and_taken_back(signed_in, case, noor):
    care = begin_care(case=case, by=noor)

    signed_in.post(f"/cases/{case.pk}/care/stay/")
    care.refresh_from_db()
    assert list(care.steps) == ["stay"]
    signed_in.post(f"/cases/{case.pk}/care/stay/", {"undo": "yes"})
    care.refresh_from_db()
    assert care.steps == {}


def test_no_life_in_danger_on_the_card_ends_the_route(signed_in, case, noor):
    begin_care(case=case, by=noor)

    signed_in.post(f"/cases/{case.pk}/path/", {"path": ""})

    care = CrisisCare.objects.get()
    assert care.closed_at is not None
    assert care.until <= timezone.now()


def test_route_is_closed_when_somebody_else_is_with_the_customer(signed_in, case, noor):
    begin_care(case=case, by=noor)

    signed_in.post(f"/cases/{case.pk}/care/end/", {"why": "over"})

    case.refresh_from_db()
    assert case.path == Path.NONE
    assert CrisisCare.objects.get().until > timezone.now()


def test_stranger_finds_no_crisis_route(stranger, case, noor):
    begin_care(case=case, by=noor)

    for way in ("", "begin/", "end/", "ask/"):
        address = f"/cases/{case.pk}/care/{way}"
        assert {stranger.get(address).status_code, stranger.post(address).status_code} <= {404, 405}


def test_lead_begins_it_for_who_asked_for_help_and_can_set_that_right(team, case, noor, sanne):
    daan = make_agent(team=team, name="Daan Smit")
    ask_for_help(by=noor, case=case)
    client = signed_in_as(sanne)

    client.post(f"/cases/{case.pk}/safety/")
    route = SafetyCase.objects.get()
    assert route.for_agent == noor
    client.post(f"/safety/{route.pk}/about/", {"agent": daan.pk})

    route.refresh_from_db()
    assert route.for_agent == daan
    assert [row.agent for row in Aftercare.objects.all()] == [daan]
    assert (
        signed_in_as(noor).post(f"/safety/{route.pk}/about/", {"agent": noor.pk}).status_code == 404
    )
