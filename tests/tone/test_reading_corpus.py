"""Sentences written and labelled by ourselves: minimal pairs and what must be certain."""

import json
from pathlib import Path

import pytest

from gehoord.tone import read

LINES = [
    json.loads(line)
    for line in (Path(__file__).parent / "corpus_nl.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("line", LINES, ids=[line["text"][:40] for line in LINES])
def test_sentence_reads_as_labelled(line):
    got = read(line["text"]).as_dict()
    lowest, highest = line.get("anger", (0, 4))
    assert lowest <= got["anger"] <= highest
    labels = {name: value for name, value in line.items() if name not in ("text", "anger")}
    assert {name: got[name] for name in labels} == labels


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
