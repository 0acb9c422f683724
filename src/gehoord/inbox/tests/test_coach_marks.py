import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoord.cases.models import Draft
from gehoord.inbox.advice import Advice
from gehoord.inbox.coach_marks import in_utf16, pieces

pytestmark = pytest.mark.django_db
STOP = "Excuses voor het ongemak, maar het was druk."


def test_open_stop_asks_once_and_then_sends(signed_in, case, writing, seen, replies):
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


def test_reply_with_a_blank_is_not_sent_whatever_the_agent_confirms(
    signed_in, case, writing, seen, replies
):
    fields = writing("Wij bellen u op [dag en tijd] terug, [naam].", confirmed="yes", left="x")

    refused = signed_in.post(f"/cases/{case.pk}/reply/", fields)

    assert refused.status_code == 422
    assert "Nog niet verstuurd. Vul eerst in: [dag en tijd] , [naam]" in seen(refused)
    assert "Gebruik dan ronde haken" in seen(refused)
    assert "[naam].</textarea>" in refused.text
    assert replies() == []


def test_reply_goes_once_its_blanks_are_filled_in(signed_in, case, writing, replies):
    fields = writing("Wij bellen u op dinsdag om 14.00 uur terug (zie [1]).")

    assert signed_in.post(f"/cases/{case.pk}/reply/", fields).status_code == 302
    assert len(replies()) == 1


def test_blanks_come_before_the_question_about_a_stop(signed_in, case, writing, seen):
    answer = signed_in.post(f"/cases/{case.pk}/reply/", writing(f"{STOP} Tot [dag]."))

    assert "[dag]" in seen(answer)
    assert "Toch zo versturen?" not in seen(answer)


def test_note_with_a_blank_is_kept(signed_in, case, writing):
    assert signed_in.post(f"/cases/{case.pk}/note/", writing("Bel [wie?]")).status_code == 302


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


def test_text_cut_at_its_marks_and_blanks_is_the_same_text(case, noor):
    text = f"{STOP} Zoals ik al zei komt het [dag] zo snel mogelijk 😀."
    cut = pieces(text, Advice(case, noor, text).marks)

    assert "".join(words for _style, words in cut) == text
    assert ("blank", "[dag]") in cut


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


def test_coach_leaves_nothing_behind(signed_in, case, replies):
    signed_in.post(f"/cases/{case.pk}/coach/", {"text": STOP})

    assert not Draft.objects.exists()
    assert replies() == []
