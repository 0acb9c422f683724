"""“Klopt niet”: what an agent says about a reading, and that nobody knows who said it."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import timezone

from gehoord.accounts.models import AuditEvent
from gehoord.cases.actions import erase_cases, forget_old_readings
from gehoord.cases.models import Event, Message
from gehoord.coaching.models import Correction, Reading
from tests.factories import make_agent, make_case, make_house

pytestmark = pytest.mark.django_db

ANGRY = "Dit is al mijn vierde mail. Belachelijk! Jullie liegen gewoon!"


@pytest.fixture
def angry(team):
    return make_case(team=team, text=ANGRY)


@pytest.fixture
def address(angry):
    return f"/cases/{angry.pk}/readings/{Reading.objects.get().pk}/"


def test_one_click_sets_a_reading_aside_and_keeps_what_it_was(signed_in, angry, address):
    reading = Reading.objects.get()

    answer = signed_in.post(address)

    correction = Correction.objects.get()
    assert answer.status_code == 302
    assert Reading.objects.get().is_disputed
    assert correction.labels["anger"] == reading.anger
    assert {each["rule"] for each in correction.rules} == {e["rule"] for e in reading.evidence}
    assert correction.engine_version == reading.engine_version
    assert (correction.wrong, correction.should_be) == ("", "")


def test_second_click_says_what_it_should_have_been(signed_in, angry, address, seen):
    signed_in.post(address)
    page = signed_in.get(f"/cases/{angry.pk}/")

    signed_in.post(address, {"wrong": "anger:1"})

    correction = Correction.objects.get()
    assert "Wat had het moeten zijn?" in seen(page)
    assert 'name="wrong" value="anger:1"' in page.text
    assert (correction.wrong, correction.should_be) == ("anger", "1")
    assert "boosheid: eerder lichte irritatie" in seen(signed_in.get(f"/cases/{angry.pk}/"))


def test_every_label_that_is_offered_can_be_chosen(signed_in, angry, address):
    signed_in.post(address)
    page = signed_in.get(f"/cases/{angry.pk}/").text
    offered = re.findall(r'name="wrong" value="([^"]+)"', page.split("correction-")[1])

    answers = {signed_in.post(address, {"wrong": each}).status_code for each in offered}

    assert len(offered) == len(set(offered)) > 25
    assert answers == {302}
    assert Correction.objects.count() == 1


def test_emotion_that_is_only_a_guess_is_disputed_as_such(signed_in, team):
    case = make_case(team=team, text=ANGRY)
    Reading.objects.update(emotion="disappointment")
    page = signed_in.get(f"/cases/{case.pk}/").text

    (form,) = re.findall(r'formaction="([^"]+)" name="wrong" value="emotion"', page)
    signed_in.post(form, {"wrong": "emotion"})

    assert Correction.objects.get().wrong == "emotion"


@pytest.mark.parametrize("wrong", ["anger:9", "anger:", "mood", "emotion:3", "x" * 5000, "\x00"])
def test_nonsense_is_refused_and_changes_nothing(signed_in, address, wrong):
    answer = signed_in.post(address, {"wrong": wrong}, headers={"X-From-Script": "yes"})

    assert answer.status_code == 422
    assert not Correction.objects.exists()
    assert not Reading.objects.get().is_disputed


def test_undo_leaves_nothing_behind(signed_in, address):
    signed_in.post(address, {"wrong": "anger:0"})

    signed_in.post(address, {"right": "yes"})

    assert not Correction.objects.exists()
    assert not Reading.objects.get().is_disputed


def test_colleague_sees_and_can_take_back_what_somebody_said(client, signed_in, team, address):
    signed_in.post(address)
    client.force_login(make_agent(team=team, name="Sanne Vos"))

    client.post(address, {"right": "yes"})

    assert not Correction.objects.exists()


def test_stranger_finds_no_reading(stranger, address):
    assert stranger.post(address, {"wrong": "anger:0"}).status_code == 404
    assert not Correction.objects.exists()


def test_reading_of_another_case_is_not_found(signed_in, team, angry):
    other = make_case(team=team, text=ANGRY)
    reading = Message.objects.get(case=other).reading

    assert signed_in.post(f"/cases/{angry.pk}/readings/{reading.pk}/").status_code == 404


def test_nothing_in_the_database_tells_who_said_it_or_in_which_case(signed_in, noor, angry):
    reading = Reading.objects.get()
    address = f"/cases/{angry.pk}/readings/{reading.pk}/"
    before = Event.objects.count(), AuditEvent.objects.count()

    signed_in.post(address, {"wrong": "anger:1"})

    assert (Event.objects.count(), AuditEvent.objects.count()) == before
    (row,) = serializers.serialize("python", Correction.objects.all())
    relations = [field.name for field in Correction._meta.get_fields() if field.is_relation]
    assert relations == []
    assert row["fields"].pop("seal") not in {str(reading.pk), str(angry.pk), str(noor.pk)}
    assert row["fields"]["made_on"] == timezone.localdate()
    values = [str(value) for value in row["fields"].values()]
    assert not [value for value in values if "Noor" in value or "liegen gewoon" in value]


def test_reading_that_expires_leaves_labels_that_nothing_leads_back_from(signed_in, address):
    make_house(keeps_corrected_words=True)
    signed_in.post(address)
    Reading.objects.update(read_at=timezone.now() - timedelta(days=31))

    forget_old_readings()

    correction = Correction.objects.get()
    assert correction.seal is None
    assert correction.labels["anger"] > 0


def test_erased_case_takes_its_corrections_along(signed_in, address, angry, team):
    other = make_case(team=team, text=ANGRY)
    kept = Message.objects.get(case=other).reading
    signed_in.post(address)
    signed_in.post(f"/cases/{other.pk}/readings/{kept.pk}/")

    erase_cases(cases=[angry])

    assert Correction.objects.count() == 1
    assert Correction.objects.of([kept.pk]).exists()


def test_message_that_is_not_read_can_be_disputed_too(signed_in, team, seen):
    case = make_case(team=team, text="Guten Tag, ich warte schon seit drei Wochen auf die Ware.")

    signed_in.post(f"/cases/{case.pk}/readings/{Reading.objects.get().pk}/")

    assert "Klopt toch" in seen(signed_in.get(f"/cases/{case.pk}/"))


def test_no_table_holds_an_agent_beside_a_correction():
    holders = [
        model.__name__
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is Correction
    ]

    assert holders == []
