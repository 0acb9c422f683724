"""Only the customer's own words count, not those of older mail, signatures or phones."""

import pytest

from gehoord.tone import read

ANGRY = "Jullie zijn vuile oplichters, klootzakken!"

OTHERS = [
    f"Dank u.\n\nOp ma 3 jun 2024 om 12:30 schreef Jan <jan@voorbeeld.nl>:\n{ANGRY}",
    f"Dank u.\n\nOp ma 3 jun 2024 om 12:30 schreef Jan\n<jan@voorbeeld.nl>:\n\n> {ANGRY}\n> {ANGRY}\n",
    f"Dank u.\n\n-----Oorspronkelijk bericht-----\nVan: Jan\n{ANGRY}",
    f"Dank u.\n\n---------- Forwarded message ---------\nFrom: Jan <j@x.nl>\nDate: ma 3 juni\n\n{ANGRY}",
    f"Dank u.\n\nVan: Jan\nVerzonden: maandag 3 juni 2024 12:30\nAan: service\nOnderwerp: boos\n\n{ANGRY}",
    f"Dank u.\n\nOn Mon, 3 Jun 2024 at 12:30, Jan <jan@x.nl> wrote:\n{ANGRY}",
    f"Dank u.\n\nAm 03.06.2024 um 12:30 schrieb Jan <jan@x.nl>:\n{ANGRY}",
    f"Dank u.\n\nLe lun. 3 juin 2024 à 12:30, Jan <jan@x.nl> a écrit :\n{ANGRY}",
    f"Dank u.\n\nVon: Jan\nGesendet: Montag\nAn: Service\n\n{ANGRY}",
    f"Dank u.\n\nDe : Jan\nEnvoyé : lundi\nÀ : Service\n\n{ANGRY}",
    f"Dank u.\n\nBegin doorgestuurd bericht:\n\n{ANGRY}",
    f"> {ANGRY}\n\nDat las ik in de mail van mijn buurman. Dank u.",
    f'De monteur zei "{ANGRY}" en ging weg.',
    "Uw collega schreef mij: u bent een klootzak\nDank voor uw excuses daarover.",
    "Dank u wel.\n\nMet vriendelijke groet,\nJan Boos\nSchandaalstraat 3\nKloten",
    "Dank u wel.\n\nMvg\nP. de Lul",
    "Dank u wel.\n-- \nBureau Woede\nhaat@voorbeeld.nl",
    "Dank u wel.\n\nVerzonden vanaf mijn klote iPhone",
    "Besteld: het shirt 'Lekkere Teef' in maat M. Het is er niet.",
    'De kaars "Vuile Trut" kwam zonder lont.',
    "Dank u wel.\n\nDit bericht is uitsluitend bestemd voor de geadresseerde, misbruik is schandalig.",
]  # fmt: skip
OWN = [
    f"Met vriendelijke groet, {ANGRY}",
    f"Met vriendelijke groet,\n\n{ANGRY}",
    f"Dank.\n\nMet vriendelijke groet,\nJan\n\nPS {ANGRY}",
    f"Groetjes {ANGRY}",
    f"Op ma 3 jun 2024 om 12:30 schreef Jan <jan@x.nl>:\n> Wij komen maandag.\n\n{ANGRY}",
    f"> Wij komen maandag.\n{ANGRY}",
    f"U schreef: wij komen maandag. {ANGRY}",
    f"{ANGRY}\n\nVerzonden vanaf mijn iPhone",
    f"Van: mijn kant hoeft u niets te verwachten.\n{ANGRY}",
    ">:( " + ANGRY,
]


@pytest.mark.parametrize("text", OTHERS)
def test_words_of_others_do_not_count(text):
    reading = read(text, lang="nl")
    assert reading.anger <= 1
    assert reading.abuse == "none"
    assert "Jullie" not in [text[item.start : item.end] for item in reading.evidence]


@pytest.mark.parametrize("text", OWN)
def test_words_of_the_customer_around_them_count(text):
    reading = read(text)
    assert reading.anger >= 2
    assert reading.abuse == "insult"


def test_a_signature_that_speaks_counts():
    assert read("Dit was het.\n\nMet vriendelijke groet,\neen woedende klant").anger >= 1


def test_capitals_of_others_are_not_shouting():
    calm = read("Ik ben boos.\n\n> U MOET NOG EVEN GEDULD HEBBEN\n")
    assert calm.anger_score == read("Ik ben boos.").anger_score


@pytest.mark.parametrize(
    "text",
    ["Jij bent een 'Vuile Trut'.", "'vuile trut' dat je bent.", "'VUILE TRUT', bel mij terug."],
)
def test_quotation_marks_do_not_make_an_insult_a_title(text):
    assert read(text, lang="nl").abuse == "insult"
