"""Ways round a closed door that people find, and people who are hit by a door that is not theirs."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import TestCase
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.actions import mark_failed
from gehoord.cases.models import Case, Message
from gehoord.channels.contract import IncomingMessage
from gehoord.channels.inbound import accept, read_due_inbound, read_into_case
from gehoord.channels.models import Inbound
from gehoord.channels.webchat.actions import show_typing
from gehoord.contacts.actions import add_address
from gehoord.contacts.models import Customer
from gehoord.limits.actions import (
    confirm_behaviour,
    end_conversation,
    lift_measure,
    note_breach,
)
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.models import CrisisCare, Held, Measure
from gehoord.limits.tests.measures import make_measure
from gehoord.portal.tests.conftest import Widget
from gehoord.portal.tests.stopped import (
    ADDRESSES,
    explanations,
    make_customer,
    seen_by_the_team,
    write,
)
from tests.factories import make_agent, make_customer_message, make_team, make_visitor

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.fixture
def customer(db: None) -> Customer:
    return make_customer()


def test_who_writes_on_in_an_ended_chat_does_not_take_his_case_away_from_the_team(db):
    message = make_customer_message(sender="h", text="Ik weet waar je woont.")
    noor = make_agent(team=message.case.team)
    confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.SERIOUS,
        quotes=["Ik weet waar je woont."],
        by=noor,
    )
    end_conversation(
        conversation=message.conversation, by=noor, words="Ik stop nu.", submission=uuid4()
    )

    cases = {write("webchat", "h"), write("webchat", "h")}

    assert seen_by_the_team(message.case)
    [kept] = cases
    assert kept != message.case
    assert not seen_by_the_team(kept)
    assert Held.objects.to_look_at().count() == 2


def test_what_he_writes_while_his_life_comes_first_is_seen(customer):
    make_measure(customer, Kind.BLOCK)
    held = write("whatsapp", ADDRESSES[4][1])
    now = timezone.now()
    CrisisCare.objects.create(
        customer=customer, case=held, begun_at=now, until=now + timedelta(hours=12)
    )

    first = write("whatsapp", ADDRESSES[4][1], text="Ben je er nog?")
    second = write("whatsapp", ADDRESSES[4][1], text="Ik zit hier.")

    assert seen_by_the_team(first)
    assert first == second


def test_a_stop_that_could_not_wait_keeps_nothing_longer_than_it_holds(customer):
    soon = timezone.now() + timedelta(days=5)
    measure = make_measure(
        customer, Kind.BLOCK, ends_at=timezone.now() + timedelta(days=300), hear_by=soon
    )
    case = write("email", ADDRESSES[2][1])

    assert case.held_until == soon
    # Heard in time: it goes on, and what waits waits with it.
    Measure.objects.filter(pk=measure.pk).update(heard_at=timezone.now())
    lift_another(customer)
    assert Case.objects.get(pk=case.pk).held_until == measure.ends_at


def lift_another(customer: Customer) -> None:
    other = make_measure(customer, Kind.FLAG)
    lift_measure(measure=other, by=make_agent(roles=[Role.LEAD]), reason="Het is rustig.")


def test_a_measure_that_is_lifted_opens_no_door_that_another_keeps_closed(customer):
    ends = timezone.now() + timedelta(days=30)
    longer = timezone.now() + timedelta(days=90)
    stop = make_measure(customer, Kind.BLOCK, ends_at=ends)
    arrangement = make_measure(
        customer, Kind.ARRANGEMENT, ends_at=longer, terms={"channels": ["webchat"]}
    )
    case = write("email", ADDRESSES[2][1])
    manager = make_agent(roles=[Role.MANAGER])

    lift_measure(measure=arrangement, by=manager, reason="Er is nu een contactstop.")
    assert Case.objects.get(pk=case.pk).held_until == ends
    assert not seen_by_the_team(case)

    lift_measure(measure=stop, by=manager, reason="Het is rustig.")
    assert seen_by_the_team(case)


def test_a_breach_does_not_move_the_hour_at_which_he_is_heard(customer):
    day = (timezone.localtime() + timedelta(days=1)).strftime("%a").lower()
    terms = {"times": {day: ["00:01", "23:59"]}}
    measure = make_measure(
        customer, Kind.ARRANGEMENT, terms=terms, ends_at=timezone.now() + timedelta(days=90)
    )
    case = write("whatsapp", ADDRESSES[4][1])
    opens_at = case.held_until
    answered = write("email", ADDRESSES[2][1])
    assert opens_at < timezone.now() + timedelta(days=3)

    note_breach(measure=measure, by=make_agent())

    assert Case.objects.get(pk=case.pk).held_until == opens_at
    assert seen_by_the_team(answered)


def test_hours_that_came_bring_a_case_to_the_team_for_good(customer):
    terms = {"writing_only": True}
    measure = make_measure(customer, Kind.ARRANGEMENT, terms=terms)
    case = write("whatsapp", ADDRESSES[4][1])
    Case.objects.filter(pk=case.pk).update(held_until=timezone.now() - timedelta(seconds=1))

    note_breach(measure=measure, by=make_agent())

    assert seen_by_the_team(case)


def test_the_team_does_not_see_a_stopped_customer_typing(customer, announced):
    visitor = make_visitor()
    add_address(customer=customer, channel="webchat", external_id=visitor.external_id)
    case = write("webchat", visitor.external_id)
    show_typing(visitor=visitor)
    assert (f"typing-{case.pk}", (case.team.audience,)) in announced

    announced.clear()
    make_measure(customer, Kind.COOL_OFF)
    show_typing(visitor=visitor)
    assert announced == []


def test_who_answers_him_by_arrangement_can_open_what_he_writes_to_another_team(customer):
    daan = make_agent(team=make_team(), name="Daan Bos")
    make_measure(customer, Kind.ARRANGEMENT, terms={"contact": daan.pk})

    case = write("email", ADDRESSES[2][1])

    assert case.owner == daan
    assert Case.objects.visible_to(daan).filter(pk=case.pk).exists()


def test_what_waits_for_two_measures_waits_for_the_one_that_lasts(customer):
    """A stop that could not wait may end unheard; what the arrangement closes stays closed."""
    now = timezone.now()
    in_days = [now + timedelta(days=number) for number in (2, 60, 300)]
    make_measure(customer, Kind.ARRANGEMENT, terms={"writing_only": True}, ends_at=in_days[1])
    make_measure(customer, Kind.BLOCK, ends_at=in_days[2], hear_by=in_days[0])

    chat, mail = (write(*ADDRESSES[place]) for place in (0, 2))

    assert (chat.held_until, mail.held_until) == (in_days[1], in_days[0])


def test_an_explanation_that_did_not_arrive_is_given_again_and_then_no_more(customer):
    measure = make_measure(customer, Kind.BLOCK)
    write("whatsapp", ADDRESSES[4][1])
    [first] = explanations()
    mark_failed(reply=first, why="De server is weg.")

    write("whatsapp", ADDRESSES[4][1])
    write("webchat", ADDRESSES[0][1])

    assert len(explanations()) == 2
    assert measure.held.filter(is_explained=True).count() == 1
    assert measure.held.count() == 3


def test_a_worker_that_dies_over_a_message_loses_and_doubles_nothing(customer):
    make_measure(customer, Kind.BLOCK)
    incoming = IncomingMessage("1", ADDRESSES[4][1], "Hallo?", timezone.now())
    with TestCase.captureOnCommitCallbacks():
        row = accept(channel="whatsapp", incoming=incoming, team=make_team())
    with pytest.raises(KeyboardInterrupt):
        read_and_die(row)
    assert not Held.objects.exists()

    read_due_inbound()
    read_due_inbound()

    assert Held.objects.get().message.text == "Hallo?"
    assert len(explanations()) == 1


@transaction.atomic
def read_and_die(row: Inbound) -> None:
    read_into_case(row)
    raise KeyboardInterrupt


def test_a_chat_that_was_open_already_is_closed_in_every_window(site, db):
    tabs = [Widget(site).start() for _ in range(2)]
    tabs[1].token = tabs[0].token
    tabs[0].write("Hallo.")
    read_due_inbound()
    first = Message.objects.get()
    make_measure(first.case.customer, Kind.COOL_OFF)
    png = SimpleUploadedFile("foto.png", PNG, "image/png")

    same = uuid4()
    assert tabs[0].write("Nog iets.", number=same).status_code == 200
    assert tabs[1].write("Nog iets.", number=same).status_code == 200
    number = str(uuid4())
    assert tabs[1].ask("attachments", form={"id": number, "file": png}).status_code == 200
    read_due_inbound()

    assert [tab.history()["stopped"] is not None for tab in tabs] == [True, True]
    assert Held.objects.count() == 2
    assert Held.objects.filter(message__text="").get().message.attachments.count() == 1
    assert len(explanations()) == 1
    assert seen_by_the_team(first.case)
