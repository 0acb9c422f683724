"""People are erased and readings forgotten while measures run: nothing returns, nothing breaks."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.cases.actions import erase_cases, take_in_message
from gehoord.cases.models import Case, Message
from gehoord.channels.delivery import deliver_due_replies
from gehoord.coaching.models import Reading
from gehoord.contacts.models import Address, Customer
from gehoord.limits.actions import (
    approve_measure,
    assign_appeal,
    confirm_behaviour,
    decide_appeal,
    hear_customer,
    keep_evidence,
    lift_measure,
    propose_measure,
    review_measure,
    tell_customer,
)
from gehoord.limits.ladder.appealing import Outcome
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.links import notice_link
from gehoord.limits.models import (
    Appeal,
    Behaviour,
    ErasureWaiting,
    Held,
    Incident,
    Measure,
    Notice,
)
from gehoord.limits.retention import forget_old_limits
from gehoord.privacy.actions import erase_customer
from tests.factories import make_agent, make_customer_message, make_house, make_team

pytestmark = pytest.mark.django_db
WORDS = "Ik weet waar je woont"


@pytest.fixture(autouse=True)
def _fresh(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_house(undo_seconds=0)
    cache.clear()


@pytest.fixture
def arrangement():
    """Only e-mail stays open; the customer chats."""
    noor = make_agent(name="Noor Haan")
    message = make_customer_message(text=WORDS, sender="w", name="Rik Post")
    said = confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.DANGER,
        quotes=[WORDS],
        by=noor,
    )
    lead, manager = make_agent(roles=[Role.LEAD]), make_agent(roles=[Role.MANAGER])
    measure = propose_measure(
        case=message.case,
        by=make_agent(roles=[Role.LEAD]),
        kind=Kind.ARRANGEMENT,
        grounds=[said],
        reason="Gericht.",
        terms={"channels": ["email"]},
    )
    hear_customer(measure=measure, by=lead, said="Nee.")
    approve_measure(measure=measure, by=lead)
    approve_measure(measure=measure, by=manager)
    return tell_customer(measure=measure, by=manager, text="Bericht.", way=Notice.Way.LETTER)


def writes() -> Message:
    message = take_in_message(
        address=Address.objects.get(external_id="w"),
        team=make_team(),
        text="Ik ben er nog.",
        written_at=timezone.now(),
        external_id=str(uuid4()),
    )
    deliver_due_replies()
    return message


def forget_readings() -> None:
    """What the daily job does first: readings go before the messages they are about."""
    Message.objects.update(reading=None)
    Reading.objects.all().delete()


def test_everything_goes_on_without_the_case_and_the_readings(arrangement):
    forget_readings()
    erase_cases(cases=[arrangement.case])
    arrangement.refresh_from_db()
    page = urlsplit(notice_link(arrangement)).path
    manager, judge = make_agent(roles=[Role.MANAGER]), make_agent(roles=[Role.COMPLAINTS])

    assert arrangement.case is None
    assert WORDS in Client().get(page).content.decode()
    assert Client().get(page + "letter.pdf").content.startswith(b"%PDF-")
    assert writes().case.is_held
    review_measure(measure=arrangement, by=manager, reason="Het blijft nodig.")
    Client().post(page, {"words": "Oneens."})
    appeal = assign_appeal(appeal=Appeal.objects.get(), to=judge, by=judge)
    decide_appeal(appeal=appeal, by=judge, outcome=Outcome.UPHELD, reason="Het was een citaat.")
    assert not Case.objects.held().exists()
    assert WORDS not in Client().get(page).content.decode()


def test_who_is_erased_stays_kept_apart_and_is_gone_when_it_is_over(
    arrangement, django_capture_on_commit_callbacks
):
    customer = arrangement.customer
    keep_evidence(incident=Incident.objects.get(), by=make_agent(roles=[Role.SAFETY]))
    path = Incident.objects.get().packs.get().path
    writes()
    with django_capture_on_commit_callbacks(execute=True):
        erase_customer(customer=customer, actor=make_agent(roles=[Role.PRIVACY]))

    assert not default_storage.exists(path)
    assert not Message.objects.exists()
    assert not Held.objects.exists()
    assert ErasureWaiting.objects.get().customer == customer
    assert writes().case.is_held
    forget_old_limits()
    assert Measure.objects.in_force(timezone.now()).exists()

    erase_cases(cases=Case.objects.all())
    past = timezone.now() - timedelta(minutes=1)
    Measure.objects.update(begins_at=past - timedelta(days=1), ends_at=past)
    forget_old_limits()

    for left in (Customer, Measure, Behaviour, ErasureWaiting, Address, Held):
        assert not left.objects.exists(), left
    assert not Incident.objects.exclude(quotes=[]).exists()


def test_who_writes_again_after_it_is_over_is_not_erased_a_second_time(arrangement):
    customer = arrangement.customer
    erase_customer(customer=customer, actor=make_agent(roles=[Role.PRIVACY]))
    past = timezone.now() - timedelta(minutes=1)
    Measure.objects.update(begins_at=past - timedelta(days=1), ends_at=past)
    message = writes()
    forget_old_limits()
    forget_old_limits()

    assert not message.case.is_held
    assert Customer.objects.get() == customer
    assert not Measure.objects.exists()
    assert not ErasureWaiting.objects.exists()


def test_lifting_after_an_erasure_ends_it(arrangement):
    customer = arrangement.customer
    erase_customer(customer=customer, actor=make_agent(roles=[Role.PRIVACY]))

    lift_measure(
        measure=Measure.objects.get(), by=make_agent(roles=[Role.MANAGER]), reason="Rustig."
    )
    forget_old_limits()

    assert not Measure.objects.exists()
    assert not Customer.objects.exists()


def test_the_link_of_what_was_forgotten_opens_nothing(arrangement):
    page = urlsplit(notice_link(arrangement)).path
    long_ago = timezone.now() - timedelta(days=800)
    Measure.objects.update(
        proposed_at=long_ago, begins_at=long_ago, told_at=long_ago, ends_at=long_ago + timedelta(1)
    )
    forget_old_limits()

    assert not Measure.objects.exists()
    assert Client().get(page).status_code == 404
