"""Which angry words stand as they are, which are taken back and which count more or less."""

import pytest

from gehoord.tone.reading.hits import collect
from gehoord.tone.reading.pack import pack
from gehoord.tone.reading.scope import page
from gehoord.tone.text import normalise

DUTCH = pack("nl")


def weights(text: str) -> dict[str, float]:
    """The words from the lists that count as anger or a feeling, with their weight."""
    normal = normalise(text, known=DUTCH.lexicon.knows, masked=DUTCH.masked)
    seen = page(normal.text, text, DUTCH, normal=normal)
    return {
        seen.text[hit.start : hit.end]: hit.weight
        for hit in collect(seen)
        if hit.kind not in ("rule", "problem") and (hit.weight or hit.emotion)
    }


@pytest.mark.parametrize(
    "text",
    [
        "Ik ben niet boos.", "Ik ben zeker niet boos op jullie.", "Boos ben ik niet.",
        "Boos zijn we zeker niet.", "Ik ben nie boos.", "Ik ben allesbehalve boos.",
        "Als ik boos was geweest, had ik wel gebeld.", "Was ik boos geweest, dan had ik gebeld.",
        "Stel dat ik woedend word, wat dan?", "Zou ik boos worden?",
        "Eerst was ik boos, maar nu niet meer.", "Ik was gisteren boos maar het is opgelost.",
        "Bent u boos?", "Ben je nu boos op mij?", "U hoeft niet boos te worden.",
        "Niet dat ik boos ben.", "Ik bel om boos te worden noch om te klagen.",
    ],
)  # fmt: skip
def test_words_taken_back_do_not_count(text):
    assert not {"boos", "woedend"} & weights(text).keys()


@pytest.mark.parametrize(
    "text",
    [
        "Ik ben boos.", "Ik ben niet alleen boos.", "Ik ben nog nooit zo boos geweest.",
        "Ik ben niet blij en boos.", "Ik ben niet tevreden, ik ben boos.",
        "Hoe kan ik niet boos zijn?", "Waarom zou ik niet boos worden?",
        "Het werkt niet boos word ik ervan.", "Als u niet belt word ik boos.",
        "Ik ben niet voor niets boos.", "Ik ben niet zomaar boos.",
        "Niet om het een of ander, maar ik ben boos.", "Ik wil niet zeuren maar ik word boos.",
        "Volgens mij ben ik terecht boos.", "Uw monteur was vriendelijk, maar ik ben boos.",
        "Is het gek dat ik boos ben?",
    ],
)  # fmt: skip
def test_words_that_only_stand_near_a_denial_count(text):
    assert weights(text)["boos"] > 0


def test_a_contrast_after_a_denial_counts():
    assert weights("Ik ben niet boos, ik ben teleurgesteld.").keys() == {"teleurgesteld"}
    assert weights("Ik ben niet boos maar woedend.").keys() == {"woedend"}


def test_a_denial_that_asks_for_yes_denies_nothing():
    assert "schandalig" in weights("Vindt u dit niet schandalig?")
    assert "schandalig" in weights("Is het niet schandalig?")
    assert "schandalig" not in weights("Ik vind het niet schandalig.")


@pytest.mark.parametrize("word", ["heel", "kei", "mega", "kk", "fkn", "godvergeten", "zwaar"])
def test_intensifiers_count_more(word):
    assert weights(f"Ik ben {word} boos.")["boos"] > weights("Ik ben boos.")["boos"]


@pytest.mark.parametrize("word", ["een beetje", "wat", "lichtelijk", "lichtjes", "een bietje"])
def test_downtoners_count_less(word):
    assert weights(f"Ik ben {word} boos.")["boos"] < weights("Ik ben boos.")["boos"]


@pytest.mark.parametrize(
    "text",
    [
        "Mijn buurman zei dat jullie schandalig zijn.", "Volgens mijn vrouw is het schandalig.",
        "Mijn collega vindt het schandalig.", "Ik las dat het schandalig is.",
    ],
)  # fmt: skip
def test_what_somebody_else_thinks_counts_less(text):
    assert 0 < weights(text)["schandalig"] < weights("Het is schandalig.")["schandalig"]


@pytest.mark.parametrize(
    ("text", "insults"),
    [("Ik ben een sukkel.", False), ("Wat ben ik toch een sukkel.", False),
     ("Ik ben klaar met jullie sukkels.", True), ("Ik ben door die sukkels bedrogen.", True)],
)  # fmt: skip
def test_only_scolding_oneself_is_no_insult(text, insults):
    from gehoord.tone import read

    assert ("insult" in read(text).abuse_categories) is insults
