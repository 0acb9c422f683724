"""English messages are read by their own pack, with the same care for idiom and rights."""

import pytest

from gehoord.tone import explain, read


def test_english_is_read_by_the_english_pack():
    reading = read("I have called you three times about this bill and nobody called me back.")
    assert (reading.lang, reading.anger, reading.target) == ("en", 2, "company")
    assert {piece.rule.partition(".")[0] for piece in reading.evidence} == {"en"}


def test_the_language_can_be_said():
    assert read("idiot", lang="en").lang == "en"


def test_every_piece_of_english_evidence_has_a_reason_in_dutch():
    reading = read("You useless idiot, your shitty app crashed again!!", lang="en")
    assert reading.evidence
    assert all(explain(piece.rule) for piece in reading.evidence)


IDIOM = (
    "I'm dying to know when it comes back in stock.",
    "You're killing me with this hold music.",
    "Shoot me an email when it is there.",
    "My wife is going to kill me when she sees this bill.",
    "I could kill for a coffee, where is the restaurant car?",
    "I would like to return the game Bomb Squad.",
    "My mother has cancer, which care is covered?",
    "I know where you are located, is there parking?",
    "The technician may ring me, I live at number 12.",
)
RIGHTS = (
    "I will contact my lawyer about this.",
    "I'm going to the ombudsman.",
    "I will leave a bad review on Trustpilot.",
    "I'll do a chargeback with my bank.",
    "Under the GDPR I request a copy of my data.",
    "I am recording this call.",
    "Can I have your name and your manager's number?",
    "I'm going to kill your rating with my review.",
)


@pytest.mark.parametrize("text", IDIOM)
def test_idiom_and_literal_sense_are_neither_abuse_nor_crisis(text):
    reading = read(text, lang="en")
    assert (reading.abuse, reading.crisis) == ("none", False)


@pytest.mark.parametrize("text", RIGHTS)
def test_using_a_right_is_never_abuse(text):
    assert read(text, lang="en").abuse == "none"


PAIRS = (
    ("This fucking printer is dead again.", "profanity"),
    ("You fucking moron, read my mail.", "insult"),
    ("This company is a shitshow.", "profanity"),
    ("That line is useless.", "none"),
    ("You are useless.", "insult"),
    ("I know where you live.", "threat_veiled"),
    ("I'll punch you in the face.", "threat_explicit"),
    ("I'll put your photo on every forum.", "intimidation"),
    ("Go back to your own country.", "discrimination"),
    ("Send me nudes.", "sexual"),
)


@pytest.mark.parametrize(("text", "kind"), PAIRS)
def test_the_kind_of_abuse_is_what_the_words_aim_at(text, kind):
    assert read(text, lang="en").abuse == kind


SIGNS_OF_CRISIS = (
    "I don't want to live any more.",
    "You can stop writing, I'll be gone by then.",
    "Everyone would be better off without me.",
    "I have saved up enough pills.",
    "I am afraid my son wants to hurt himself.",
)


@pytest.mark.parametrize("text", SIGNS_OF_CRISIS)
def test_signs_of_suicide_are_heard(text):
    reading = read(text, lang="en")
    assert (reading.crisis, reading.abuse, reading.next_step) == (True, "none", "crisis_care")
