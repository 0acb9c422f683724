"""Customers who wait to be called back, on the pages: who sees them, who takes them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.contacts.models import Address
from gehoord.limits.actions import end_conversation, take_call_back
from gehoord.limits.models import EndedWithoutGround
from tests.factories import make_agent, make_customer_message, make_site, make_team, make_visitor

pytestmark = pytest.mark.django_db


def as_(agent):
    client = Client()
    client.force_login(agent)
    return client


@pytest.fixture
def sanne(team):
    return make_agent(team=team, name="Sanne Vos", roles=[Role.LEAD])


@pytest.fixture
def daan(team):
    return make_agent(team=team, name="Daan Prins")


@pytest.fixture
def ended(team, noor, sanne):
    talk = make_customer_message(team=team, name="Marieke Verhoeven").conversation
    return end_conversation(conversation=talk, by=noor, words="Ik rond af.", submission=uuid4())


def press(client, ended, what, *, back=""):
    return client.post(
        f"/help/customers/{ended.pk}/{what}/", {"back": back} if back else {}, follow=True
    )


def test_lead_finds_the_customer_on_top_with_the_time_and_the_number(sanne, ended, seen):
    Address.objects.create(
        customer=ended.conversation.case.customer, channel="phone", external_id="+31201234567"
    )

    page = as_(sanne).get("/help/")

    said, clock = seen(page), timezone.localtime(ended.call_back_by)
    assert "Terugbellen" in said
    assert f"{clock.hour}.{clock:%M} uur" in said
    assert 'href="tel:+31201234567"' in page.text
    assert said.index("Marieke Verhoeven") < said.index("Open hulpvragen")
    assert f'href="/cases/{ended.conversation.case_id}/"' in page.text


def test_bar_of_who_is_called_says_so_on_every_page(sanne, daan, ended):
    assert f'id="help-customer-{ended.pk}"' in as_(sanne).get("/").text
    assert f'id="help-customer-{ended.pk}"' not in as_(daan).get("/").text


def test_any_colleague_takes_it_in_the_case_and_the_others_see_who(daan, sanne, ended, seen):
    case = f"/cases/{ended.conversation.case_id}/"
    offered = seen(as_(daan).get(case))

    taken = seen(press(as_(daan), ended, "take"))

    assert "Ik neem contact op" in offered
    assert "Gesproken" in taken
    assert "Niet bereikt" in taken
    assert "Daan belt terug" in seen(as_(sanne).get(case))
    assert "Daan belt terug" in seen(as_(sanne).get("/help/"))


def test_second_of_two_hears_who_was_just_before(daan, sanne, ended, seen):
    take_call_back(ended=ended, by=daan)

    assert "Daan was je net voor" in seen(press(as_(sanne), ended, "take", back="/help/"))


def test_not_reached_stays_in_the_list_and_spoken_to_leaves_it(sanne, ended, seen):
    client = as_(sanne)
    press(client, ended, "take")

    missed = seen(press(client, ended, "missed", back="/help/"))
    press(client, ended, "take")
    spoken = seen(press(client, ended, "spoken", back="/help/"))

    assert "1 keer geprobeerd" in missed
    assert "Marieke Verhoeven" not in spoken
    assert "wacht op een telefoontje" not in seen(
        client.get(f"/cases/{ended.conversation.case_id}/")
    )


def test_late_is_said(sanne, ended, seen):
    EndedWithoutGround.objects.update(call_back_by=timezone.now() - timedelta(minutes=1))

    assert "te laat" in seen(as_(sanne).get("/help/"))


def test_stranger_finds_nothing(ended):
    stranger = as_(make_agent(team=make_team(), roles=[Role.LEAD]))

    for what in ("take", "spoken", "missed"):
        assert press(stranger, ended, what).status_code == 404
    assert "Marieke Verhoeven" not in stranger.get("/help/").text
    assert EndedWithoutGround.objects.get().taken_by is None


def test_button_never_leads_to_another_website(daan, ended):
    answer = as_(daan).post(
        f"/help/customers/{ended.pk}/take/", {"back": "https://elders.example/"}
    )

    assert answer.url == f"/cases/{ended.conversation.case_id}/"


def test_who_ended_it_reads_that_it_is_fine_and_is_asked_nothing(signed_in, ended, seen):
    said = seen(signed_in.get(f"/cases/{ended.conversation.case_id}/"))

    assert "Het gesprek is gestopt. Dat mag altijd." in said
    assert "Ik neem contact op" not in said


def test_chat_that_is_closed_promises_no_quarter(signed_in, team, sanne):
    site = make_site(team=team)
    site.is_open = False
    site.save()
    visitor = make_visitor(site=site)
    message = make_customer_message(team=team, sender=visitor.external_id)

    signed_in.post(
        f"/cases/{message.case_id}/limits/?do=end", {"submission": str(uuid4()), "without": "yes"}
    )

    said = message.case.messages.to_customers().get().text
    assert "kwartier" not in said
    assert "9.00 uur neemt een collega contact met u op" in said
    assert EndedWithoutGround.objects.get().call_back_by > timezone.now() + timedelta(minutes=20)
