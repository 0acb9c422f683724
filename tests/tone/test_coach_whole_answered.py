"""A reply against what the customer brought up: what is answered, what is not, lines for the rest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoord.tone import Customer, Turn, coach, skeleton, unanswered

THREE = (
    "Geachte heer, mevrouw,\n\nTen eerste zit er een kras op de tafel. Ten tweede is mijn oude kast niet "
    "meegenomen. En dan nog iets: wanneer krijg ik de 40 euro bezorgkosten terug?\n\nMvg, P. de Rooij"
)


def asked(*texts: str) -> list[Turn]:
    return [Turn("customer", text) for text in texts]


def open_in(draft: str, thread: list[Turn]) -> list[str]:
    return [part.text for part in unanswered(draft, thread)]


def test_an_empty_draft_leaves_every_part_open_at_its_place_in_the_message():
    parts = unanswered("", asked(THREE))
    assert len(parts) == 3
    for part in parts:
        assert THREE[part.start : part.end] == part.text
        assert part.turn == 0
    assert "P. de Rooij" not in parts[-1].text


def test_a_word_for_the_same_thing_is_an_answer():
    left = open_in("De monteur repareert de beschadiging donderdag.", asked(THREE))
    # The day belongs to the repair, so it says nothing about when the money comes.
    assert [text.split()[0] for text in left] == ["Ten", "En"]


@pytest.mark.parametrize(
    "draft",
    [
        "1. Dat regel ik.\n2. Die haal ik op.\n3. Morgen.",
        "De tafel krijgt een nieuw blad, de kast haal ik op en de 40 euro staat er morgen.",
        "Ten eerste: een nieuw blad. Ten tweede: ik haal hem op. Ten derde: morgen.",
    ],
)
def test_numbers_and_words_answer_all_of_it(draft):
    assert open_in(draft, asked(THREE)) == []


def test_an_answer_of_the_sort_that_was_asked_for_counts():
    thread = asked("Wanneer komt de stoel? En kan ik ook met een cadeaubon betalen?")
    assert open_in("Dinsdag tussen 9 en 12 uur. Ja, dat kan.", thread) == []


def test_parts_of_every_message_since_our_last_reply_count():
    thread = [
        Turn("customer", "Mijn lamp is stuk."),
        Turn("agent", "De lamp is vandaag verstuurd."),
        Turn("customer", "Er zit een barst in de vaas."),
        Turn("customer", "En het kleed is te klein."),
    ]
    parts = unanswered("Dank voor uw bericht.", thread)
    assert [part.turn for part in parts] == [2, 3]


def test_a_message_of_ours_that_only_holds_the_line_answers_nothing():
    thread = [
        *asked(THREE),
        Turn("agent", "Ik zoek alles voor u uit en mail u vanmiddag."),
        Turn("customer", "Ok."),
    ]
    assert len(unanswered("Dank voor het wachten.", thread)) == 3
    answered = [
        *asked(THREE),
        Turn("agent", "De tafel en de kast regel ik, de bezorgkosten staan er morgen."),
        Turn("customer", "Ok."),
    ]
    assert unanswered("Dank voor het wachten.", answered) == ()


def test_nobody_who_speaks_of_dying_is_answered_point_by_point():
    assert unanswered("", asked("Ik zie geen uitweg meer. Ik wil er niet meer zijn.")) == ()
    assert skeleton("", asked("Ik zie geen uitweg meer. Ik wil er niet meer zijn.")) == ""


def test_lines_name_the_thing_as_the_customer_does():
    thread = asked(
        "1. Er zit een kras op de tafel.\n2. Mijn oude kast staat er nog.\n3. Wordt alles nog netjes?"
    )
    assert skeleton("Beste mevrouw De Rooij,", thread).split("\n") == [
        "1. Een kras op de tafel: [antwoord]",
        "2. Uw oude kast: [antwoord]",
        "3. ‘Wordt alles nog netjes’: [antwoord]",
    ]


def test_lines_speak_as_the_reply_does_and_go_on_with_its_list():
    thread = asked("Hoi, 3 dingen: mijn jas is te klein, de rits hapert en mijn korting ontbreekt.")
    assert "Je jas" in skeleton("Hoi Linda, dank je.", thread)
    begun = "Hoi Linda,\n\n1. De rits: ik stuur je een nieuwe.\n2. De korting: die krijg je terug."
    assert skeleton(begun, thread).startswith("3. ") or skeleton(begun, thread) == ""


def test_lines_never_repeat_abuse():
    thread = asked("De klootzak van een monteur liet een gat in de muur achter. Betaal je dat?")
    assert "klootzak" not in skeleton("", thread)


def test_a_partial_answer_is_marked_with_lines_for_the_rest():
    draft = (
        "Beste mevrouw De Rooij,\n\nDe monteur zet donderdag tussen 9 en 12 uur een nieuw blad op de "
        "tafel en daarna ziet hij er weer uit als nieuw.\n\nMet vriendelijke groet,\nSam"
    )
    (finding,) = [
        one
        for one in coach(draft, thread=asked(THREE), stage="stappen", most=20)
        if one.rule == "VST-05"
    ]
    better = draft[: finding.start] + str(finding.rewrite) + draft[finding.end :]
    assert "1. Uw oude kast: [antwoord]\n2. " in better
    assert better.endswith("Met vriendelijke groet,\nSam")


@pytest.mark.parametrize("stage", ["afsluiten", "opvolgen", "controle"])
def test_a_later_reply_need_not_answer_all_of_it_again(stage):
    draft = "De monteur was er en zette een nieuw blad op de tafel, is alles naar wens zo?"
    assert "VST-05" not in [
        one.rule for one in coach(draft, thread=asked(THREE), stage=stage, most=20)
    ]


def test_who_talks_live_answers_bit_by_bit():
    thread = asked(
        "De app loopt steeds vast.", "Mijn korting mist ook.", "En het saldo klopt niet."
    )
    draft = "De app heeft een fout die wij morgen voor 12 uur hersteld hebben, daarover krijg je een mail."
    assert "VST-05" not in [
        one.rule for one in coach(draft, thread=thread, channel="chat", most=20)
    ]


_PIECES = st.sampled_from(
    [
        "1. De kras op de tafel.", "- mijn jas", "Ten tweede is de kast stuk.", "Wanneer komt hij?", "\n\n",
        "Punten: a, b en de lamp is stuk, mijn kat.", "Mvg, İpek de Wit", "?", "“", "Die maakte lawaai.",
    ]
)  # fmt: skip
_TEXT = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=6).map(" ".join))
_THREAD = st.lists(st.builds(Turn, st.sampled_from(("customer", "agent")), _TEXT), max_size=5)


@settings(max_examples=60, deadline=None)
@given(_TEXT, _THREAD)
def test_any_text_gets_parts_inside_its_message(draft, thread):
    for part in unanswered(draft, thread):
        assert thread[part.turn].by == "customer"
        assert thread[part.turn].text[part.start : part.end] == part.text
        assert part.text.strip()
    assert skeleton(draft, thread).count("[antwoord]") <= len(unanswered(draft, thread))
    for finding in coach(draft, thread=thread, customer=Customer("A. de Wit", 2), most=50):
        assert 0 <= finding.start < finding.end <= len(draft)


def test_english_customers_get_lines_too():
    thread = asked(
        "Three things. 1. My table is scratched. 2. The driver was rude. 3. When do I get my £40 back?\n\n"
        "Kind regards, Anna Smith"
    )
    assert skeleton("", thread, lang="en").split("\n")[:2] == [
        "1. Your table: [answer]",
        "2. The driver: [answer]",
    ]
    left = unanswered("You get a new table on Friday.", thread, lang="en")
    assert [part.text[:2] for part in left] == ["2.", "3."]
