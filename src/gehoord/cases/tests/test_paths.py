"""The ways beside the stages: a life in danger, venting, giving up, and the same no again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.cases import actions
from gehoord.cases.actions import guiding
from gehoord.cases.guiding import Option, Path
from gehoord.cases.models import Case, Event
from gehoord.cases.stages import Stage
from gehoord.coaching.models import Reading
from tests.factories import make_agent, make_customer_message, make_reply, make_team

pytestmark = pytest.mark.django_db
SENDER = "marieke"
ANGRY = "Dit is echt schandalig! Al drie weken wacht ik op mijn bed en niemand belt terug!"
SUMMARY = "U wacht drie weken op uw bed en niemand belde terug. Mis ik nog iets?"
READ = {
    "language": "nl",
    "anger": 0,
    "anger_score": 0.1,
    "emotion": "sadness",
    "abuse": "none",
    "target": "none",
    "intent": "none",
    "next_step": "crisis_care",
    "engine_version": "test",
}
LIFE = "Ik zie het niet meer zitten, ik wil niet meer leven."


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def noor(team):
    return make_agent(team=team)


@pytest.fixture
def says(team):
    """The customer says something; gives the case as it is then."""

    def say(text, **more):
        return make_customer_message(team=team, text=text, sender=SENDER, **more).case

    return say


@pytest.fixture
def answers(noor):
    """We answer and the answer leaves; gives the case as it is then."""

    def answer(case, text):
        reply = make_reply(case=case, author=noor, text=text)
        actions.mark_sent(reply=reply)
        return now(case)

    return answer


def now(case):
    return Case.objects.get(pk=case.pk)


def test_message_in_which_a_life_may_be_in_danger_replaces_everything(says, answers, noor):
    case = says(LIFE)
    assert (case.path, case.is_in_crisis) == (Path.CRISIS, True)

    assert answers(case, SUMMARY).stage == Stage.RECEIVE
    assert says("Ja, dat klopt.").path == Path.CRISIS
    actions.set_path(case=case, path=Path.NONE, by=noor)

    assert not now(case).is_in_crisis


def test_danger_counts_also_when_the_message_was_under_way_during_a_correction(says, noor):
    case = says("Waar blijft mijn bed?")
    actions.set_stage(case=case, stage=Stage.LISTEN, by=noor)

    late = says(LIFE, written_at=timezone.now() - timedelta(minutes=5))

    assert late.is_in_crisis


def test_suspicion_that_is_only_learned_asks_a_person_and_stops_nothing(says, answers, noor):
    case = answers(says(ANGRY), SUMMARY)
    learned = Reading.objects.create(
        **{**READ, "is_crisis": True},
        evidence=[{"start": 0, "end": 2, "label": "crisis", "rule": "nl.learned.crisis"}],
    )
    message = case.messages.from_customers().get()
    guiding.follow_customer(case=case, message=message, reading=learned)

    assert (case.path, case.is_in_crisis) == (Path.CONCERN, False)
    case.save()
    assert says("Ja, dat klopt.").stage == Stage.APOLOGISE
    assert now(case).path == Path.CONCERN
    assert not actions.set_path(case=case, path=Path.NONE, by=noor).path


def test_short_outburst_is_not_yet_a_story_that_asks_nothing(says):
    assert says("Ik ben al drie jaar lid en nu dit.").path == Path.NONE
    assert (
        says("Toeval zeker? Belachelijk is het, sinds die meter er hangt is alles duurder.").path
        == ""
    )


def test_who_only_vents_is_thanked_and_the_case_closes(says, answers):
    case = says("U hoeft er niks mee, maar wat was dat een waardeloze middag bij jullie.")
    assert case.path == Path.VENT_ONLY

    case = answers(case, "Wat vervelend. Dank u wel dat u mij dit vertelt.")

    assert (case.stage, case.path) == (Stage.CLOSE, Path.VENT_ONLY)


def test_problem_named_later_ends_the_path_of_venting(says):
    says("U hoeft er niks mee, maar wat was dat een waardeloze middag.")

    case = says("Mijn bestelling is kapot aangekomen en ik wil een nieuwe.")

    assert case.path == Path.NONE


def test_laat_maar_is_asked_about_once(says, answers):
    case = says("Laat maar, ik zoek het zelf wel uit.")
    assert case.path == Path.GAVE_UP

    assert answers(case, "Ik regel het graag alsnog voor u.").path == Path.ASKED_ONCE
    case = says("Nee, laat maar zitten.")

    assert (case.path, case.stage) == (Path.NONE, Stage.CLOSE)


def test_reply_that_was_under_way_when_the_customer_gave_up_asked_nothing(says, answers, noor):
    case = says(ANGRY)
    reply = make_reply(case=case, author=noor, text="Ik kijk het na.")
    says("Laat maar.")

    actions.mark_sent(reply=reply)

    assert now(case).path == Path.GAVE_UP


def test_same_no_three_times_leads_to_a_polite_end(says, answers, noor):
    case = says(ANGRY)
    answers(case, "Ik begrijp het. Ik stuur u vrijdag een nieuw bed.")
    actions.set_stage(case=case, stage=Stage.ACT, by=noor)
    paths = []
    for _round in range(3):
        case = says("Daar ga ik niet mee akkoord, ik wil gewoon mijn geld terug.")
        paths.append((case.rounds, case.path))
        answers(case, "Ik begrijp het. Ik stuur u vrijdag een nieuw bed.")

    assert paths == [(1, ""), (2, "stalemate"), (3, "parting")]
    assert says("Vooruit dan maar, doe dat maar.").path == Path.NONE


def test_options_are_kept_and_all_of_them_mean_a_polite_end(says, noor):
    case = says(ANGRY)
    actions.set_path(case=case, path=Path.STALEMATE, by=noor)

    case = actions.note_options(case=case, options=[Option.REFUND, Option.REPAIR], by=noor)
    assert (case.options, case.path) == (["refund", "repair"], Path.STALEMATE)
    case = actions.note_options(case=case, options=list(Option), by=noor)

    assert case.path == Path.PARTING


def test_paths_are_forgotten_with_the_readings_they_come_from(says):
    case = says(LIFE, written_at=timezone.now() - timedelta(days=40))
    Event.objects.update(at=timezone.now() - timedelta(days=40))

    actions.forget_old_readings()

    assert now(case).path == Path.NONE
    assert not case.events.filter(kind=Event.Kind.PATH).exists()
