"""House rules in the export and the erasure; and what is forgotten of them by itself."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from gehoord.accounts.models import AuditEvent, Role
from gehoord.cases.actions import erase_cases
from gehoord.channels.forgetting import forget_quiet_customers
from gehoord.contacts.models import Address, Customer
from gehoord.limits.actions import (
    approve_measure,
    complete_incident,
    confirm_behaviour,
    file_appeal,
    keep_evidence,
    propose_measure,
    tell_customer,
    tell_effect,
    warn_customer,
)
from gehoord.limits.ladder.guards import Warned
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.models import (
    Behaviour,
    ErasureWaiting,
    Incident,
    Measure,
    Notice,
    PastMeasure,
    Police,
)
from gehoord.limits.retention import forget_old_limits
from gehoord.privacy.actions import erase_customer
from gehoord.privacy.records import customer_record
from tests.factories import make_agent, make_customer_message, make_house

pytestmark = pytest.mark.django_db
WORDS = "Ik weet waar je woont"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def noor():
    make_house(undo_seconds=0)
    return make_agent(name="Noor Haan")


@pytest.fixture
def said(noor):
    message = make_customer_message(text=WORDS, sender="w", name="Rik Post")
    return confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.SERIOUS,
        quotes=[WORDS],
        by=noor,
    )


@pytest.fixture
def mark(said):
    measure = propose_measure(
        case=said.message.case, by=make_agent(), kind=Kind.FLAG, grounds=[said], reason="Gericht."
    )
    lead = make_agent(roles=[Role.LEAD])
    approve_measure(measure=measure, by=lead)
    return tell_customer(measure=measure, by=lead, text="Bericht.", way=Notice.Way.LETTER)


@pytest.fixture
def officer():
    return make_agent(roles=[Role.PRIVACY])


def ago(**span):
    return timezone.now() - timedelta(**span)


def everything() -> str:
    """All that is kept of house rules, as one text."""
    rows = [*Measure.objects.values(), *Behaviour.objects.values(), *Incident.objects.values()]
    return json.dumps(rows, default=str)


def test_export_holds_words_measure_notice_and_appeal_but_not_the_agents_own(mark, said, noor):
    file_appeal(measure=mark, words="Dat was een grap.")
    tell_effect(incident=Incident.objects.get(), by=noor, effect="Ik sliep slecht.")

    record, _files = customer_record(said.customer)
    told = json.dumps(record["house_rules"], default=str)

    for words in (WORDS, "Gericht.", "Bericht.", "Dat was een grap.", "flag"):
        assert words in told
    assert "sliep slecht" not in told
    assert "Haan" not in told


def test_measure_that_holds_outlives_an_erasure_with_its_words_until_it_is_over(
    mark, said, officer
):
    customer = said.customer
    assert erase_customer(customer=customer, actor=officer) is False

    assert customer.cases.count() == 0
    assert Measure.objects.in_force(timezone.now()).get() == mark
    assert Behaviour.objects.get().quotes == [WORDS]
    assert Address.objects.filter(customer=customer).exists()
    assert WORDS not in json.dumps([*Incident.objects.values()], default=str)
    assert AuditEvent.objects.filter(what="erasure waits", about=str(customer.pk)).exists()
    assert forget_quiet_customers() == 0

    Measure.objects.update(begins_at=ago(days=91), ends_at=ago(days=1))
    forget_old_limits()

    assert not Customer.objects.filter(pk=customer.pk).exists()
    assert not ErasureWaiting.objects.exists()
    assert PastMeasure.objects.get().kind == Kind.FLAG
    assert WORDS not in everything()


def test_erasure_without_a_measure_takes_all_of_it_at_once(said, noor, officer):
    warn_customer(
        conversation=said.conversation,
        by=noor,
        warned=Warned("Hulp.", "Gedrag.", "Gevolg."),
        submission=uuid4(),
        is_spoken=True,
    )

    assert erase_customer(customer=said.customer, actor=officer) is True

    assert not Measure.objects.exists()
    assert WORDS not in everything()
    assert Incident.objects.get().anonymous_since is not None
    assert PastMeasure.objects.get().kind == Kind.WARNING


def test_incident_reported_to_the_police_keeps_its_words_without_the_customer(mark, said, officer):
    incident = Incident.objects.get()
    complete_incident(
        incident=incident, by=officer, facts="Gebeld.", present=[], police=Police.REPORTED
    )
    Measure.objects.update(begins_at=ago(days=91), ends_at=ago(days=1))
    erase_customer(customer=said.customer, actor=officer)

    incident.refresh_from_db()
    assert (incident.customer, incident.quotes) == (None, [WORDS])
    Incident.objects.update(happened_at=ago(days=740))
    forget_old_limits()
    incident.refresh_from_db()
    assert (incident.quotes, incident.facts) == ([], "")


def test_measure_still_rests_on_its_words_when_its_case_is_forgotten(mark, said):
    erase_cases(cases=[said.message.case])

    mark.refresh_from_db()
    assert mark.grounds.get().quotes == [WORDS]
    assert forget_quiet_customers() == 0
    assert Customer.objects.filter(pk=mark.customer_id).exists()


@pytest.mark.parametrize(("days", "is_there"), [(360, True), (370, False)])
def test_measure_is_forgotten_a_year_after_its_end(mark, days, is_there):
    Measure.objects.update(begins_at=ago(days=days + 90), ends_at=ago(days=days))
    Behaviour.objects.update(said_at=ago(days=days + 90), confirmed_at=ago(days=days + 90))
    forget_old_limits()

    assert Measure.objects.exists() is is_there
    assert Behaviour.objects.exists() is is_there
    assert PastMeasure.objects.exists() is not is_there


@pytest.mark.parametrize(("days", "is_there"), [(300, True), (400, False)])
def test_proposal_that_nobody_decided_goes_like_what_is_over(said, days, is_there):
    propose_measure(
        case=said.message.case, by=make_agent(), kind=Kind.FLAG, grounds=[said], reason="Gericht."
    )
    Measure.objects.update(proposed_at=ago(days=days))
    forget_old_limits()

    assert Measure.objects.exists() is is_there
    # It never began, so it is no measure in any figure.
    assert not PastMeasure.objects.exists()


@pytest.mark.parametrize(("days", "is_named"), [(720, True), (740, False)])
def test_incident_loses_every_name_after_two_years(mark, noor, days, is_named):
    incident = Incident.objects.get()
    pack = keep_evidence(incident=incident, by=noor)
    Incident.objects.update(happened_at=ago(days=days))
    forget_old_limits()

    incident.refresh_from_db()
    assert bool(incident.customer) is bool(incident.quotes) is is_named
    assert incident.happened_to.exists() is is_named
    assert incident.packs.filter(pk=pack.pk).exists() is is_named
    assert (incident.level, incident.kind) == (Level.SERIOUS, Kind.FLAG)


def test_evidence_is_checked_by_its_own_list_of_hashes(mark, noor):
    pack = keep_evidence(incident=Incident.objects.get(), by=noor)

    with default_storage.open(pack.path, "rb") as file:
        archive = zipfile.ZipFile(BytesIO(file.read()))
    sums = dict(
        reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines()
    )
    from hashlib import sha256

    names = set(archive.namelist()) - {"SHA256SUMS"}
    assert names == set(sums)
    assert {name: sha256(archive.read(name)).hexdigest() for name in names} == sums
    assert {"incident.json", "incident.pdf", "messages.json"} <= names
    assert any(name.startswith("notices/") for name in names)
    assert WORDS in archive.read("messages.json").decode()
