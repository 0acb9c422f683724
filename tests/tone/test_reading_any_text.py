"""Whatever somebody types, reading answers, quickly, with places that exist."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoord.tone import Reading, read
from gehoord.tone.text import normalise

DUTCH = ["ik", "ben", "boos", "niet", "jij", "bent", "een", "k*t", "l u l", "kanker", "waar", "je",
         "woont", "!!", "?", "\n", "> ", '"', "sla", "in elkaar", "neeee", "İ", "ﬁ", "e\u0301",
         "\u200b", "🤬", "\u202e", "laat", "maar", "...", "u schreef:"]  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(max_size=300), st.lists(st.sampled_from(DUTCH), max_size=60).map(" ".join)
)


@settings(max_examples=300, deadline=None)
@given(text=ANY_TEXT, prev=ANY_TEXT)
def test_any_text_gives_places_that_exist_in_it(text, prev):
    reading = read(text, prev=prev)
    assert 0 <= reading.anger <= 4
    assert 0 <= reading.anger_score <= 1
    for piece in (*reading.evidence, *reading.parts):
        assert 0 <= piece.start < piece.end <= len(text)
    assert read(text, prev=prev) == reading


@settings(max_examples=200, deadline=None)
@given(text=ANY_TEXT)
def test_evidence_of_one_label_never_overlaps(text):
    families: dict[str, list[tuple[int, int]]] = {}
    for item in read(text).evidence:
        family = "anger" if item.label.startswith("anger") else item.label
        families.setdefault(family, []).append((item.start, item.end))
    for places in families.values():
        assert all(one[1] <= other[0] for one, other in pairwise(places))


@settings(max_examples=200, deadline=None)
@given(text=ANY_TEXT)
def test_normalised_letters_lead_back_into_the_text(text):
    normal = normalise(text, known=lambda word: word == "boos", masked=("kut", "lul"))
    for at in range(len(normal.text)):
        start, end = normal.raw_span(at, at + 1)
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "🤷‍♀️", "😀" * 50, "مرحبا كيف حالك", "\x00\x01\xff", "שלום"]
)
def test_text_without_dutch_words_is_calm(text):
    reading = read(text)
    assert isinstance(reading, Reading)
    assert (reading.anger, reading.abuse, reading.crisis) == (0, "none", False)


@pytest.mark.parametrize(
    "piece",
    ["Ik ben boos! ", "ik ", "a", "a ", "k*t ", "!", "niemand ", "> ", '"', "je bent een ", " ", "\n",
     "kuuut ", "e\u0301", "schreef \"", "klootzak ", "ik wil heel erg echt ", "van: x\n"],
)  # fmt: skip
def test_a_very_long_message_is_read_in_time(piece):
    text = piece * (100_000 // len(piece)) + "x"
    began = time.perf_counter()
    read(text)
    assert time.perf_counter() - began < 5


def test_labels_survive_at_the_end_of_a_long_message():
    assert read("Dit is een rustige zin. " * 4000 + "Ik maak je af.").abuse == "threat_explicit"
