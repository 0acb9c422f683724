"""The card large, for an agent on the telephone with the customer."""

import pytest

from gehoord.cases import actions
from gehoord.cases.models import Case
from gehoord.cases.stages import Stage
from gehoord.inbox.guide import Guide
from tests.factories import make_case

pytestmark = pytest.mark.django_db
WAITING = (
    "Ik wacht al drie weken op mijn bed. Ik heb vier keer gebeld en niemand belt terug. "
    "Schandalig! En de rekening klopt ook niet."
)
LIFE = "Ik zie het niet meer zitten, ik wil niet meer leven."


@pytest.fixture
def case(team):
    return make_case(team=team, text=WAITING, sender="marieke")


def now(case):
    return Case.objects.get(pk=case.pk)


def test_phone_page_shows_card_key_words_and_stages(signed_in, case, noor, seen):
    actions.set_stage(case=case, stage=Stage.APOLOGISE, by=noor)

    text = seen(signed_in.get(f"/cases/{case.pk}/phone/"))

    assert "Zeg één keer sorry voor wat er misging." in text
    assert "Het spijt me dat u 4 keer contact met ons moest opnemen" in text
    assert "al drie weken" in text
    assert "Luisteren" in text
    assert "Opvolgen" in text


def test_words_on_the_phone_have_no_greeting_of_a_letter(signed_in, case, noor, seen):
    actions.set_stage(case=case, stage=Stage.CONFIRM, by=noor)

    text = seen(signed_in.get(f"/cases/{case.pk}/phone/"))

    assert "Klopt het zo? Wat wilt u er nog aan toevoegen?" in text
    assert "Beste" not in text


def test_clock_starts_shows_since_when_and_stops(signed_in, case, seen):
    started = signed_in.post(f"/cases/{case.pk}/phone/clock/", {"start": "yes"}, follow=True)
    assert "sinds" in seen(started)
    assert "Stop de klok" in seen(started)

    stopped = signed_in.post(f"/cases/{case.pk}/phone/clock/", {"stop": "yes"}, follow=True)
    assert "Start de klok" in seen(stopped)


def test_clock_is_kept_nowhere_but_in_the_agents_own_session(signed_in, case):
    signed_in.post(f"/cases/{case.pk}/phone/clock/", {"start": "yes"})

    assert not case.events.exclude(kind="opened").exists()
    assert f"phone-{case.pk}" in signed_in.session


def test_phone_page_notes_a_problem_and_sets_the_stage(signed_in, case, seen):
    signed_in.post(f"/cases/{case.pk}/phone/part/", {"text": "Bed te laat"})
    answer = signed_in.post(f"/cases/{case.pk}/phone/stage/", {"stage": "restate"}, follow=True)

    assert now(case).stage == Stage.RESTATE
    assert "1. Bed te laat" in Guide(now(case), answer.wsgi_request.user).example
    assert "Bed te laat" in seen(answer)


def test_phone_page_keeps_what_cannot_be_noted(signed_in, case):
    answer = signed_in.post(f"/cases/{case.pk}/phone/part/", {"text": "x" * 300})

    assert answer.status_code == 422
    assert "x" * 300 in answer.text


def test_phone_page_in_a_crisis_shows_the_help_lines_and_no_stages(signed_in, team, seen):
    case = make_case(team=team, text=LIFE)

    page = signed_in.get(f"/cases/{case.pk}/phone/")

    assert "0800-0113" in seen(page)
    assert 'id="call-stages"' not in page.text
