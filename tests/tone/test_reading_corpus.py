"""Sentences written and labelled by ourselves: minimal pairs and what must be certain."""

import hashlib
import json
from pathlib import Path

import pytest

from gehoord.tone import read

BASICS = Path(__file__).parent.parent / "corpus" / "nl" / "basics"


def lines_of(name):
    text = (BASICS / name).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


LINES = lines_of("sentences.jsonl")
# Labelled before tuning; rules were tried on the half that a hash of the id does not keep apart.
MORE = lines_of("more.jsonl")
# Written after the rules, to see what they are worth on wording they never met. Do not tune on it.
FRESH = lines_of("fresh.jsonl")


def is_kept_apart(line):
    return hashlib.sha256(line["id"].encode()).digest()[0] % 2 == 1


@pytest.mark.parametrize("line", LINES, ids=[line["text"][:40] for line in LINES])
def test_sentence_reads_as_labelled(line):
    got = read(line["text"]).as_dict()
    lowest, highest = line.get("anger", (0, 4))
    assert lowest <= got["anger"] <= highest
    labels = {name: value for name, value in line.items() if name not in ("text", "anger")}
    assert {name: got[name] for name in labels} == labels


@pytest.mark.parametrize(("kept_apart", "least"), [(False, 0.85), (True, 0.75)])
def test_most_further_messages_read_at_their_anger_level(kept_apart, least):
    lines = [line for line in MORE if is_kept_apart(line) == kept_apart]
    right = [line["anger"][0] <= read(line["text"]).anger <= line["anger"][1] for line in lines]
    assert sum(right) / len(right) >= least


def test_messages_never_met_are_not_read_angrier_than_they_are():
    too_angry = [line["text"] for line in FRESH if read(line["text"]).anger > line["anger"][1]]
    assert len(too_angry) <= len(FRESH) // 15


def test_calm_messages_stay_calm():
    calm = [line["text"] for line in MORE if line["anger"] == [0, 0]]
    angry = [text for text in calm if read(text).anger > 0]
    assert len(angry) <= len(calm) // 50


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mijn tas is zoekgeraakt. Negen dagen. Negen!", "Negen"),
        ("Mijn tas is kwijt en u weet van niets?!", "?!"),
        ("De bus was te laat en er was niet eens een bericht.", "niet eens"),
    ],
)
def test_small_signs_count_beside_a_complaint(text, words):
    assert words in {text[item.start : item.end] for item in read(text).evidence}


@pytest.mark.parametrize(
    "text",
    [
        "Ik lig aan het strand. Negen dagen. Negen!",
        "Gaan jullie nu ook naar België?!",
        "Ik hoefde niet eens te wachten.",
        "Mooi ding ook. Bedankt!",
    ],
)
def test_small_signs_alone_are_calm(text):
    assert read(text).anger == 0


def test_shouted_insults_are_rage_and_shouted_complaints_are_not():
    assert read("VUILE KLOOTZAKKEN, IDIOTEN!!! KRIJG DE TERING!!!").anger == 4
    assert read("Schandalig! Belachelijk! Wat een kutbedrijf!!").anger == 3


def test_scolding_ones_own_child_is_not_aimed_at_the_agent():
    reading = read("Door dat kut kind van mij is de tv stuk.")
    assert (reading.abuse, reading.target) == ("profanity", "third_party")


def test_corpus_covers_every_kind_of_abuse():
    kinds = {line.get("abuse") for line in LINES}
    assert kinds >= {
        "none", "profanity", "insult", "discrimination", "sexual", "intimidation",
        "threat_veiled", "threat_explicit",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Op 3 mei schreef Jan de Wit:\nJij bent een klootzak en ik maak je af.",
        "Hierbij het antwoord.\n> Wat een kutbedrijf, krijg de tering\n> Jan",
        'Mijn collega schreef "ik sla je in elkaar" als grap.',
    ],
)
def test_words_of_somebody_else_are_not_held_against_the_customer(text):
    assert read(text).abuse == "none"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Wat een k*tprinter, echt.", "k*tprinter"),
        ("Jij bent een l u l.", "l u l"),
        ("Dit is belaaaachelijk!!!", "belaaaachelijk"),
        ("Ik ben  \u200bwoe\u200bdend op jullie", "woe\u200bdend"),
        ("Ｗｏｅｄｅｎｄ ben ik", "Ｗｏｅｄｅｎｄ"),
        ("👋🏽 hallo, ik ben cafe\u0301 en woedend", "woedend"),
    ],
)
def test_underlined_words_are_those_of_the_text_as_given(text, word):
    assert word in {text[item.start : item.end] for item in read(text).evidence}


def test_emphasis_alone_is_never_anger():
    assert read("DANK JULLIE WEL!!! SUPER!!!").anger == 0
    assert read("WAAR IS MIJN PAKKET").anger == 0


def test_a_stronger_word_before_raises_the_score():
    calm, plain, strong = (
        read(text).anger_score
        for text in ("Ik ben een beetje boos.", "Ik ben boos.", "Ik ben heel erg boos.")
    )
    assert calm < plain < strong


def test_parts_are_the_separate_problems_and_questions():
    text = "Goedemiddag. Mijn lamp is kapot. En wanneer komt mijn stoel? Groeten, Anja"
    assert [text[part.start : part.end] for part in read(text).parts] == [
        "Mijn lamp is kapot.",
        "En wanneer komt mijn stoel?",
    ]


def test_yes_after_asking_whether_it_is_solved_closes():
    assert read("Ja hoor", prev="Is het hiermee opgelost?").next_step == "close_and_follow_up"
    assert read("Ja hoor", prev="Heeft u een bestelnummer?").next_step == "answer"


def test_a_language_without_a_pack_is_not_read():
    reading = read("Je suis furieux", lang="fr")
    assert (reading.lang, reading.anger, reading.evidence) == ("fr", 0, ())
