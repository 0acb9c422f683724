"""A reply against the rest of the conversation: what is known, was said before, or is still owed."""

from __future__ import annotations

import pytest

from gehoord.tone import Customer, Turn, coach


def found(draft: str, rule: str, thread: list[Turn], **more):
    findings = coach(draft, thread=thread, most=50, **more)
    return [(draft[one.start : one.end], one.rewrite) for one in findings if one.rule == rule]


def heard(*texts: str) -> list[Turn]:
    return [Turn("customer", text) for text in texts]


@pytest.mark.parametrize(
    ("told", "question", "better"),
    [
        ("Het gaat om order 88213.", "Wat is uw ordernummer?", "Klopt het dat het om bestelling 88213 gaat?"),
        ("Bel me op 06-28114477.", "Op welk nummer kan ik u bereiken?", "Klopt het dat uw telefoonnummer 06-28114477 is?"),
        ("Mail naar tess@voorbeeld.nl.", "Mag ik uw e-mailadres?", "Klopt het dat uw e-mailadres tess@voorbeeld.nl is?"),
        ("Ik woon op Dorpsstraat 12.", "Op welk adres woont u?", "Klopt het dat uw adres Dorpsstraat 12 is?"),
        ("Ik kocht hem op 3 mei.", "Wanneer heeft u hem gekocht?", "Klopt het dat u op 3 mei bestelde?"),
    ],
)  # fmt: skip
def test_a_question_for_what_the_customer_told_names_it(told, question, better):
    assert (question, better) in found(f"Dank u. {question}", "VST-08", heard(told))


@pytest.mark.parametrize(
    "draft",
    [
        "Wat is uw klantnummer?",
        "Mag ik een ander ordernummer van u?",
        "Uw ordernummer heb ik gevonden.",
        "Klopt het dat het om order 88213 gaat?",
        "Ter controle: mag ik uw ordernummer?",
    ],
)
def test_other_questions_are_fine(draft):
    assert found(draft, "VST-08", heard("Het gaat om order 88213.")) == []


def test_what_the_case_knows_is_not_asked_either():
    facts = {"klantnummer": "5512", "iban": "NL91ABNA0417164300"}
    assert (
        found("Wat is uw klantnummer?", "VST-08", [], facts=facts)[0][1]
        == "Klopt het dat uw klantnummer 5512 is?"
    )
    assert found("Wat is uw rekeningnummer?", "VST-08", [], facts=facts)[0][1] == (
        "Klopt het dat uw rekeningnummer eindigt op 4300?"
    )


def test_a_photo_that_was_sent_is_not_asked_again_unless_something_is_wrong_with_it():
    thread = heard("Er zit een kras op de tafel, zie de foto in de bijlage.")
    assert found("Kunt u mij een foto sturen?", "VST-08", thread)
    assert found("De foto is onscherp. Kunt u een nieuwe foto sturen?", "VST-08", thread) == []


def test_a_question_that_was_answered_is_not_asked_again():
    asked = [*heard("Mijn kast wiebelt."), Turn("agent", "Op welke vloer staat de kast?")]
    assert found(
        "Op welke vloer staat de kast nu?", "VST-08", [*asked, Turn("customer", "Op hout.")]
    )
    assert (
        found("Op welke vloer staat de kast nu?", "VST-08", [*asked, Turn("customer", "Hoezo?")])
        == []
    )


def test_the_same_explanation_in_nearly_the_same_words():
    thread = [
        *heard("Waar is mijn kast?"),
        Turn("agent", "De kast staat nog in het magazijn in Venlo en komt dinsdag."),
        Turn("customer", "Dat zegt me niets."),
    ]
    again = "De kast staat nog altijd in het magazijn in Venlo en komt dinsdag."
    assert found(again, "NEE-12", thread) == [(again, None)]
    assert (
        found("Ik belde Venlo: de kast gaat dinsdag om 8 uur de vrachtwagen in.", "NEE-12", thread)
        == []
    )
    assert found("Dank u wel voor uw geduld en fijne dag.", "NEE-12", thread) == []


OWNED = [
    *heard("Ik kreeg barkrukken in plaats van stoelen."),
    Turn("agent", "Ik zag de foto’s. Wij hebben inderdaad de verkeerde doos meegegeven."),
    Turn("customer", "En nu?"),
]


def test_an_apology_is_owed_where_a_colleague_owned_the_fault():
    draft = "Op barkrukken kunt u niet eten. De stoelen komen dinsdag tussen 8 en 12 uur."
    assert found(draft, "EXC-09", OWNED) == [
        (
            "De stoelen komen dinsdag tussen 8 en 12 uur.",
            "Het spijt me dat [wat er misging]. De stoelen komen dinsdag tussen 8 en 12 uur.",
        )
    ]
    assert found(f"Sorry voor de verkeerde doos. {draft}", "EXC-09", OWNED) == []
    apologised = [*OWNED, Turn("agent", "Het spijt me."), Turn("customer", "Ja, en?")]
    assert found(draft, "EXC-09", apologised) == []


def test_the_customers_accusation_is_no_fault_of_ours_yet():
    assert (
        found("De stoelen komen dinsdag.", "EXC-09", heard("Jullie hebben een fout gemaakt!")) == []
    )


def test_a_third_apology_without_a_step():
    thread = [
        *heard("Weer geen bezorger!"), Turn("agent", "Het spijt me dat hij niet kwam."),
        *heard("En nu?"), Turn("agent", "Nogmaals excuses."), *heard("Daar heb ik niets aan."),
    ]  # fmt: skip
    assert found("Dat snap ik, sorry dat het zo loopt.", "EXC-13", thread) == [("sorry", None)]
    assert found("Sorry dat het zo loopt. Ik breng hem vanavond zelf.", "EXC-13", thread) == []
    assert found("Dat snap ik, sorry dat het zo loopt.", "EXC-13", thread[:2]) == []


def test_a_feeling_that_nobody_heard_is_mirrored_first():
    thread = [
        *heard("Ik word gek van dat wachtwoord."),
        Turn("agent", "Hoi, ik ben Jill."),
        *heard("En?"),
    ]
    assert found("Met welke browser werk je?", "EMP-12", thread)
    assert (
        found("Vervelend dat het steeds misgaat. Met welke browser werk je?", "EMP-12", thread)
        == []
    )
    strong = Customer(anger=3)
    assert found("Met welke browser werk je?", "EMP-12", thread[:1], customer=strong) == []


def test_a_closed_case_is_checked_unless_the_customer_said_it_is_solved():
    draft = "Uw geld is teruggestort. Fijne dag."
    assert found(draft, "AFS-05", heard("Wanneer komt mijn geld?"))
    assert found(draft, "AFS-05", heard("Top, het is binnen!")) == []


@pytest.mark.parametrize("kind", ["note", "saved"])
def test_other_texts_than_replies_owe_no_answer(kind):
    assert found("De stoelen komen dinsdag.", "EXC-09", OWNED, text_kind=kind) == []
