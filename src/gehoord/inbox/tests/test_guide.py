"""The guide as an agent sees it: one line, the card, its example, and the ways beside the stages."""

import re

import pytest

from gehoord.cases import actions
from gehoord.cases.guiding import Option, Path
from gehoord.cases.models import Case, Draft
from gehoord.cases.stages import Stage
from gehoord.coaching.actions import check_draft
from gehoord.coaching.blanks import blanks_in
from gehoord.inbox.guide import Guide
from gehoord.inbox.guide_cards import OF_PATHS, OF_STAGES
from tests.factories import make_case, make_customer_message, make_house, make_reply

pytestmark = pytest.mark.django_db
WAITING = (
    "Ik wacht al drie weken op mijn bed. Ik heb vier keer gebeld en niemand belt terug. "
    "Schandalig! En de rekening klopt ook niet."
)
MISSED_IN_A_BEGINNING = {"EMP-01", "VST-01"}
"""What a whole reply needs and the first words of one need not have."""
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


def example(case, noor, **where):
    return Guide(put(case, noor, **where), noor).example


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


def test_example_holds_what_the_customer_told(case, noor):
    assert example(case, noor, stage=Stage.APOLOGISE) == (
        "Het spijt me dat u 4 keer contact met ons moest opnemen en al 3 weken wacht."
    )
    assert "Beste Marieke Verhoeven, ik begrijp dat u 4 keer" in example(
        case, noor, stage=Stage.LISTEN
    )


def test_example_restates_in_the_customers_own_words(case, noor):
    words = example(case, noor, stage=Stage.RESTATE)

    assert words.splitlines()[1] == "1. “Ik wacht al drie weken op mijn bed”"
    assert words.endswith("Klopt dat?")


def test_example_takes_the_problems_that_an_agent_wrote_down(case, noor):
    actions.add_part(case=case, text="Bed drie weken te laat", by=noor)

    assert "1. Bed drie weken te laat\nKlopt dat?" in example(case, noor, stage=Stage.RESTATE)
    assert "1. Bed drie weken te laat: [wat ik doe], op [dag en tijd]" in example(
        case, noor, stage=Stage.PLAN
    )


def test_example_leaves_a_blank_where_nothing_is_known(team, noor):
    case = make_case(team=team, text="Dit kan echt niet. Schandalig!", name="")

    words = example(case, noor, stage=Stage.APOLOGISE)

    assert words == "Het spijt me dat [wat er gebeurde]."
    assert blanks_in(words)


@pytest.mark.parametrize(
    "text", ["Ik ben al 10 jaar klant.", "Ik ben al drie jaar lid en nu dit.", "Over twee weken!"]
)
def test_time_that_is_not_waiting_is_never_told_as_waiting(team, noor, text):
    case = make_case(team=team, text=text)

    assert example(case, noor, stage=Stage.APOLOGISE) == "Het spijt me dat [wat er gebeurde]."


def test_example_says_je_where_the_house_says_je(case, noor):
    make_house(form_of_address="je")

    assert "dat je 4 keer contact" in example(case, noor, stage=Stage.APOLOGISE)


def test_example_is_in_the_customers_language(team, noor):
    case = make_case(team=team, text="I have been waiting for three weeks and nobody called back!")

    assert example(case, noor, stage=Stage.APOLOGISE).startswith("I am sorry that")


def test_first_example_for_an_angry_customer_acknowledges_at_once(case, noor):
    assert now(case).stage == Stage.RECEIVE
    assert "Dat is erg vervelend." in Guide(now(case), noor).example


def test_shielded_words_are_not_repeated_in_the_example(team, noor):
    case = make_case(team=team, text="Jij bent een achterlijke mongool. De rekening klopt niet.")

    assert "mongool" not in example(case, noor, stage=Stage.RESTATE)


def filled_in(blank):
    """What an agent writes in a blank."""
    words = {
        "[dag en tijd]": "vrijdag 4 december om 10.00 uur",
        "[dag]": "vrijdag 4 december",
        "[wat ik doe]": "ik stuur een nieuw bed",
        "[nieuws]": "het bed staat in het magazijn in Zwolle",
        "[wat]": "een nieuw bed",
        "[wat en wanneer]": "maandag 7 december komt het geld",
        "[wat er is gedaan]": "het nieuwe bed is vanmorgen gebracht",
    }
    return words.get(blank[0], "het bed van eikenhout")


@pytest.mark.parametrize("says", ["u", "je"])
@pytest.mark.parametrize("where", [*OF_STAGES, *(path for path in OF_PATHS if path != "crisis")])
def test_examples_pass_the_coach(case, noor, where, says):
    make_house(form_of_address=says)
    place = {"path" if where in OF_PATHS else "stage": where}
    words = re.sub(r"\[[^]]+\]", filled_in, example(case, noor, **place))

    found = check_draft(
        draft=words,
        customer_name="Marieke Verhoeven",
        anger=1,
        stage=now(case).stage,
        thread=[("customer", WAITING), ("agent", "Dat is erg vervelend."), ("customer", "Ja.")],
    )

    seen = {finding.rule for finding in found if finding.level != "tip"}
    assert seen - MISSED_IN_A_BEGINNING == set()


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


# ── On the telephone ─────────────────────────────────────────────────────────────────────────


def test_phone_page_shows_card_key_words_and_stages(signed_in, case, noor, seen):
    put(case, noor, stage=Stage.APOLOGISE)

    text = seen(signed_in.get(f"/cases/{case.pk}/phone/"))

    assert "Zeg één keer sorry voor wat er misging." in text
    assert "Het spijt me dat u 4 keer contact met ons moest opnemen" in text
    assert "al drie weken" in text
    assert "Luisteren" in text
    assert "Opvolgen" in text


def test_words_on_the_phone_have_no_greeting_of_a_letter(signed_in, case, noor, seen):
    put(case, noor, stage=Stage.CONFIRM)

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


@pytest.mark.parametrize(
    "path",
    ["phone/", "phone/stage/", "phone/part/", "phone/clock/", "path/", "options/", "example/"],
)
def test_stranger_finds_nothing_of_the_guide(stranger, case, path):
    ask = stranger.get if path == "phone/" else stranger.post

    assert ask(f"/cases/{case.pk}/{path}").status_code == 404
