import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gehoord.cases.actions import solve_case
from tests.factories import make_agent

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_file_goes_along_and_is_handed_out_inert(signed_in, case, writing, files, replies):
    upload = SimpleUploadedFile("foto van bed.png", PNG)
    signed_in.post(f"/cases/{case.pk}/reply/", writing("Zie de foto.", files=upload))
    attachment = replies()[0].attachments.get()

    answer = signed_in.get(f"/files/{attachment.pk}/")

    assert b"".join(answer.streaming_content) == PNG
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "foto van bed.png" in signed_in.get(f"/cases/{case.pk}/").text


def test_file_of_another_teams_case_does_not_exist(
    signed_in, client, case, writing, files, replies
):
    upload = SimpleUploadedFile("foto.png", PNG)
    signed_in.post(f"/cases/{case.pk}/reply/", writing("Zie de foto.", files=upload))
    attachment = replies()[0].attachments.get()
    client.force_login(make_agent())

    assert client.get(f"/files/{attachment.pk}/").status_code == 404


def test_pdf_is_not_named_as_something_a_browser_opens(signed_in, case, writing, files, replies):
    upload = SimpleUploadedFile("brief.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    signed_in.post(f"/cases/{case.pk}/reply/", writing("Zie de brief.", files=upload))

    answer = signed_in.get(f"/files/{replies()[0].attachments.get().pk}/")

    assert answer["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("virus.png", b"MZ\x90\x00" + b"\x00" * 50, "is iets anders dan de naam zegt"),
        ("leeg.txt", b"", "leeg"),
        ("groot.png", PNG * 100, "te groot"),
    ],
)
def test_file_we_do_not_send_is_refused_and_the_text_stays(
    signed_in, case, writing, files, settings, seen, name, content, words, replies
):
    settings.GEHOORD_MAX_FILE_BYTES = 1000
    fields = writing("Mijn antwoord", files=SimpleUploadedFile(name, content))

    answer = signed_in.post(f"/cases/{case.pk}/reply/", fields)

    assert answer.status_code == 422
    assert words in seen(answer)
    assert "Mijn antwoord</textarea>" in answer.text
    assert replies() == []
    assert not list(files.rglob("*.*"))


def test_six_files_are_too_many(signed_in, case, writing, files, seen, replies):
    uploads = [SimpleUploadedFile(f"{number}.png", PNG) for number in range(6)]

    answer = signed_in.post(f"/cases/{case.pk}/reply/", writing("Zie hier", files=uploads))

    assert "5 bestanden tegelijk" in seen(answer)
    assert replies() == []


def test_files_of_a_reply_that_could_not_be_sent_are_thrown_away(
    signed_in, case, team, writing, files
):
    solve_case(case=case, by=make_agent(team=team))
    upload = SimpleUploadedFile("foto.png", PNG)

    signed_in.post(f"/cases/{case.pk}/reply/", writing("Zie de foto.", files=upload))

    assert not list(files.rglob("*.png"))
