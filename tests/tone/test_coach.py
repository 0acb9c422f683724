"""The coach reads a draft: which words it marks, in which order, and what it leaves alone."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoord.tone.coaching import BLANK, Customer, Style, Turn, answer_line, coach, coach_rule_why
from gehoord.tone.coaching.advice import rules
from gehoord.tone.coaching.draft import Draft

ANGRY = Customer(name="De Wit", anger=3, emotion="anger")


def codes(draft: str, **more) -> list[str]:
    return [finding.rule for finding in coach(draft, **more)]


def test_as_i_said_before_gets_a_rewrite_that_fits_the_sentence():
    draft = "Beste Noor,\n\nZoals ik al zei, kost het vijf euro."
    finding = coach(draft)[0]
    assert (finding.rule, finding.level) == ("NEE-01", "stop")
    better = draft[: finding.start] + str(finding.rewrite) + draft[finding.end :]
    assert better == "Beste Noor,\n\nHet kost vijf euro."
    assert codes(better) == []


def test_three_findings_at_most_and_fewer_when_asked():
    draft = (
        "Rustig maar. Zoals ik al zei, kan dat niet. U had eerder moeten bellen. Dat is ons beleid."
    )
    assert len(coach(draft)) == 3
    assert len(coach(draft, most=1)) == 1
    assert len(coach(draft, most=50)) > 3


def test_safety_comes_first_then_starting_over_then_harm_then_empathy_then_the_rest():
    draft = (
        "Wij houden u op de hoogte. Rustig maar. Zoals ik al zei, kan dat niet. "
        "Kunt u uw verhaal nog een keer vertellen? Dan zetten wij u op de zwarte lijst."
    )
    assert codes(draft, most=5) == ["GRZ-12", "VST-07", "NEE-01", "EMP-05", "VST-03"]


def test_a_tip_never_takes_the_place_of_harm():
    draft = "Ik begrijp u. Ik begrijp het. Ik begrijp alles. Dat is ons beleid."
    assert codes(draft) == ["EIG-04", "EMP-08"]


def test_two_findings_never_stand_on_the_same_words():
    for finding, other in _pairs(
        coach("Sorry, maar u had de brief moeten lezen, helaas!!", most=20)
    ):
        assert finding.end <= other.start or other.end <= finding.start


def _pairs(findings):
    return [(a, b) for i, a in enumerate(findings) for b in findings[i + 1 :]]


@pytest.mark.parametrize(
    "quoted",
    [
        "Ik las „Rustig maar” in de brief.",
        "Ik las “Rustig maar” in de brief.",
        'Ik las "Rustig maar" in de brief.',
        "> Rustig maar\nDank voor uw brief.",
        "U schreef: rustig maar.\nDank voor uw brief.",
    ],
)
def test_words_of_somebody_else_are_left_alone(quoted):
    assert codes(quoted) == []


def test_safety_also_looks_inside_quotations():
    assert "GRZ-12" in codes('Ik zeg u: "Wij weten waar u woont."')


def test_a_rule_the_house_switched_off_is_silent():
    assert codes("Rustig maar.", style=Style(without=frozenset({"EMP-05"}))) == []


def test_first_answer_to_an_angry_customer_begins_with_what_happened():
    draft = "De lamp komt donderdag."
    assert codes(draft, customer=ANGRY) == ["EMP-01"]
    assert codes(draft) == []
    assert codes(draft, customer=ANGRY, thread=[Turn("agent", "Ik zoek het uit.")]) == []


def test_a_crisis_is_not_passed_over():
    thread = [Turn("customer", "Dan wil ik er niet meer zijn.")]
    assert codes("De lamp komt donderdag.", thread=thread)[0] == "GRZ-08"
    assert codes("Denkt u aan zelfmoord? Ik blijf bij u.", thread=thread) == []


def test_rewrites_speak_to_the_customer_as_the_draft_does():
    assert (
        coach("Je krijgt een lamp. Ik bel je terug.")[0].rewrite == "Ik bel je [dag en tijd] terug"
    )
    assert coach("U krijgt een lamp. Ik bel u terug.")[0].rewrite == "Ik bel u [dag en tijd] terug"


def test_unknown_things_are_visible_blanks():
    for draft in ("Excuses voor het ongemak.", "U hoort nog van ons.", "Daar ga ik niet over."):
        assert BLANK.search(str(coach(draft)[0].rewrite))


def test_a_good_reply_is_left_alone():
    draft = (
        "Beste mevrouw De Wit,\n\nU wacht al drie weken op de kast, dat is veel te lang. Het spijt me "
        "dat ik u niet belde. De kast komt maandag voor twaalf uur. Ik bel u maandag om drie uur om "
        "te horen of hij goed staat.\n\nMet vriendelijke groet,\nSam"
    )
    assert codes(draft, customer=ANGRY, channel="email", stage="plan") == []


def test_every_rule_can_say_why():
    for rule in rules():
        assert coach_rule_why(rule.code)
    with pytest.raises(KeyError):
        coach_rule_why("XYZ-99")


_PIECES = st.sampled_from([text for rule in rules() for text in (*rule.flagged, *rule.clean)])


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=4).map(" ".join)), st.integers(0, 4)
)
def test_any_text_gets_an_answer_with_offsets_inside_it(draft, anger):
    for finding in coach(draft, customer=Customer(name="İpek", anger=anger), most=9):
        assert 0 <= finding.start < finding.end <= len(draft)
        assert draft[finding.start : finding.end].strip()


@pytest.mark.parametrize(
    "draft", ["", " ", "\n\n", "Beste Noor,", "😀" * 50, "מתי זה מגיע?", "a" * 20_000]
)
def test_odd_drafts_are_fine(draft):
    assert isinstance(coach(draft, customer=ANGRY), list)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Beste Noor,\nIk bel. U wacht.", ["Ik bel.", "U wacht."]),
        ("Ik mail z.s.m. terug. Dank!", ["Ik mail z.s.m. terug.", "Dank!"]),
        ("Dat kost 3.50 euro. Ik bel u. Goed?", ["Dat kost 3.50 euro.", "Ik bel u.", "Goed?"]),
    ],
)
def test_a_draft_is_cut_into_sentences(text, sentences):
    assert [text[start:end] for start, end in Draft(text).sentences] == sentences


def test_answer_line_keeps_the_contract():
    request = {
        "id": 7,
        "draft": "Rustig maar.",
        "customer": {"name": "De Wit", "anger": 2, "emotion": None},
        "thread": [
            {"from": "customer", "text": "Schande!"},
            {"from": "agent", "text": "Ik zoek het uit."},
        ],
        "facts": {"order": 12},
    }
    answer = answer_line(request)
    assert answer["id"] == 7
    assert answer["findings"][0] == {
        "rule": "EMP-05",
        "level": "stop",
        "start": 0,
        "end": 11,
        "advice": answer["findings"][0]["advice"],
        "rewrite": "Ik luister",
    }
    assert answer_line({"draft": "Dank u."}) == {"findings": []}


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"draft": 3},
        {"draft": "x", "customer": "Jan"},
        {"draft": "x", "customer": {"anger": "veel"}},
        {"draft": "x", "thread": {}},
        {"draft": "x", "thread": [{"from": "robot", "text": "x"}]},
        {"draft": "x", "facts": [1]},
    ],
)
def test_a_bad_request_is_refused_with_a_reason(request_):
    with pytest.raises(ValueError, match=r"draft|customer|thread|facts"):
        answer_line(request_)


def test_command_answers_line_by_line():
    lines = [
        json.dumps({"id": 1, "draft": "Rustig maar."}),
        "{",
        json.dumps({"id": 3, "draft": "Dank u."}),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "gehoord.tone", "coach"],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert first["findings"][0]["rule"] == "EMP-05"
    assert second["line"] == 2
    assert third == {"id": 3, "findings": []}
