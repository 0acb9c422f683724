"""What a customer went through, told back in his own facts and in right clauses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoord.tone.coaching import Customer, Style, Turn, coach
from gehoord.tone.coaching.told import told
from gehoord.tone.coaching.told.clauses import addressed, told_in
from gehoord.tone.coaching.told.words import told_words

HAPPENINGS = told_words("nl").happenings
SAYS = [
    pytest.param(happening, *example, id=f"{happening.kind}: {example[0][:40]}")
    for happening in HAPPENINGS
    for example in happening.says
]
SILENT = [
    pytest.param(happening, message, id=f"{happening.kind}: {message[:40]}")
    for happening in HAPPENINGS
    for message in happening.silent
]
THEIRS = {"ik", "mij", "me", "mijn", "mn", "m'n", "jullie", "men"}
ANGRY = Customer(anger=3, emotion="anger")


def heard(*messages: str) -> list[Turn]:
    """A conversation: what the customer wrote, and what we wrote where it begins with >."""
    return [
        Turn("agent", text[1:]) if text.startswith(">") else Turn("customer", text)
        for text in messages
    ]


def clauses(*messages: str) -> list[str]:
    return [addressed(each.behind, is_formal=True) for each in told(heard(*messages))]


def rewrites(draft: str, *messages: str, customer: Customer = ANGRY, address="u") -> dict:
    found = coach(
        draft,
        customer=customer,
        thread=heard(*messages),
        lang="nl",
        style=Style(address=address),
        most=9,
    )
    return {finding.rule: finding.rewrite for finding in found}


@pytest.mark.parametrize(("happening", "message", "clause"), SAYS)
def test_what_a_message_tells_is_said_back_behind_dat(happening, message, clause):
    said = [addressed(each.behind, is_formal=True) for each in told_in(message, "nl")]
    assert clause in said, said
    assert happening.kind in [each.kind for each in told_in(message, "nl")]


@pytest.mark.parametrize(("happening", "message"), SILENT)
def test_question_negation_and_condition_tell_nothing(happening, message):
    assert happening.kind not in [each.kind for each in told_in(message, "nl")]


_MESSAGES = [text for happening in HAPPENINGS for text, _ in happening.says]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from(_MESSAGES), st.text(max_size=60)), min_size=1, max_size=4
    ).map(" ".join)
)
def test_no_word_of_the_customer_about_himself_is_left(message):
    for each in told(heard(message)):
        for clause in (each.main, each.behind):
            for is_formal in (True, False):
                said = addressed(clause, is_formal=is_formal)
                assert not THEIRS & set(said.lower().split()), said
                assert "{" not in said
                assert "  " not in said
                assert said == said.strip()


def test_main_clause_and_clause_behind_dat_have_their_own_word_order_and_address():
    (each,) = told(heard("Ik heb jullie al 3x gebeld over de factuur"))
    assert addressed(each.main, is_formal=True) == "u heeft drie keer gebeld"
    assert addressed(each.main, is_formal=False) == "je hebt drie keer gebeld"
    assert addressed(each.behind, is_formal=True) == "u drie keer heeft gebeld"
    assert addressed(each.behind, is_formal=False) == "je drie keer hebt gebeld"


def test_the_worst_and_most_exact_comes_first():
    assert clauses("Ik werk thuis. Mijn modem is kapot en de monteur kwam nu al 2 keer niet.") == [
        "de monteur twee keer niet kwam",
        "uw modem kapot is",
        "u thuis werkt",
    ]


def test_words_of_others_tell_nothing():
    assert clauses("De buurman zegt: 'ik heb al drie keer gebeld'.") == []
    assert clauses("Volgens jullie is mijn kast kapot.") == []
    assert clauses("Mijn pakket is niet geleverd, dat is mijn fout.") == []


def test_of_messages_we_answered_only_what_stays_true_is_told():
    before = "Ik wacht al drie weken en heb vier keer gebeld."
    assert clauses(before) == ["u vier keer heeft gebeld", "u al drie weken wacht"]
    assert clauses(before, ">Ik zoek het uit.", "En nu?") == ["u vier keer heeft gebeld"]


def test_the_last_message_knows_best():
    told_now = clauses("Ik heb twee keer gebeld.", ">Dank u.", "Ik heb nu vier keer gebeld.")
    assert told_now == ["u vier keer heeft gebeld"]


def test_blank_is_filled_in_with_what_the_customer_told():
    said = rewrites("Excuses voor het ongemak.", "Mijn kast kwam kapot aan.")
    assert said["EXC-01"] == "Het spijt me dat uw kast kapot aankwam"
    said = rewrites("Excuses voor het ongemak.", "Mijn kast kwam kapot aan.", address="je")
    assert said["EXC-01"] == "Het spijt me dat je kast kapot aankwam"


def test_what_nobody_told_stays_a_blank():
    said = rewrites("Excuses voor het ongemak.", "Schande!!")
    assert said["EXC-01"] == "Het spijt me dat [wat er misging]"


def test_what_is_not_ours_is_no_reason_for_an_apology():
    message = "Mijn fiets is gestolen."
    assert "[" in rewrites("Excuses voor het ongemak.", message)["EXC-01"]
    said = rewrites("U vult het formulier in. Dan kijk ik.", message)
    assert said["EMP-01"].startswith("Wat naar dat uw fiets is gestolen. ")


def test_no_two_rewrites_say_the_same():
    said = rewrites(
        "Excuses voor het ongemak. Ik begrijp uw frustratie. Ik bel u vrijdag.",
        "Mijn kast kwam kapot aan en niemand belde terug. Ik heb zes keer gemaild.",
    )
    texts = [text for text in said.values() if text]
    for fact in ("kapot", "terug", "zes keer"):
        assert sum(fact in text for text in texts) <= 1, texts


def test_what_the_reply_says_already_is_not_said_again():
    said = rewrites(
        "Uw kast kwam kapot aan. Excuses voor het ongemak. Vrijdag komt de nieuwe.",
        "Mijn kast kwam kapot aan.",
    )
    assert "kapot" not in said["EXC-01"]


@pytest.mark.parametrize(
    ("emotion", "message", "beginning"),
    [
        ("anger", "Mijn kast kwam kapot aan.", "Wat vervelend dat uw kast kapot aankwam. "),
        (
            "disappointment",
            "De tuinset is blauw ipv groen.",
            "Wat een teleurstelling dat de tuinset",
        ),
        ("sadness", "Mijn vaas kwam kapot aan.", "Wat verdrietig dat uw vaas kapot aankwam. "),
        ("sadness", "Mijn oma is overleden.", "Gecondoleerd met het verlies van uw oma. "),
        ("sadness", "Onze kat Mo is gestorven.", "Wat verdrietig dat uw kat Mo er niet meer is. "),
        ("fear", "Er is 2x 89 euro afgeschreven.", "U maakt zich zorgen over geld, en dat"),
        ("fear", "De machine lekt, met een baby in huis.", "Wat naar dat de machine lekt. Uw veil"),
        ("fear", "Mijn pakket is weg.", "U maakt zich zorgen, en dat begrijp ik: uw pakket"),
        ("powerlessness", "Ik kan niet inloggen.", "Wat vermoeiend dat u niet kunt inloggen. "),
        (
            "confusion",
            "Jullie zeggen elke keer iets anders.",
            "Wat lastig dat u steeds iets anders",
        ),
        (
            "anger",
            "Laat maar. Ik heb vier keer gebeld.",
            "Logisch dat u het wilt opgeven: u heeft vi",
        ),
    ],
)
def test_reply_begins_with_what_moves_the_customer(emotion, message, beginning):
    said = rewrites(
        "De chauffeur rijdt morgen om tien uur.", message, customer=Customer("", 2, emotion)
    )
    opening = said.get("EMP-01") or said["EMP-11"]
    assert opening.startswith(beginning), opening
    assert opening.endswith(" De chauffeur rijdt morgen om tien uur.")


def test_a_loss_is_answered_before_anything_else():
    said = rewrites(
        "Stuurt u de akte op?", "Mijn man Henk is in mei overleden.", customer=Customer()
    )
    assert said["EMP-11"] == "Gecondoleerd met het verlies van uw man Henk. Stuurt u de akte op?"


def test_words_of_the_agent_that_say_something_are_not_replaced():
    """The first has an apology and nothing else; the second tells of a breakdown."""
    empty, full = (
        "Ik bied u excuses aan voor het ongemak.",
        "Door de storing excuses voor de overlast.",
    )
    for draft, is_whole in ((empty, True), (full, False)):
        found = coach(draft, lang="nl", most=9)
        whole = [it for it in found if it.rewrite and (it.start, it.end) == (0, len(draft))]
        assert bool(whole) is is_whole, found


@pytest.mark.parametrize("message", ["", "?", "\n\n", "a" * 9000, "ik " * 2000, "😡" * 300])
def test_odd_messages_tell_nothing(message):
    assert told(heard(message)) == ()
