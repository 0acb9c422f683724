"""Forms that come back, come twice, or hold what no browser sends: nothing an agent wrote is lost."""

from time import perf_counter
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gehoord.cases.models import Draft, Note
from gehoord.coaching.blanks import blank_words
from tests.factories import make_agent, make_case, make_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings, tmp_path):
    """The files on the disk."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: [path for path in tmp_path.rglob("*") if path.is_file()]


def upload(name="brief.txt"):
    return SimpleUploadedFile(name, b"Beste mevrouw")


def test_other_text_from_a_form_that_was_used_is_sent_as_well(signed_in, case, writing, replies):
    form = writing("Ik zoek het voor u uit.")
    for text in ("Ik zoek het voor u uit.", "Ik bel u morgen.", "Ik bel u morgen."):
        signed_in.post(f"/cases/{case.pk}/reply/", form | {"text": text})
    assert [reply.text for reply in replies()] == ["Ik zoek het voor u uit.", "Ik bel u morgen."]


def test_form_that_was_used_in_another_case_is_sent_in_this_one(
    signed_in, case, team, writing, replies
):
    other = make_case(team=team)
    form = writing("Ik zoek het voor u uit.")
    for each in (case, other):
        assert signed_in.post(f"/cases/{each.pk}/reply/", form).status_code == 302
    assert {reply.case for reply in replies()} == {case, other}


def test_other_note_from_a_form_that_was_used_is_kept_as_well(signed_in, case, team, writing):
    other = make_case(team=team)
    form = writing("Belt liever niet.")
    signed_in.post(f"/cases/{case.pk}/note/", form)
    signed_in.post(f"/cases/{other.pk}/note/", form)
    signed_in.post(f"/cases/{case.pk}/note/", form | {"text": "Belt toch liever."})
    signed_in.post(f"/cases/{case.pk}/note/", form)
    assert Note.objects.count() == 3
    assert other.notes.get().text == "Belt liever niet."


def test_form_with_a_file_sent_twice_leaves_one_file_behind(
    signed_in, case, writing, kept, replies
):
    form = writing("Zie de brief.")
    for _ in range(2):
        signed_in.post(f"/cases/{case.pk}/reply/", form | {"files": upload()})
    assert len(replies()) == 1
    assert len(kept()) == 1


@pytest.mark.django_db(transaction=True)
def test_reply_taken_back_leaves_no_file_behind_and_says_so(
    signed_in, case, writing, kept, replies, seen
):
    make_house(undo_seconds=60)
    signed_in.post(f"/cases/{case.pk}/reply/", writing("Zie de brief.", files=upload()))
    back = f"/cases/{case.pk}/replies/{replies()[0].pk}/back/"
    page = signed_in.post(back, follow=True)
    assert kept() == []
    assert "De bestanden zijn er niet meer bij" in seen(page)


def test_disk_that_takes_no_files_is_said_and_the_text_stays(
    signed_in, case, writing, settings, tmp_path, seen, replies
):
    (tmp_path / "full").write_text("no folder")
    settings.MEDIA_ROOT = tmp_path / "full"
    form = writing("Zie de brief.", files=upload())
    page = signed_in.post(f"/cases/{case.pk}/reply/", form)
    assert page.status_code == 422
    assert "Zie de brief." in page.text
    assert "kunnen nu niet bewaard worden" in seen(page)
    assert replies() == []


@pytest.mark.parametrize("text", ["Dag\x00 mevrouw", "a" * 200_001])
def test_text_that_cannot_be_kept_is_not_checked_but_stays_in_the_box(signed_in, case, text):
    page = signed_in.post(f"/cases/{case.pk}/check/", {"text": text})
    assert page.status_code == 422
    assert text[-9:] in page.text
    assert not Draft.objects.exists()


def test_endless_bracket_is_looked_through_at_once():
    begun = perf_counter()
    assert blank_words("[" + "a" * 19_000 + " [dag en tijd] [1]") == ["[dag en tijd]"]
    assert perf_counter() - begun < 0.2


@pytest.mark.parametrize(
    "after", ["waiting_0_0001-01-01T00:00:00+14:00_1", "waiting_0_9999-12-31T23:59:59-14:00_1"]
)
def test_list_after_the_end_of_time_is_the_list(signed_in, case, after):
    page = signed_in.get("/", {"view": "all", "after": after})
    assert page.status_code == 200


@pytest.mark.parametrize(
    "path",
    ["cases/{}/", "cases/1/parts/{}/", "cases/1/readings/{}/", "files/{}/", "account/photo/{}/"],
)
def test_endless_number_is_not_there(signed_in, case, path):
    address = "/" + path.format("9" * 30).replace("cases/1/", f"cases/{case.pk}/")
    answer = (
        signed_in.post(address) if "parts" in path or "readings" in path else signed_in.get(address)
    )
    assert answer.status_code == 404


def test_number_of_a_form_is_no_way_to_somebody_elses_reply(signed_in, client, case, writing):
    form = writing("Ik zoek het voor u uit.", submission=str(uuid4()))
    signed_in.post(f"/cases/{case.pk}/reply/", form)
    stranger_case = make_case()
    client.force_login(make_agent(team=stranger_case.team))
    assert client.post(f"/cases/{stranger_case.pk}/reply/", form).status_code == 302
    assert stranger_case.messages.to_customers().count() == 1
