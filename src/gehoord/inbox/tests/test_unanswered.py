import pytest

from gehoord.accounts.actions import change_coach_help
from gehoord.accounts.models import CoachHelp
from tests.factories import make_case

pytestmark = pytest.mark.django_db
ASKED = "Waar blijft mijn bank? En wanneer krijg ik mijn geld terug voor de kapotte lamp?"


@pytest.fixture
def case(team):
    return make_case(team=team, text=ASKED)


def ask(client, case, text="", **more):
    return client.post(f"/cases/{case.pk}/coach/", {"text": text, **more}).json()


def test_what_is_not_answered_is_listed_in_the_customers_words(signed_in, case):
    found = ask(signed_in, case)

    assert len(found["unanswered"]) == 2
    assert all(part.rstrip("?. ") in ASKED for part in found["unanswered"])
    assert [line[:2] for line in found["skeleton"].splitlines()] == ["1.", "2."]
    assert found["skeleton"].count("[") == 2


def test_list_shrinks_as_the_reply_answers(signed_in, case):
    found = ask(signed_in, case, "De lamp mag u houden.")

    assert len(found["unanswered"]) == 1
    assert "bank" in found["unanswered"][0]


def test_insult_that_the_page_folds_is_not_in_the_list(signed_in, team):
    rude = "Ben je dom of zo, trut? Waar blijft mijn bank? En wanneer krijg ik mijn geld terug?"
    case = make_case(team=team, text=rude)

    assert case.messages.get().reading.is_shielded
    assert ask(signed_in, case)["unanswered"] == ["een punt in het verborgen bericht"]


def test_notes_and_who_switched_tips_off_have_no_list(signed_in, noor, case):
    assert ask(signed_in, case, mode="note")["unanswered"] == []

    change_coach_help(agent=noor, coach_help=CoachHelp.OFF)

    assert ask(signed_in, case)["unanswered"] == []


def test_lines_come_in_without_a_script_and_wait_to_be_filled(signed_in, case, writing, seen):
    listed = signed_in.post(f"/cases/{case.pk}/check/", writing("Dag mevrouw,"))
    page = signed_in.post(f"/cases/{case.pk}/check/", writing("Dag mevrouw,", do="answer"))
    text = page.context["page"].composer.text

    assert "Nog niet beantwoord" in seen(listed)
    assert text.startswith("Dag mevrouw,\n\n1. ")
    assert signed_in.post(f"/cases/{case.pk}/reply/", writing(text)).status_code == 422
