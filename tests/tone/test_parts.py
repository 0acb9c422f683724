"""A long message falls apart into its problems and questions."""

import pytest

from gehoord.tone import read


def parts(text):
    return [text[part.start : part.end] for part in read(text, lang="nl").parts]


def test_a_sentence_that_goes_on_belongs_to_its_problem():
    text = "Mijn pakket is niet bezorgd. Het zou gisteren komen. Daar heb ik vrij voor genomen."
    assert len(parts(text)) == 1


def test_a_question_about_the_same_thing_joins_its_problem():
    assert len(parts("Mijn factuur klopt niet. Kunt u dit aanpassen?")) == 1


def test_the_next_subject_is_the_next_part():
    assert parts("Mijn internet doet het niet. Daarnaast klopt de factuur van april niet.") == [
        "Mijn internet doet het niet.",
        "Daarnaast klopt de factuur van april niet.",
    ]


@pytest.mark.parametrize("marks", ["1. 2. 3.", "1) 2) 3)", "- - -", "a. b. c.", "* * *"])
def test_each_item_of_a_list_is_a_part(marks):
    one, two, three = marks.split()
    text = (
        f"{one} De koelkast bromt.\n{two} De nota klopt niet.\n{three} Waar is mijn oude koelkast?"
    )
    found = parts(text)
    assert len(found) == 3
    assert "bromt" in found[0]
    assert "oude koelkast" in found[2]


def test_two_problems_in_one_sentence_are_two_parts():
    assert parts("De factuur is dubbel betaald en de bezorging was te laat.") == [
        "De factuur is dubbel betaald",
        "en de bezorging was te laat.",
    ]


@pytest.mark.parametrize("text", [
    "Hartelijk dank voor de snelle hulp, groetjes Ineke", "Goedemiddag.", "Prima, tot dan.",
    "Ik ben zeer tevreden over de keuken.",
])  # fmt: skip
def test_greetings_and_thanks_are_no_part(text):
    assert parts(text) == []


def test_two_questions_are_two_parts():
    assert len(parts("Is de garantie overdraagbaar? Leveren jullie ook in België?")) == 2
