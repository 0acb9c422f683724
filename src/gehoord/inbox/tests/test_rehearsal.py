import pytest

from gehoord.accounts.actions import change_coach_help
from gehoord.accounts.models import CoachHelp
from gehoord.cases.models import Draft
from gehoord.coaching.actions import needs_of
from gehoord.inbox.rehearsal import NAMES, SENTENCES
from tests.factories import make_case

pytestmark = pytest.mark.django_db
ASKED = (
    "Belachelijk! Ik heb drie keer vrij genomen en niemand kwam. "
    "Wanneer krijg ik mijn geld terug, en kan ik ook kiezen voor een andere bank?"
)
CURT = "U had beter moeten lezen. Het komt zo snel mogelijk."


@pytest.fixture
def case(team):
    return make_case(team=team, text=ASKED)


def test_reply_is_told_in_words_and_with_its_own_words(signed_in, case, seen):
    answer = signed_in.post(f"/cases/{case.pk}/coach/", {"text": CURT, "rehearse": "yes"}).json()
    panel = answer["rehearsal"]

    assert "Wat dit antwoord met de klant doet" in panel
    assert "Dit kan steken" in panel
    assert "<q>U had beter moeten lezen" in panel
    assert not any(sign.isdigit() for sign in panel.partition("</h2>")[2] if sign not in "23")


def test_better_reply_hurts_less(signed_in, case):
    kind = (
        "U heeft drie keer voor niets vrij genomen, dat is heel vervelend. "
        "Ik maak uw geld dinsdag over en u hoort dan van mij. U kunt ook kiezen voor een andere bank."
    )
    answer = signed_in.post(f"/cases/{case.pk}/coach/", {"text": kind, "rehearse": "yes"}).json()

    assert "Dit geeft het de klant" in answer["rehearsal"]
    assert "Dit kan steken" not in answer["rehearsal"]


def test_nobody_is_rehearsed_unasked(signed_in, case):
    assert "rehearsal" not in signed_in.post(f"/cases/{case.pk}/coach/", {"text": CURT}).json()


def test_rehearsal_is_there_for_who_wants_no_tips(signed_in, noor, case):
    change_coach_help(agent=noor, coach_help=CoachHelp.OFF)

    answer = signed_in.post(f"/cases/{case.pk}/coach/", {"text": CURT, "rehearse": "yes"}).json()

    assert answer["marks"] == []
    assert "Dit kan steken" in answer["rehearsal"]


def test_without_a_script_it_comes_with_the_page_and_the_text_stays(signed_in, case, writing, seen):
    page = signed_in.post(f"/cases/{case.pk}/check/", writing(CURT, do="rehearse"))

    assert "Dit kan steken" in seen(page)
    assert f"{CURT}</textarea>" in page.text
    assert Draft.objects.get().text == CURT


def test_empty_reply_asks_for_words_first(signed_in, case, writing, seen):
    page = signed_in.post(f"/cases/{case.pk}/check/", writing("", do="rehearse"))

    assert "Schrijf eerst iets." in seen(page)


def test_there_is_a_sentence_for_whatever_a_reply_does_to_a_need():
    found = needs_of(draft=CURT, anger=3, thread=[("customer", ASKED)])

    assert found
    for need in found:
        assert (need.name, need.state) in SENTENCES
    assert {name for name, _state in SENTENCES} == set(NAMES)
    assert len(SENTENCES) == 3 * len(NAMES)
