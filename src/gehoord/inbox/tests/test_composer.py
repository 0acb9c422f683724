from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from gehoord.cases.actions import save_draft, solve_case, take_back_reply
from gehoord.cases.models import Draft, Message, Note
from gehoord.inbox.coach_marks import blanks, in_utf16, pieces
from tests.factories import make_agent, make_case, make_reply

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
STOP = "Excuses voor het ongemak, maar het was druk."


@pytest.fixture
def case(team):
    return make_case(team=team)


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def replies():
    return list(Message.objects.to_customers())


def test_reply_is_sent_and_the_draft_is_gone(signed_in, case, noor, writing):
    save_draft(case=case, author=noor, mode=Draft.Mode.REPLY, text="Ik zoek")

    answer = signed_in.post(f"/cases/{case.pk}/reply/", writing("Ik zoek het voor u uit."))

    assert answer.url == f"/cases/{case.pk}/"
    assert [each.text for each in replies()] == ["Ik zoek het voor u uit."]
    assert not Draft.objects.exists()


def test_reply_sent_twice_is_one_reply(signed_in, case, writing):
    fields = writing("Ik zoek het voor u uit.")

    signed_in.post(f"/cases/{case.pk}/reply/", fields)
    signed_in.post(f"/cases/{case.pk}/reply/", fields)

    assert len(replies()) == 1


def test_script_gets_a_new_form_number_after_sending(signed_in, case, writing):
    fields = writing("Ik zoek het voor u uit.")

    answer = signed_in.post(f"/cases/{case.pk}/reply/", fields, HTTP_HX_REQUEST="true")

    assert answer.json()["submission"] != fields["submission"]


def test_reply_in_a_case_a_colleague_closed_keeps_the_text(signed_in, case, team, writing, seen):
    solve_case(case=case, by=make_agent(team=team))

    answer = signed_in.post(f"/cases/{case.pk}/reply/", writing("Mijn lange antwoord"))

    assert answer.status_code == 422
    assert "Een collega heeft deze zaak afgerond. Heropen hem om te antwoorden." in seen(answer)
    assert "Mijn lange antwoord" in answer.text
    assert replies() == []


@pytest.mark.parametrize("text", ["", "   \n\n "])
def test_empty_reply_is_not_sent(signed_in, case, writing, text):
    assert signed_in.post(f"/cases/{case.pk}/reply/", writing(text)).status_code == 422
    assert replies() == []


def test_reply_that_is_too_long_is_refused_with_its_text_kept(signed_in, case, writing, seen):
    answer = signed_in.post(f"/cases/{case.pk}/reply/", writing("ab\r\n" * 7_000 + "slot"))

    assert answer.status_code == 422
    assert "21.004 tekens" in seen(answer)
    assert "slot</textarea>" in answer.text
    assert replies() == []


def test_line_ends_count_once_and_stay(signed_in, case, writing):
    signed_in.post(f"/cases/{case.pk}/reply/", writing("Dag,\r\n\r\nIk bel u om 10.00 uur.\r\n"))

    assert replies()[0].text == "Dag,\n\nIk bel u om 10.00 uur."


def test_form_without_its_number_is_not_sent_and_keeps_the_text(signed_in, case):
    answer = signed_in.post(
        f"/cases/{case.pk}/reply/", {"text": "Mijn antwoord", "submission": "x"}
    )

    assert answer.status_code == 422
    assert "Mijn antwoord" in answer.text


# ── The coach ────────────────────────────────────────────────────────────────────────────


def test_open_stop_asks_once_and_then_sends(signed_in, case, writing, seen):
    fields = writing(STOP)

    asked = signed_in.post(f"/cases/{case.pk}/reply/", fields)
    sent = signed_in.post(f"/cases/{case.pk}/reply/", {**fields, "confirmed": "yes"})

    assert asked.status_code == 422
    assert "Toch zo versturen?" in seen(asked)
    assert f"{STOP}</textarea>" in asked.text
    assert sent.status_code == 302
    assert [each.text for each in replies()] == [STOP]


def test_stop_the_agent_left_on_purpose_does_not_ask_again(signed_in, case, writing):
    marks = signed_in.post(f"/cases/{case.pk}/coach/", {"text": STOP}).json()["marks"]
    left = " ".join(mark["rule"] for mark in marks)

    assert signed_in.post(f"/cases/{case.pk}/reply/", writing(STOP, left=left)).status_code == 302


