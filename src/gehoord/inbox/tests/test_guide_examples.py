"""The example of the card: this case's facts, blanks for the rest, and nothing the coach stops."""

import re

import pytest

from gehoord.cases import actions
from gehoord.cases.models import Case
from gehoord.cases.stages import Stage
from gehoord.coaching.actions import check_draft
from gehoord.coaching.blanks import blanks_in
from gehoord.inbox.guide import Guide
from gehoord.inbox.guide_cards import OF_PATHS, OF_STAGES
from tests.factories import make_case, make_house

pytestmark = pytest.mark.django_db
WAITING = (
    "Ik wacht al drie weken op mijn bed. Ik heb vier keer gebeld en niemand belt terug. "
    "Schandalig! En de rekening klopt ook niet."
)
MISSED_IN_A_BEGINNING = {"EMP-01", "VST-01"}
"""What a whole reply needs and the first words of one need not have."""


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
