"""The door of every channel: who is not helped there for a while, and what becomes of his words."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.actions import Thread, take_in_message
from gehoord.cases.doors import closed_for
from gehoord.cases.models import Case, Message
from gehoord.channels.delivery import deliver_due_replies
from gehoord.channels.webchat.tokens import token_for
from gehoord.contacts.actions import add_address
from gehoord.contacts.models import Address, Customer
from gehoord.limits.actions import lift_measure, open_early
from gehoord.limits.ladder.records import Kind
from gehoord.limits.models import CrisisCare, Held, Measure
from gehoord.limits.tests.measures import make_measure
from gehoord.portal.tests.stopped import ADDRESSES, Pager, make_customer, write
from tests.factories import (
    make_agent,
    make_customer_message,
    make_site,
    make_team,
    make_visitor,
)


@pytest.fixture
def customer(db: None) -> Customer:
    return make_customer()


def is_closed(customer: Customer) -> dict[str, bool]:
    return {each.external_id: closed_for(each) is not None for each in customer.addresses.all()}


def test_a_cooling_off_period_closes_live_channels_and_leaves_mail_open(customer):
    make_measure(customer, Kind.COOL_OFF)
    closed = is_closed(customer)
    assert [closed[sender] for _, sender in ADDRESSES] == [True, True, False, False, True]


def test_a_contact_stop_holds_on_five_addresses_and_three_channels(customer):
    make_measure(customer, Kind.BLOCK)
    agent = make_agent(team=make_team(), roles=[Role.AGENT])
    for channel, sender in ADDRESSES:
        case = write(channel, sender)
        assert case.is_held
        agent.teams.add(case.team)
    agent = type(agent).objects.get(pk=agent.pk)
    first = customer.cases.order_by("pk").first()
    assert not Case.objects.visible_to(agent).exclude(pk=first.pk).exists()
    assert Held.objects.to_look_at().count() == len(ADDRESSES)


def test_a_message_that_is_held_is_explained_once_per_measure(customer):
    measure = make_measure(customer, Kind.BLOCK)
    for _ in range(3):
        write("whatsapp", "+31600000000")
    deliver_due_replies()
    explained = Message.objects.to_customers().filter(is_automatic=True)
    assert [each.text for each in explained] == Pager.delivered
    assert len(Pager.delivered) == 1
    for route in ("klacht", "AVG", "garantie", "veiligheid", "schuldhulp", "112"):
        assert route in Pager.delivered[0]
    assert measure.held.count() == 3


def test_a_stranger_with_the_same_name_is_never_touched(customer):
    make_measure(customer, Kind.BLOCK)
    case = write("email", "r.hoekstra@ander.example", name="R. Hoekstra")
    assert not case.is_held
    assert not Held.objects.exists()
    assert not Message.objects.filter(is_automatic=True).exists()


def test_expiry_needs_nothing_but_the_clock(customer):
    measure = make_measure(customer, Kind.COOL_OFF)
    case = write("whatsapp", "+31600000000")
    assert not Case.objects.not_held().filter(pk=case.pk).exists()
    past = timezone.now() - timedelta(seconds=1)
    Measure.objects.filter(pk=measure.pk).update(ends_at=past, begins_at=past - timedelta(hours=2))
    Case.objects.filter(pk=case.pk).update(held_until=past)
    assert not any(is_closed(customer).values())
    assert Case.objects.not_held().waiting().filter(pk=case.pk).exists()
    assert not write("whatsapp", "+31600000000").is_held


def test_a_measure_that_is_lifted_lets_through_what_waited_for_it(customer):
    measure = make_measure(customer, Kind.BLOCK)
    case = write("email", ADDRESSES[2][1])
    lift_measure(measure=measure, by=make_agent(roles=[Role.MANAGER]), reason="Het is rustig.")
    assert Case.objects.not_held().waiting().filter(pk=case.pk).exists()


def test_a_life_in_danger_opens_every_door(customer):
    make_measure(customer, Kind.BLOCK)
    held = write("whatsapp", "+31600000000")
    assert held.is_held
    case = write(
        "whatsapp", "+31600000000", text="Ik wil niet meer leven. Ik maak er een eind aan."
    )
    assert not case.is_held
    CrisisCare.objects.create(
        customer=customer,
        case=case,
        begun_at=timezone.now(),
        until=timezone.now() + timedelta(hours=12),
    )
    assert not any(is_closed(customer).values())


@pytest.mark.parametrize(
    ("terms", "closed"),
    [
        ({"writing_only": True}, [True, False, True]),
        ({"channels": ["email"]}, [True, False, True]),
        ({"channels": ["webchat"]}, [False, True, True]),
        ({"times": {}}, [False, False, False]),
        ({}, [False, False, False]),
    ],
)
def test_an_arrangement_closes_what_was_not_agreed(customer, terms, closed):
    make_measure(customer, Kind.ARRANGEMENT, terms=terms)
    found = is_closed(customer)
    assert [found[ADDRESSES[place][1]] for place in (0, 2, 4)] == closed


def test_an_arrangement_gives_the_case_to_the_contact_person(customer):
    contact = make_agent(name="Daan Bos", team=make_team())
    make_measure(customer, Kind.ARRANGEMENT, terms={"contact": contact.pk})
    assert write("email", ADDRESSES[2][1]).owner == contact


def test_a_mail_in_a_case_that_goes_on_is_kept_apart_from_it(customer):
    before = write("email", ADDRESSES[2][1])
    make_measure(customer, Kind.BLOCK)
    held = write("email", ADDRESSES[2][1])
    assert held != before
    assert not Case.objects.get(pk=before.pk).is_held
    assert write("email", ADDRESSES[2][1]) == held


def mail_in_the_talk_of(other: Message, *, writer: Address) -> Message:
    """What somebody writes who takes part in the talk of another customer."""
    return take_in_message(
        address=other.conversation.address,
        team=other.case.team,
        text="Ik schrijf ook even mee.",
        written_at=timezone.now(),
        external_id=str(uuid4()),
        thread=Thread(conversation=other.conversation, spoken_by="Hoekstra", writer=writer),
    )


def test_nobody_slips_through_in_the_talk_of_somebody_else(customer):
    make_measure(customer, Kind.BLOCK)
    other = make_customer_message(name="Zus")
    writer = customer.addresses.get(external_id=ADDRESSES[2][1])
    message = mail_in_the_talk_of(other, writer=writer)
    assert message.case.is_held
    assert message.held.measure.customer == customer
    # His sister is told nothing of what was decided about him, and is not touched.
    assert not Message.objects.filter(is_automatic=True).exists()
    assert closed_for(other.conversation.address) is None


def test_somebody_else_in_the_talk_of_a_stopped_customer_is_heard(customer):
    make_measure(customer, Kind.BLOCK)
    stopped = customer.cases.first().messages.first()
    other = make_customer_message(name="Zus").conversation.address
    assert not mail_in_the_talk_of(stopped, writer=other).case.is_held


def test_who_decides_sees_what_was_kept_apart_and_lets_it_through(customer):
    make_measure(customer, Kind.BLOCK)
    case = write("email", ADDRESSES[2][1], text="Ik heb een klacht over de garantie.")
    lead, agent = Client(), Client()
    lead.force_login(make_agent(team=case.team, roles=[Role.AGENT, Role.LEAD]))
    agent.force_login(make_agent(team=case.team))
    page = lead.get("/held/").content.decode()
    assert "Ik heb een klacht over de garantie." in page
    assert 'href="/held/"' in lead.get("/").content.decode()
    assert 'href="/held/"' not in agent.get("/").content.decode()
    assert agent.get("/held/").status_code == 404
    assert agent.get(f"/cases/{case.pk}/").status_code == 404
    assert agent.post(f"/held/{case.pk}/", {"through": "yes"}).status_code == 404
    assert lead.get(f"/cases/{case.pk}/").status_code == 200
    assert "garantie" not in lead.get("/?view=all").content.decode()
    lead.post(f"/held/{case.pk}/", {"through": "yes", "why": "Een klacht."})
    assert agent.get(f"/cases/{case.pk}/").status_code == 200
    assert "Ik heb een klacht" not in lead.get("/held/").content.decode()
    assert Held.objects.get().is_let_through


def test_what_is_put_away_is_not_deleted(customer):
    make_measure(customer, Kind.BLOCK)
    case = write("email", ADDRESSES[2][1])
    lead = Client()
    lead.force_login(make_agent(team=case.team, roles=[Role.LEAD]))
    lead.post(f"/held/{case.pk}/", {})
    assert not Held.objects.to_look_at().exists()
    assert Case.objects.get(pk=case.pk).is_held
    assert case.messages.from_customers().exists()


def test_a_visitor_reads_why_a_chat_is_closed_and_what_he_wrote_stays(customer):
    site = make_site(hosts=["https://shop.example"])
    visitor = make_visitor(site=site)
    add_address(customer=customer, channel="webchat", external_id=visitor.external_id)
    measure = make_measure(customer, Kind.COOL_OFF)
    known = {"Authorization": f"Bearer {token_for(visitor)}", "Origin": "https://shop.example"}
    head = {"headers": known}
    shown = Client().get(f"/chat/{site.key}/api/messages", **head).json()
    assert shown["stopped"]["until"] == measure.ends_at.isoformat()
    assert "Mailen kan altijd" in shown["stopped"]["words"]
    assert Client().get(urlsplit(shown["stopped"]["link"]).path).status_code == 200
    page = Client()
    page.cookies[f"gehoord_chat_{site.key}"] = token_for(visitor)
    assert "chat__stopped" in page.get(f"/chat/{site.key}/").content.decode()
    open_early(measure=measure, by=make_agent(roles=[Role.LEAD]), reason="Het is rustig.")
    assert Client().get(f"/chat/{site.key}/api/messages", **head).json()["stopped"] is None


def test_after_an_ending_the_next_talk_can_be_ended_too(customer):
    case = write("webchat", ADDRESSES[0][1])
    ended = case.conversations.last()
    ended.ended_at = timezone.now()
    ended.save()
    again = write("webchat", ADDRESSES[0][1])
    assert again == case
    assert again.conversations.last().ended_at is None


def test_an_address_nobody_knows_is_open(db):
    assert closed_for(None) is None
    assert closed_for(Address(channel="email", customer=Customer.objects.create())) is None