def test_blank_that_is_not_filled_in_asks_once(signed_in, case, writing, seen):
    fields = writing("Wij bellen u op [dag en tijd] terug.")

    asked = signed_in.post(f"/cases/{case.pk}/reply/", fields)

    assert "Je moet [dag en tijd] nog invullen." in seen(asked)
    confirmed = {**fields, "confirmed": "yes"}
    assert signed_in.post(f"/cases/{case.pk}/reply/", confirmed).status_code == 302


def test_coach_counts_as_javascript_does(signed_in, case):
    text = f"Dag 😀👩‍👩‍👧 mevrouw. {STOP}"

    marks = signed_in.post(f"/cases/{case.pk}/coach/", {"text": text}).json()["marks"]

    units = text.encode("utf-16-le")
    cut = [units[2 * m["start"] : 2 * m["end"]].decode("utf-16-le") for m in marks]
    assert any(words.startswith("Excuses") for words in cut)
    assert 1 <= len(marks) <= 3


@given(st.text(), st.integers(min_value=0, max_value=50))
def test_position_for_javascript_cuts_at_the_same_character(text, position):
    position = min(position, len(text))
    units = text.encode("utf-16-le", "surrogatepass")
    cut = units[: 2 * in_utf16(text, position)].decode("utf-16-le", "surrogatepass")
    assert cut == text[:position] or any("\ud800" <= each <= "\udfff" for each in text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("op [dag en tijd] en [naam]", ["[dag en tijd]", "[naam]"]),
        ("zie [1] en []", []),
        ("geen", []),
    ],
)
def test_blanks_are_what_only_the_agent_knows(text, found):
    assert blanks(text) == found


def test_text_cut_at_its_marks_is_the_same_text(case):
    from gehoord.inbox.coach_marks import marks_for

    text = f"{STOP} Zoals ik al zei komt het zo snel mogelijk 😀."
    assert "".join(words for _style, words in pieces(text, marks_for(case, text))) == text


def test_checking_without_a_script_lists_the_advice_and_keeps_the_text(
    signed_in, case, writing, seen
):
    answer = signed_in.post(f"/cases/{case.pk}/check/", writing(STOP))

    assert answer.status_code == 200
    assert "Stop even" in seen(answer)
    assert f"{STOP}</textarea>" in answer.text
    assert Draft.objects.get().text == STOP


def test_advice_can_be_taken_without_a_script(signed_in, case, writing):
    text = "U krijgt het zo snel mogelijk terug."
    marks = signed_in.post(f"/cases/{case.pk}/coach/", {"text": text}).json()["marks"]
    mark = next(each for each in marks if each["rewrite"])

    answer = signed_in.post(
        f"/cases/{case.pk}/check/", writing(text, take=f"{mark['rule']} {mark['start']}")
    )

    expected = text[: mark["start"]] + mark["rewrite"] + text[mark["end"] :]
    assert f"{expected}</textarea>" in answer.text


def test_coach_leaves_nothing_behind(signed_in, case):
    signed_in.post(f"/cases/{case.pk}/coach/", {"text": STOP})

    assert not Draft.objects.exists()
    assert replies() == []


# ── Drafts and notes ─────────────────────────────────────────────────────────────────────


def test_draft_is_kept_and_there_again_after_a_reload(signed_in, case):
    said = signed_in.post(
        f"/cases/{case.pk}/draft/", {"mode": "reply", "text": "Dag mevrouw,\nik"}
    ).json()["said"]

    assert said.startswith("Bewaard om ")
    assert "Dag mevrouw,\nik</textarea>" in signed_in.get(f"/cases/{case.pk}/").text


def test_draft_is_only_the_authors_own(signed_in, client, case, team):
    signed_in.post(f"/cases/{case.pk}/draft/", {"mode": "reply", "text": "Mijn woorden"})
    client.force_login(make_agent(team=team))

    assert "Mijn woorden" not in client.get(f"/cases/{case.pk}/").text


def test_late_save_does_not_bring_a_sent_reply_back_as_draft(signed_in, case, writing):
    fields = writing("Ik zoek het voor u uit.")
    signed_in.post(f"/cases/{case.pk}/reply/", fields)

    signed_in.post(f"/cases/{case.pk}/draft/", {**fields, "mode": "reply"})

    assert not Draft.objects.exists()


