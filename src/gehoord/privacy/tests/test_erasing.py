from __future__ import annotations

from uuid import uuid4

import pytest
from django.apps import apps
from django.core import serializers
from django.urls import reverse

from gehoord.accounts.models import AuditEvent, Role
from gehoord.cases.actions import dispute_reading
from gehoord.cases.models import Delivery, Message
from gehoord.channels.inbound import read_due_inbound
from gehoord.channels.webchat.actions import write_message
from gehoord.channels.webchat.models import Visitor
from gehoord.coaching.models import Correction, Reading
from gehoord.contacts.actions import merge_customers
from gehoord.contacts.models import Customer
from gehoord.limits.ladder.records import Kind
from gehoord.limits.tests.measures import make_measure
from gehoord.live.stream import RIGHTS
from gehoord.privacy.tests.conftest import stored, text_file
from tests.factories import make_agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def erase(client, django_capture_on_commit_callbacks):
    def ask(customer: Customer, *, name: str = "Marieke Verhoeven"):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("privacy:erase", args=[customer.pk]), {"name": name})

    return ask


def whole_database() -> str:
    """Every row of every table, as text."""
    models = [model for model in apps.get_models() if model._meta.label != "sessions.Session"]
    return "".join(
        serializers.serialize("json", model._base_manager.all(), ensure_ascii=False)
        for model in models
    )


def test_erased_customer_is_nowhere_and_a_stranger_keeps_everything(officer, known, erase, media):
    person, stranger = known("aap"), known("noot", name="Emre Yıldız")

    answer = erase(person.customer)

    assert (answer.status_code, answer.url) == (302, "/privacy/")
    left = whole_database()
    assert "aap" not in left
    assert "Marieke" not in left
    assert str(person.visitor.key) not in left
    assert [word for word in stranger.words if word not in left] == []
    assert stored(media) == ["bon noot", "etiket noot"]


def test_erased_customer_takes_corrections_of_his_messages_along(officer, known, erase):
    person, stranger = known("aap"), known("noot", name="Emre Yıldız")
    for customer in (person.customer, stranger.customer):
        for reading in Reading.objects.filter(message__case__customer=customer):
            dispute_reading(case=reading.message.case, reading=reading)
    kept = list(Reading.objects.filter(message__case__customer=stranger.customer))

    erase(person.customer)

    assert Correction.objects.count() == len(kept) > 0
    assert Correction.objects.of([reading.pk for reading in kept]).count() == len(kept)


def test_erased_customer_takes_along_whom_he_was_merged_with(officer, known, erase):
    person, other = known("aap"), known("noot", name="M. de Wit")
    customers = (person.customer, other.customer)
    merge_customers(customers=customers, why="Zelfde nummer.", by=officer)

    assert erase(person.customer).status_code == 302
    left = whole_database()
    assert [word for word in ("aap", "noot", "de Wit", "Zelfde nummer.") if word in left] == []


def test_customer_whose_erasure_waits_keeps_no_name_of_before(officer, known, erase):
    person, other = known("aap"), known("noot", name="M. de Wit")
    customers = (person.customer, other.customer)
    merge_customers(customers=customers, why="Zelfde nummer.", by=officer)
    make_measure(person.customer, Kind.BLOCK)

    erase(person.customer)
    assert Customer.objects.filter(pk=person.customer.pk).exists()
    assert "M. de Wit" not in whole_database()


def test_erasing_says_with_numbers_what_goes_and_that_it_is_for_good(client, officer, known):
    page = client.get(reverse("privacy:erase", args=[known("aap").customer.pk])).text

    for words in ("1 zaak", "3 berichten", "1 notitie", "1 concept", "2 bestanden"):
        assert words in page
    assert "kan niet ongedaan" in page


@pytest.mark.parametrize("name", ["", "Marieke", "Emre Yıldız", "ja"])
def test_wrong_name_erases_nothing(officer, known, erase, media, name):
    person = known("aap")

    answer = erase(person.customer, name=name)

    assert answer.status_code == 422
    assert Customer.objects.filter(pk=person.customer.pk).exists()
    assert len(stored(media)) == 2


def test_name_may_be_typed_a_little_differently(officer, known, erase):
    person = known("aap")

    assert erase(person.customer, name="  marieke   VERHOEVEN ").status_code == 302


def test_customer_is_not_erased_while_a_reply_is_on_its_way(officer, known, erase, media):
    person = known("aap")
    replies = Message.objects.to_customers().filter(case=person.case)
    replies.update(delivery=Delivery.DUE)

    answer = erase(person.customer)

    assert answer.status_code == 422
    assert "over een minuut opnieuw" in answer.text
    assert Customer.objects.filter(pk=person.customer.pk).exists()
    assert len(stored(media)) == 2

    replies.update(delivery=Delivery.SENT)
    assert erase(person.customer).status_code == 302


def test_erasing_leaves_one_line_without_a_name(client, officer, known, erase):
    person = known("aap")
    erase(person.customer)

    event = AuditEvent.objects.get(what="customer erased")
    assert (event.actor, event.about) == (officer, str(person.customer.pk))
    assert event.details == {"cases": 1}
    assert "Joris Brandsma" in client.get("/privacy/").text


def test_erasing_twice_finds_nobody_the_second_time(officer, known, erase):
    person = known("aap")
    erase(person.customer)

    assert erase(person.customer).status_code == 404
    assert AuditEvent.objects.filter(what="customer erased").count() == 1


def test_message_that_was_not_read_yet_goes_too_with_its_file(officer, known, erase, media):
    person = known("aap")
    write_message(
        visitor=person.visitor, submission=uuid4(), text="Nog iets", files=[text_file("foto aap")]
    )
    erase(person.customer)

    assert read_due_inbound() == 0
    assert stored(media) == []


def test_erased_customer_who_writes_again_is_a_new_one(officer, known, erase):
    person = known("aap")
    site = person.visitor.site
    erase(person.customer)

    visitor = Visitor.objects.create(site=site, key=person.visitor.key)
    write_message(visitor=visitor, submission=uuid4(), text="Ik ben er weer")
    read_due_inbound()

    assert visitor.address().customer.pk != person.customer.pk
    assert visitor.address().customer.cases.count() == 1


def test_open_pages_hear_that_the_customer_is_gone(officer, known, erase, announced):
    person = known("aap")
    announced.clear()
    erase(person.customer)

    told = dict(announced)
    assert person.case.team.audience in told[person.case.topic]
    assert person.case.team.audience in told["cases"]
    assert told[RIGHTS] == (person.visitor.audience,)


def test_office_shows_an_erasure_as_a_number(client, officer, known, erase):
    person = known("aap")
    erase(person.customer)
    client.force_login(make_agent(roles=[Role.ADMIN]))

    page = client.get("/office/changes/").text

    assert "Klantgegevens gewist" in page
    assert f"<td>{person.customer.pk}</td>" in page
    assert "Marieke" not in page
