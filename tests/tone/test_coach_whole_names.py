"""The customer's name in a reply: spelt as they spell it, used now and then; u or je as they do."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoord.tone import Customer, Style, Turn, coach
from gehoord.tone.coaching.whole.names import name_of, signed


def found(draft: str, rule: str, *, name: str = "", thread: list[Turn] | None = None, **more):
    findings = coach(draft, customer=Customer(name), thread=thread or [], most=50, **more)
    return [(draft[one.start : one.end], one.rewrite) for one in findings if one.rule == rule]


SIGNED = [
    Turn(
        "customer",
        "Waar blijft mijn kast?\n\nMet vriendelijke groet,\nAnnemiek van der Schoot-Wijngaarden",
    )
]


@pytest.mark.parametrize(
    ("draft", "wrong", "right"),
    [
        ("Beste Annemiek van de Schoot, de kast komt.", "van de Schoot", "Van der Schoot-Wijngaarden"),
        ("Beste mevrouw Van der Schot, de kast komt.", "Schot", "Schoot"),
        ("Dag mevrouw Wijngaard, de kast komt.", "Wijngaard", "Wijngaarden"),
        ("Dag Annemieke, de kast komt.", "Annemieke", "Annemiek"),
        ("Goedemiddag, de kast komt morgen, mevrouw Schooot.", "Schooot", "Schoot"),
    ],
)  # fmt: skip
def test_a_slip_in_the_name_gets_the_customers_own_spelling(draft, wrong, right):
    assert (wrong, right) in found(draft, "NAM-04", name="A. van der Schoot", thread=SIGNED) or (
        right.startswith("Van") and found(draft, "NAM-04", name="A. van der Schoot", thread=SIGNED)
    )


@pytest.mark.parametrize(
    "draft",
    [
        "Beste mevrouw Van der Schoot, de kast komt.",
        "Beste mevrouw van der Schoot-Wijngaarden, de kast komt.",
        "Dag mevrouw Wijngaarden, de kast komt.",
        "Dag Annemiek, de kast komt.",
        "DAG ANNEMIEK, de kast komt.",
        "Goedemiddag, mijn collega Annemarie brengt de kast.",
    ],
)
def test_a_right_name_is_left_alone(draft):
    assert found(draft, "NAM-04", name="A. van der Schoot", thread=SIGNED) == []


def test_how_the_customer_signs_wins_from_what_we_wrote_down():
    thread = [Turn("customer", "Mijn kast is stuk. Groet, Karin Janssen")]
    assert found("Dag mevrouw Jansen, dank.", "NAM-04", name="K. Jansen", thread=thread) == [
        ("Jansen", "Janssen")
    ]


def test_signs_count_but_not_the_way_they_are_written():
    assert found("Beste Gul, dank.", "NAM-04", name="Gül Yılmaz") == [("Gul", "Gül")]
    apart = unicodedata.normalize("NFD", "Beste Gül, dank.")
    assert found(apart, "NAM-04", name="Gül Yılmaz") == []


@pytest.mark.parametrize(
    ("written", "first", "family", "title"),
    [
        ("Marloes Vink", "Marloes", "Vink", ""),
        ("Mevr. L. de Haan", "", "De Haan", "mevrouw"),
        ("de heer Van 't Hoff", "", "Van 't Hoff", "meneer"),
        ("dr. Ahmed El Khatabi", "Ahmed", "El Khatabi", ""),
        ("Kevin", "Kevin", "", ""),
        ("", "", "", ""),
    ],
)
def test_a_name_falls_into_pieces(written, first, family, title):
    name = name_of(written, "nl")
    assert (name.first, name.family, name.title) == (first, family, title)


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("Hij is stuk. Groetjes Inge", "Inge"),
        ("Hij is stuk.\nMvg,\nP. de Rooij\n06-12345678", "Rooij"),
        ("Hij is stuk. A. Nooitgedacht", "Nooitgedacht"),
        ("Hij is stuk.\nKarin", "Karin"),
        ("Dat is te laat. Stop", None),
        ("doe er wat aan", None),
    ],
)
def test_a_signature_is_found(message, name):
    seen = signed(message, "nl")
    assert (seen.name.tokens[-1] if seen else None) == name


def test_no_name_in_a_whole_conversation_is_a_tip_with_the_name_we_know():
    thread = [Turn(by, text) for by, text in [
        ("customer", "Mijn kast is er niet."), ("agent", "Wanneer zou hij komen?"),
        ("customer", "Maandag. Groet, mevr. De Wit"), ("agent", "Dank u, ik kijk."),
    ]]  # fmt: skip
    assert found("Ik heb hem gevonden.", "NAM-01", name="mevrouw De Wit", thread=thread) == [
        ("Ik heb hem gevonden.", "Mevrouw De Wit, ik heb hem gevonden.")
    ]
    assert found("Beste mevrouw De Wit, hij is er.", "NAM-01", name="De Wit", thread=thread) == []
    assert found("Ik heb hem gevonden.", "NAM-01", name="mevrouw De Wit", thread=thread[:2]) == []


def test_greetings_do_not_count_over_a_conversation():
    mail = "Beste Karim,\n\nIk kijk ernaar."
    thread = [Turn("customer", "Waar is mijn fiets?"), *[Turn("agent", mail)] * 5]
    assert (
        found(
            "Beste Karim,\n\nHij staat klaar, Karim.", "NAM-02", name="Karim Aydin", thread=thread
        )
        == []
    )


def test_a_first_name_for_somebody_who_keeps_a_distance():
    thread = [Turn("customer", "Mijn kast is er niet. Mevr. A. de Wit")]
    assert found("Hoi Anneke, ik kijk.", "NAM-06", name="Anneke de Wit", thread=thread) == [
        ("Hoi Anneke", "Dag mevrouw De Wit")
    ]
    near = [Turn("customer", "Mijn kast is er niet. Groet, Anneke")]
    assert found("Hoi Anneke, ik kijk.", "NAM-06", name="Anneke de Wit", thread=near) == []


@pytest.mark.parametrize(
    ("draft", "address", "better"),
    [
        ("Heb je de doos nog?", "u", "Heeft u"),
        ("Ik zoek het voor je uit.", "u", "voor u"),
        ("Morgen kunt u hem halen.", "je", "kun je"),
        ("Uw kast komt morgen.", "je", "Je"),
        ("Ik zag je gisteren nergens.", "u", None),
    ],
)
def test_the_house_decides_between_u_and_je(draft, address, better):
    ((_, rewrite),) = found(draft, "JEU-02", style=Style(address=address))
    assert rewrite == better


def test_u_is_never_wrong_but_a_house_that_mirrors_says_je_to_who_says_je():
    thread = [Turn("customer", "Kun je me zeggen waar mijn fiets is?")]
    draft = "Ik zoek het voor u uit."
    assert found(draft, "JEU-02", thread=thread) == []
    assert found(draft, "JEU-02", thread=thread, style=Style(address="mirror")) == [
        ("voor u", "voor je")
    ]


_NAMES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["İpek", "'t", "de", "Van der", "J.P. 's-Gravesande", "()[*"]),
)


@settings(max_examples=80, deadline=None)
@given(_NAMES, st.text(max_size=80), st.sampled_from(["", "u", "je", "mirror"]))
def test_any_name_is_fine(name, text, address):
    draft = f"Beste {name}, {text} mevrouw {name}"
    thread = [Turn("customer", f"{text} Groet, {name}"), Turn("agent", draft)] * 3
    for one in coach(
        draft, customer=Customer(name), thread=thread, style=Style(address=address), most=50
    ):
        assert 0 <= one.start < one.end <= len(draft)
