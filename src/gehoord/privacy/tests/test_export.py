from __future__ import annotations

import io
import json
import re
import zipfile
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gehoord.accounts.models import AuditEvent
from gehoord.cases.models import Message, Note
from gehoord.channels.email.sending.writing import Envelope, send_mail
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox, receive_mail
from gehoord.channels.webchat.actions import write_message
from gehoord.contacts.actions import merge_customers
from gehoord.contacts.models import Customer
from gehoord.privacy.export import packed
from gehoord.privacy.records import customer_record
from tests.factories import make_agent, make_customer_message

pytestmark = [
    pytest.mark.django_db,
    # The test client is not asynchronous, the answer is.
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume:Warning"),
]


@pytest.fixture
def export(client, officer):
    def ask(customer: Customer) -> zipfile.ZipFile:
        answer = client.post(reverse("privacy:export", args=[customer.pk]))
        assert answer.status_code == 200
        content = b"".join(answer)
        assert int(answer["Content-Length"]) == len(content)
        return zipfile.ZipFile(io.BytesIO(content))

    return ask


def everything(archive: zipfile.ZipFile) -> str:
    return "\n".join(archive.read(name).decode() for name in archive.namelist())


def test_export_has_everything_of_the_customer_once(export, known):
    person = known("aap")

    archive = export(person.customer)

    words = archive.read("customer.json").decode()
    # A reading quotes the words it comes from; those are beside the message, not in it.
    own = re.sub(r'"words": "[^"]*"', "", words)
    assert {word: own.count(f'{word}"') for word in person.words} == dict.fromkeys(
        person.words, 1
    ) | {"aap-een": 2}  # The title of the case is made of the first words.
    record = json.loads(words)
    (case,) = record["cases"]
    (conversation,) = case["conversations"]
    said = [(each["direction"], each["delivery"]) for each in conversation["messages"]]
    assert said == [("from_customer", "received")] * 2 + [("to_customer", "sent")]
    assert record["customer"]["email"] == "aap@klant.example"
    assert record["chats"][0]["name"] == "Marieke Verhoeven"


def test_export_has_the_mails_of_the_customer_and_to_whom_our_answers_went(export):
    message = receive_mail(make_outgoing_mailbox(), text="Waar blijft de kast?")
    agent = make_agent(team=message.case.team)
    send_mail(
        case=message.case,
        author=agent,
        text="Die komt morgen.",
        submission=uuid4(),
        envelope=Envelope(cc="Jan <jan@klant.example>"),
    )

    record = json.loads(export(message.case.customer).read("customer.json"))

    came, went = record["cases"][0]["conversations"][0]["messages"]
    assert came["mail"]["from"] == "marieke@klant.example"
    assert came["mail"]["receipt_confirmed_at"] is None
    assert went["sent_as"]["cc"] == ["Jan <jan@klant.example>"]


def test_export_has_the_readings_with_the_words_they_come_from(export, known):
    person = known("aap")

    record = json.loads(export(person.customer).read("customer.json"))

    message = record["cases"][0]["conversations"][0]["messages"][0]
    assert message["reading"]["anger"] > 0
    assert message["reading"]["evidence"]
    assert all(item["words"] in message["text"] for item in message["reading"]["evidence"])


def test_export_has_the_files_under_names_that_are_safe(export, known):
    archive = export(known("aap").customer)

    files = [name for name in archive.namelist() if name.startswith("files/")]
    assert sorted(archive.read(name).decode() for name in files) == ["bon aap", "etiket aap"]
    assert not any(".." in name or " " in name or name.count("/") > 1 for name in files)
    assert archive.testzip() is None


def test_export_names_files_that_are_not_on_the_disk_any_more(export, known, media):
    person = known("aap")
    for path in media.rglob("*.txt"):
        path.unlink()

    record = json.loads(export(person.customer).read("customer.json"))

    message = record["cases"][0]["conversations"][0]["messages"][0]
    assert message["files"][0]["in_export"] is None


def test_export_says_in_two_languages_what_is_in_it(export, known):
    archive = export(known("aap").customer)

    assert "Alles wat" in archive.read("lees-mij.txt").decode()
    assert "Everything" in archive.read("readme.txt").decode()


def test_export_has_nothing_of_another_customer(export, known):
    person = known("aap")
    known("noot", name="Emre Yıldız")

    words = everything(export(person.customer))

    assert "noot" not in words
    assert "Emre" not in words


def test_export_tells_whom_the_customer_was_merged_with_and_why(export, known, officer):
    person, other = known("aap"), known("noot", name="R. de Wit")
    customers = (person.customer, other.customer)
    merge_customers(customers=customers, why="Zelfde klantnummer.", by=officer)
    archive = export(person.customer)

    [merge] = json.loads(archive.read("customer.json"))["known_as_well"]
    assert (merge["name"], merge["because"]) == ("R. de Wit", "Zelfde klantnummer.")
    assert merge["merged_by"] == officer.called
    assert all(words in everything(archive) for words in person.words + other.words)


def test_export_has_first_names_of_agents_only_and_no_drafts(export, known):
    words = everything(export(known("aap").customer))

    assert "Noor" in words
    assert "Haan" not in words
    assert "aap-zes" not in words


def test_export_has_what_was_not_read_into_a_case_yet(export, known):
    person = known("aap")
    write_message(visitor=person.visitor, submission=uuid4(), text="Nog iets aap-acht")

    record = json.loads(export(person.customer).read("customer.json"))

    assert [row["text"] for row in record["not_read_yet"]] == ["Nog iets aap-acht"]


def test_export_is_written_down_without_a_name(export, officer, known):
    person = known("aap")
    export(person.customer)

    event = AuditEvent.objects.get(what="customer exported")
    assert (event.actor, event.about) == (officer, str(person.customer.pk))
    assert "Marieke" not in json.dumps(event.details)


def test_export_cannot_be_asked_for_by_a_link(client, officer, known):
    person = known("aap")

    assert client.get(reverse("privacy:export", args=[person.customer.pk])).status_code == 405


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sent=st.lists(st.tuples(st.integers(0, 2), st.text(min_size=1)), max_size=8))
def test_whoever_writes_what_each_export_has_exactly_his_own_words(db, sent):
    people: dict[int, list[str]] = {}
    run = uuid4().hex
    customers = {}
    for who, text in sent:
        text = text.replace("\x00", "")
        message = make_customer_message(sender=f"{run}-{who}", text=text)
        people.setdefault(who, []).append(text)
        customers[who] = message.case.customer

    for who, customer in customers.items():
        record, _ = customer_record(customer)
        said = [
            message["text"]
            for case in record["cases"]
            for conversation in case["conversations"]
            for message in conversation["messages"]
        ]
        assert said == people[who]
        with packed(customer) as file:
            assert zipfile.ZipFile(file).testzip() is None


def test_export_changes_nothing_but_the_audit(export, known):
    person = known("aap")
    before = (Message.objects.count(), Note.objects.count())
    export(person.customer)

    assert (Message.objects.count(), Note.objects.count()) == before
