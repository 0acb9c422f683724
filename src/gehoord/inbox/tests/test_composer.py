from uuid import uuid4

import pytest

from gehoord.cases.actions import save_draft, solve_case, take_back_reply
from gehoord.cases.models import Draft, Note
from tests.factories import make_agent, make_reply

pytestmark = pytest.mark.django_db


def test_reply_is_sent_and_the_draft_is_gone(signed_in, case, noor, writing, replies):
    save_draft(case=case, author=noor, mode=Draft.Mode.REPLY, text="Ik zoek")

    answer = signed_in.post(f"/cases/{case.pk}/reply/", writing("Ik zoek het voor u uit."))

    assert answer.url == f"/cases/{case.pk}/"
    assert [each.text for each in replies()] == ["Ik zoek het voor u uit."]
    assert not Draft.objects.exists()


def test_reply_sent_twice_is_one_reply(signed_in, case, writing, replies):
    fields = writing("Ik zoek het voor u uit.")

    signed_in.post(f"/cases/{case.pk}/reply/", fields)
    signed_in.post(f"/cases/{case.pk}/reply/", fields)

    assert len(replies()) == 1


def test_script_gets_a_new_form_number_after_sending(signed_in, case, writing):
    fields = writing("Ik zoek het voor u uit.")

    answer = signed_in.post(f"/cases/{case.pk}/reply/", fields, HTTP_X_FROM_SCRIPT="yes")

    assert answer.json()["submission"] != fields["submission"]


def test_reply_in_a_case_a_colleague_closed_keeps_the_text(
    signed_in, case, team, writing, seen, replies
):
    solve_case(case=case, by=make_agent(team=team))

    answer = signed_in.post(f"/cases/{case.pk}/reply/", writing("Mijn lange antwoord"))

    assert answer.status_code == 422
    assert "Een collega heeft deze zaak afgerond. Heropen hem om te antwoorden." in seen(answer)
    assert "Mijn lange antwoord" in answer.text
    assert replies() == []


@pytest.mark.parametrize("text", ["", "   \n\n "])
def test_empty_reply_is_not_sent(signed_in, case, writing, text, replies):
    assert signed_in.post(f"/cases/{case.pk}/reply/", writing(text)).status_code == 422
    assert replies() == []


def test_reply_that_is_too_long_is_refused_with_its_text_kept(
    signed_in, case, writing, seen, replies
):
    answer = signed_in.post(f"/cases/{case.pk}/reply/", writing("ab\r\n" * 7_000 + "slot"))

    assert answer.status_code == 422
    assert "21.004 tekens" in seen(answer)
    assert "slot</textarea>" in answer.text
    assert replies() == []


def test_line_ends_count_once_and_stay(signed_in, case, writing, replies):
    signed_in.post(f"/cases/{case.pk}/reply/", writing("Dag,\r\n\r\nIk bel u om 10.00 uur.\r\n"))

    assert replies()[0].text == "Dag,\n\nIk bel u om 10.00 uur."


def test_form_without_its_number_is_not_sent_and_keeps_the_text(signed_in, case):
    answer = signed_in.post(
        f"/cases/{case.pk}/reply/", {"text": "Mijn antwoord", "submission": "x"}
    )

    assert answer.status_code == 422
    assert "Mijn antwoord" in answer.text


# ── Drafts and notes ─────────────────────────────────────────────────────────────────────


def test_draft_is_kept_and_there_again_after_a_reload(signed_in, case):
    said = signed_in.post(
        f"/cases/{case.pk}/draft/", {"mode": "reply", "text": "Dag mevrouw,\nik"}
    ).json()["said"]

    assert said.startswith("Bewaard om ")
    assert "Dag mevrouw,\nik</textarea>" in signed_in.get(f"/cases/{case.pk}/").text


def test_draft_can_be_asked_for_after_a_quick_reload(signed_in, case):
    signed_in.post(f"/cases/{case.pk}/draft/", {"mode": "note", "text": "Net getypt"})

    assert signed_in.get(f"/cases/{case.pk}/draft/?mode=note").json() == {"text": "Net getypt"}
    assert signed_in.get(f"/cases/{case.pk}/draft/").json() == {"text": ""}


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


def test_note_mode_is_unmistakable_and_sends_no_message(signed_in, case, writing, seen, replies):
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


def test_own_reply_can_be_taken_back_and_is_a_draft_again(signed_in, case, noor, seen, replies):
    reply = make_reply(case=case, author=noor, text="Te snel")
    assert "gaat weg over" in seen(signed_in.get("/"))

    signed_in.post(f"/cases/{case.pk}/replies/{reply.pk}/back/")

    assert replies() == []
    assert "Te snel</textarea>" in signed_in.get(f"/cases/{case.pk}/").text


def test_reply_of_a_colleague_cannot_be_taken_back(signed_in, case, team, replies):
    reply = make_reply(case=case, author=make_agent(team=team))

    signed_in.post(f"/cases/{case.pk}/replies/{reply.pk}/back/")

    assert replies() == [reply]


def test_taking_back_a_reply_that_is_gone_changes_nothing(signed_in, case, noor):
    reply = make_reply(case=case, author=noor)
    take_back_reply(reply=reply, agent=noor)

    assert signed_in.post(f"/cases/{case.pk}/replies/{reply.pk}/back/").status_code == 302
    assert Draft.objects.count() == 1


def test_form_numbers_differ_per_page(signed_in, case):
    pages = [signed_in.get(f"/cases/{case.pk}/") for _ in range(2)]
    numbers = {page.context["page"].composer.submission for page in pages}

    assert len(numbers) == 2
    assert uuid4() not in numbers
