"""Ways round a closed door that people find, and people who are hit by a door that is not theirs."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.actions import send_reply
from gehoord.cases.models import Case, Message
from gehoord.channels.email.models import Confirmation, Mailbox
from gehoord.channels.email.reading_in import read_due_mail
from gehoord.channels.email.receiving.storing import Arrived, store_mail
from gehoord.channels.email.sending.preparing import outgoing_for
from gehoord.channels.email.tests.letters import letter
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
from gehoord.portal.tests.stopped import ADDRESSES, make_customer, make_measure, write
from tests.factories import make_agent, make_customer_message, make_team, make_visitor

SHOP = "service@winkel.example"
HIM = "R. Hoekstra <r.hoekstra@klant.example>"
SISTER = "Zus <zus@klant.example>"


@pytest.fixture
def customer(db: None) -> Customer:
    return make_customer()


@pytest.fixture
def mailbox(db: None) -> Mailbox:
    return Mailbox.objects.create(
        address=SHOP,
        name="Winkel",
        team=make_team(),
        smtp_host="127.0.0.1",
        confirms_since=timezone.now() - timedelta(days=1),
    )


def come_in(raw: bytes) -> Message:
    row = store_mail(mailbox=Mailbox.objects.get(), arrived=Arrived(raw=raw))
    read_due_mail()
    row.refresh_from_db()
    assert row.message is not None, row.problem
    return row.message


def seen_by_the_team(case: Case) -> bool:
    agent = make_agent(team=case.team)
    return Case.objects.visible_to(agent).filter(pk=case.pk).exists()


def explanations() -> list[Message]:
    return list(Message.objects.to_customers().filter(is_automatic=True))


# ── His own case ─────────────────────────────────────────────────────────────────────────────


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


# ── By e-mail ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "sender",
    [
        "R.HOEKSTRA@KLANT.EXAMPLE",
        "  <r.hoekstra@klant.example> ",
        "Iemand anders <r.hoekstra@Klant.Example>",
        '"r.hoekstra"@klant.example',
        "r.hoekstra@klant.example (thuis)",
    ],
)
def test_one_address_is_one_address_however_it_is_written(customer, mailbox, sender):
    make_measure(customer, Kind.BLOCK)

    assert come_in(letter_of(sender)).case.is_held


@pytest.mark.parametrize(
    "sender",
    [
        "R. Hoekstra <r.hoekstra+x@klant.example>",
        "R. Hoekstra <r.hoekstra@klant.example.org>",
        "R. Hoekstra <r_hoekstra@klant.example>",
        "R. Hoekstra <r.h\u043eekstra@klant.example>",
        "R. Hoekstra r.hoekstra@klant.example <anders@klant.example>",
    ],
)
def test_an_address_that_looks_alike_is_of_somebody_else(customer, mailbox, sender):
    make_measure(customer, Kind.BLOCK)

    assert not come_in(letter_of(sender)).case.is_held


def letter_of(sender: str) -> bytes:
    """A mail with a sender exactly as it was typed."""
    mail = letter("Hallo.", sender="wie@klant.example")
    return mail.replace(b"From: wie@klant.example", f"From: {sender}".encode())


def test_a_mail_he_is_only_in_the_copy_of_is_no_mail_of_his(customer, mailbox):
    make_measure(customer, Kind.BLOCK)

    assert not come_in(letter("Hallo.", sender=SISTER, cc=HIM)).case.is_held


def test_calling_it_an_answer_of_a_program_is_no_way_round(customer, mailbox):
    before = come_in(letter("Hallo.", sender=HIM))
    make_measure(customer, Kind.BLOCK)
    auto = {"Auto_Submitted": "auto-replied", "Precedence": "auto_reply"}

    message = come_in(
        letter("Ik weet je te vinden.", sender=HIM, answers=before.external_id, **auto)
    )

    assert message.is_automatic
    assert message.case != before.case
    assert not seen_by_the_team(message.case)
    assert message.held
    # Programs are told nothing: they could answer that again.
    assert explanations() == []


def test_his_sister_is_not_kept_apart_with_him(customer, mailbox):
    hers = come_in(letter("Stuk.", sender=SISTER, cc=HIM))
    make_measure(customer, Kind.BLOCK)
    his = come_in(letter("Ik schrijf mee.", sender=HIM, answers=hers.external_id))
    assert his.case.is_held

    answer = come_in(letter("Let niet op hem.", sender=SISTER, answers=his.external_id))
    again = come_in(letter("Hallo?", sender=SISTER, answers=his.external_id))

    assert seen_by_the_team(answer.case)
    assert answer.case == again.case == hers.case
    assert not seen_by_the_team(his.case)


def test_somebody_who_writes_in_his_case_is_not_kept_apart_with_him(customer, mailbox):
    make_measure(customer, Kind.BLOCK)
    his = come_in(letter("Hallo.", sender=HIM, cc=SISTER))

    answer = come_in(letter("Hij bedoelt het niet zo.", sender=SISTER, answers=his.external_id))
    again = come_in(letter("Hallo?", sender=SISTER, answers=his.external_id))

    assert answer.spoken_by
    assert seen_by_the_team(answer.case)
    assert answer.case == again.case != his.case
    assert not Held.objects.exclude(message=his).exists()


def test_the_explanation_goes_to_him_and_to_nobody_he_names(customer, mailbox):
    make_measure(customer, Kind.BLOCK)

    come_in(letter("Hallo.", sender=HIM, cc=SISTER, Reply_To="baas@elders.example"))

    [told] = explanations()
    outgoing = outgoing_for(told)
    assert outgoing.to == ["R. Hoekstra <r.hoekstra@klant.example>"] or outgoing.to == [
        '"R. Hoekstra" <r.hoekstra@klant.example>'
    ]
    assert outgoing.cc == outgoing.bcc == []


def test_what_was_decided_about_him_does_not_go_to_who_wrote_last(customer, mailbox):
    his = come_in(letter("Hallo.", sender=HIM, cc=SISTER))
    come_in(letter("Ik ook.", sender=SISTER, answers=his.external_id))
    notice = send_reply(
        case=his.case,
        author=make_agent(),
        text="Bericht over uw contact.",
        submission=uuid4(),
        is_for_customer=False,
        leaves_at_once=True,
    )

    assert "zus@" not in str(outgoing_for(notice).to)
    assert "r.hoekstra@klant.example" in str(outgoing_for(notice).to)


def test_nobody_is_told_that_we_answer_soon_and_that_we_do_not(customer, mailbox):
    make_measure(customer, Kind.BLOCK)

    come_in(letter("Hallo.", sender=HIM))
    come_in(letter("Hallo?", sender=HIM, subject="Nog iets"))

    assert not Confirmation.objects.exists()
    assert len(explanations()) == 1
    assert Held.objects.to_look_at().count() == 2


def test_a_mail_that_is_delivered_again_is_the_same_mail(customer, mailbox):
    make_measure(customer, Kind.BLOCK)
    raw = letter("Hallo.", sender=HIM)
    first = come_in(raw)
    store_mail(mailbox=mailbox, arrived=Arrived(raw=raw))
    read_due_mail()

    assert Held.objects.get().message == first
    assert len(explanations()) == 1


def test_files_without_a_word_wait_too(customer, mailbox):
    make_measure(customer, Kind.BLOCK)

    message = come_in(letter("", sender=HIM, files={"brief.pdf": b"%PDF-1.4 brief"}))

    assert message.case.is_held
    assert message.attachments.count() == 1