def test_note_and_reply_keep_separate_drafts(signed_in, case):
    signed_in.post(f"/cases/{case.pk}/draft/", {"mode": "reply", "text": "voor de klant"})
    signed_in.post(f"/cases/{case.pk}/draft/", {"mode": "note", "text": "voor ons"})

    assert "voor de klant</textarea>" in signed_in.get(f"/cases/{case.pk}/").text
    assert "voor ons</textarea>" in signed_in.get(f"/cases/{case.pk}/?mode=note").text


def test_note_mode_is_unmistakable_and_sends_no_message(signed_in, case, writing, seen):
    page = signed_in.get(f"/cases/{case.pk}/?mode=note")
    signed_in.post(f"/cases/{case.pk}/note/", writing("Alleen voor ons"))

    assert "composer--note" in page.text
    assert "de klant ziet dit niet" in seen(page)
    assert Note.objects.get().text == "Alleen voor ons"
    assert replies() == []


def test_empty_note_is_not_kept(signed_in, case, writing):
    assert signed_in.post(f"/cases/{case.pk}/note/", writing("  ")).status_code == 422
    assert not Note.objects.exists()


# ── Taking back ──────────────────────────────────────────────────────────────────────────


def test_own_reply_can_be_taken_back_and_is_a_draft_again(signed_in, case, noor, seen):
    reply = make_reply(case=case, author=noor, text="Te snel")
    assert "gaat weg over" in seen(signed_in.get("/"))

    signed_in.post(f"/cases/{case.pk}/replies/{reply.pk}/back/")

    assert replies() == []
    assert "Te snel</textarea>" in signed_in.get(f"/cases/{case.pk}/").text


def test_reply_of_a_colleague_cannot_be_taken_back(signed_in, case, team):
    reply = make_reply(case=case, author=make_agent(team=team))

    signed_in.post(f"/cases/{case.pk}/replies/{reply.pk}/back/")

    assert replies() == [reply]


def test_taking_back_a_reply_that_is_gone_changes_nothing(signed_in, case, noor):
    reply = make_reply(case=case, author=noor)
    take_back_reply(reply=reply, agent=noor)

    assert signed_in.post(f"/cases/{case.pk}/replies/{reply.pk}/back/").status_code == 302
    assert Draft.objects.count() == 1


# ── Files ────────────────────────────────────────────────────────────────────────────────


def test_file_goes_along_and_is_handed_out_inert(signed_in, case, writing, files):
    upload = SimpleUploadedFile("foto van bed.png", PNG)
    signed_in.post(f"/cases/{case.pk}/reply/", writing("Zie de foto.", files=upload))
    attachment = replies()[0].attachments.get()

    answer = signed_in.get(f"/files/{attachment.pk}/")

    assert b"".join(answer.streaming_content) == PNG
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "foto van bed.png" in signed_in.get(f"/cases/{case.pk}/").text


def test_file_of_another_teams_case_does_not_exist(signed_in, client, case, writing, files):
    upload = SimpleUploadedFile("foto.png", PNG)
    signed_in.post(f"/cases/{case.pk}/reply/", writing("Zie de foto.", files=upload))
    attachment = replies()[0].attachments.get()
    client.force_login(make_agent())

    assert client.get(f"/files/{attachment.pk}/").status_code == 404


def test_pdf_is_not_named_as_something_a_browser_opens(signed_in, case, writing, files):
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
    signed_in, case, writing, files, settings, seen, name, content, words
):
    settings.GEHOORD_MAX_FILE_BYTES = 1000
    fields = writing("Mijn antwoord", files=SimpleUploadedFile(name, content))

    answer = signed_in.post(f"/cases/{case.pk}/reply/", fields)

    assert answer.status_code == 422
    assert words in seen(answer)
    assert "Mijn antwoord</textarea>" in answer.text
    assert replies() == []
    assert not list(files.rglob("*.*"))


def test_six_files_are_too_many(signed_in, case, writing, files, seen):
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


def test_form_numbers_differ_per_page(signed_in, case):
    pages = [signed_in.get(f"/cases/{case.pk}/") for _ in range(2)]
    numbers = {page.context["page"].composer.submission for page in pages}

    assert len(numbers) == 2
    assert uuid4() not in numbers
