"""The guide as an agent sees it: one line, the card, its example, and the ways beside the stages."""

import re

import pytest

from gehoord.cases import actions
from gehoord.cases.guiding import Option, Path
from gehoord.cases.models import Case, Draft
from gehoord.cases.stages import Stage
from gehoord.inbox.guide_cards import OF_PATHS, OF_STAGES
from tests.factories import make_case, make_customer_message, make_reply

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


def put(case, noor, stage=None, path=None):
    """The case in a stage or on a path, set by hand."""
    if stage is not None:
        actions.set_stage(case=case, stage=stage, by=noor)
    if path is not None:
        actions.set_path(case=case, path=path, by=noor)
    return now(case)


def test_case_shows_one_line_and_a_card_that_opens_without_a_script(signed_in, case, noor, seen):
    put(case, noor, stage=Stage.APOLOGISE)

    page = signed_in.get(f"/cases/{case.pk}/")

    assert "zeg één keer sorry voor wat er misging. Dan een punt." in seen(page)
    card = re.search(r'<details class="guide"[^>]*>', page.text)
    assert card is not None
    assert " open" not in card[0]
    assert "Liever niet: ‘Maar’, een uitleg, of excuses voor het ongemak." in seen(page)
    assert "Klaar als het excuus is verstuurd, of er was geen fout." in seen(page)


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_card(signed_in, case, noor, seen, stage):
    put(case, noor, stage=stage)

    text = seen(signed_in.get(f"/cases/{case.pk}/"))

    assert "Liever niet:" in text
    assert str(OF_STAGES[stage].do[0]) in text


@pytest.mark.parametrize("path", [path for path in Path if path])
def test_every_path_has_a_card_that_goes_before_the_stage(signed_in, case, noor, seen, path):
    put(case, noor, stage=Stage.PLAN, path=path)

    text = seen(signed_in.get(f"/cases/{case.pk}/"))

    assert str(OF_PATHS[path].do[0]) in text
    assert str(OF_STAGES[Stage.PLAN].do[0]) not in text


def test_example_goes_into_the_reply_behind_what_was_written(signed_in, case, noor):
    put(case, noor, stage=Stage.APOLOGISE)
    actions.save_draft(case=case, author=noor, mode=Draft.Mode.REPLY, text="Dag mevrouw,")

    answer = signed_in.post(f"/cases/{case.pk}/example/")

    assert answer.url == f"/cases/{case.pk}/#text"
    draft = Draft.objects.get().text
    assert draft.startswith("Dag mevrouw,\n\nHet spijt me dat u 4 keer")


# ── The ways beside the stages ───────────────────────────────────────────────────────────────


def test_crisis_replaces_the_stages_by_one_open_card(signed_in, team, seen):
    case = make_case(team=team, text=LIFE)

    page = signed_in.get(f"/cases/{case.pk}/")

    assert all(words in seen(page) for words in ("0800-0113", "113.nl", "112", "1813"))
    assert "Bel je teamleider. Je doet dit niet alleen." in seen(page)
    assert 'id="guide-crisis"' in page.text
    assert 'id="stage-list"' not in page.text


def test_agent_says_that_no_life_is_in_danger(signed_in, team, noor, seen):
    case = make_case(team=team, text=LIFE)

    page = signed_in.post(f"/cases/{case.pk}/path/", {"path": ""}, follow=True)

    assert not now(case).is_in_crisis
    assert "Noor noteerde dat er geen leven in gevaar is." in seen(page)
    assert 'id="stage-list"' in page.text


def test_suspicion_stands_open_with_the_message_and_waits_for_a_decision(
    signed_in, case, noor, seen
):
    message = case.messages.get()
    put(case, noor, stage=Stage.LISTEN, path=Path.CONCERN)
    case.events.filter(kind="path").update(details={"to": "concern", "message": message.pk})

    page = signed_in.get(f"/cases/{case.pk}/")
    assert 'id="guide-concern" data-keyed open' in page.text
    assert f'href="#message-{message.pk}"' in page.text
    assert 'id="stage-list"' in page.text

    page = signed_in.post(f"/cases/{case.pk}/path/", {"path": "crisis"}, follow=True)
    assert "0800-0113" in seen(page)


def test_options_are_ticked_and_stay_for_a_colleague(signed_in, case, noor, seen):
    put(case, noor, path=Path.STALEMATE)

    signed_in.post(f"/cases/{case.pk}/options/", {"options": ["refund", "repair"]})
    page = signed_in.get(f"/cases/{case.pk}/").text

    assert now(case).options == ["refund", "repair"]
    assert re.findall(r'value="(\w+)" checked', page) == ["refund", "repair"]


def test_everything_offered_leads_to_a_polite_end_with_the_complaints_route(
    signed_in, case, noor, seen
):
    put(case, noor, path=Path.STALEMATE)

    page = signed_in.post(f"/cases/{case.pk}/options/", {"options": Option.values}, follow=True)

    assert now(case).path == Path.PARTING
    assert "Noem de klachtroute. De klant krijgt geen aantekening." in seen(page)


@pytest.mark.parametrize(
    ("page", "fields"), [("path", {"path": "straf"}), ("options", {"options": ["geld"]})]
)
def test_card_or_option_that_does_not_exist_changes_nothing(signed_in, case, page, fields):
    refused = signed_in.post(f"/cases/{case.pk}/{page}/", fields, HTTP_X_FROM_SCRIPT="yes")

    assert refused.status_code == 422
    assert (now(case).path, now(case).options) == ("", [])


def test_abuse_of_the_agent_keeps_the_stage_and_says_that_a_limit_may_go_along(
    signed_in, case, noor, seen
):
    put(case, noor, stage=Stage.PLAN)
    make_customer_message(team=case.team, text="Jij bent een achterlijke idioot.", sender="marieke")

    text = seen(signed_in.get(f"/cases/{case.pk}/"))

    assert now(case).stage == Stage.PLAN
    assert "De klant richt zich op jou. De fase blijft en de zaak gaat door." in text


def test_case_put_aside_asks_to_explain_the_wait(signed_in, case, noor, seen):
    actions.hold_case(case=case, by=noor)

    text = seen(signed_in.get(f"/cases/{case.pk}/"))

    assert "Deze zaak wacht op iets anders. Vertel de klant waarop, en tot wanneer." in text


# ── What moved it ────────────────────────────────────────────────────────────────────────────


def test_timeline_says_with_which_words_the_stage_moved(signed_in, case, noor, seen):
    put(case, noor, stage=Stage.CONFIRM)
    make_customer_message(
        team=case.team, text="Ja, dat klopt. Fijn dat er iemand leest.", sender="marieke"
    )

    text = seen(signed_in.get(f"/cases/{case.pk}/"))

    assert "Bevestigd met “Ja, dat klopt”. De fase is nu Excuus." in text


def test_timeline_is_quiet_about_the_first_answer(signed_in, case, noor, seen):
    actions.mark_sent(reply=make_reply(case=case, author=noor, text="Ik zoek het uit."))

    assert now(case).stage == Stage.LISTEN
    assert "De fase is nu" not in seen(signed_in.get(f"/cases/{case.pk}/"))


def test_words_of_a_shielded_message_are_not_quoted_in_the_timeline(signed_in, case, noor, seen):
    put(case, noor, stage=Stage.CONFIRM)
    make_customer_message(
        team=case.team, text="Ja dat klopt, achterlijke mongool die je bent!", sender="marieke"
    )

    moved = re.findall(
        r'<li class="event".*?</li>', signed_in.get(f"/cases/{case.pk}/").text, re.DOTALL
    )

    assert any("De fase is nu Excuus." in each for each in moved)
    assert not any("mongool" in each or "klopt" in each for each in moved)


@pytest.mark.parametrize(
    "path",
    ["phone/", "phone/stage/", "phone/part/", "phone/clock/", "path/", "options/", "example/"],
)
def test_stranger_finds_nothing_of_the_guide(stranger, case, path):
    ask = stranger.get if path == "phone/" else stranger.post

    assert ask(f"/cases/{case.pk}/{path}").status_code == 404
