"""The learned reader: made again it is the same, it explains itself, and it fills in, never more."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoord.tone import explain, read
from gehoord.tone.learned import features, model
from training import examples
from training.__main__ import made

KINDS = features.kinds("nl")
LINES = [
    {"id": "1", "text": "Ik ben woedend op jullie.", "anger": 3, "emotion": "anger"},
    {"id": "2", "text": "Wat een schande, ik ben woedend.", "anger": 3, "emotion": "anger"},
    {"id": "3", "text": "Dank u wel voor de snelle hulp.", "anger": 0, "emotion": "gratitude"},
    {"id": "4", "text": "Wanneer komt mijn lamp?", "anger": 0, "emotion": "neutral"},
    {"id": "5", "text": "Dank voor uw bericht over de lamp.", "anger": 0, "emotion": "gratitude"},
]


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES), "utf-8")
    return list(examples.read(path, "lines", "nl"))


def test_training_on_the_same_lines_makes_the_same_file(lines):
    assert made(lines) == made(lines)


def test_trained_model_tells_its_own_lines_apart_and_shows_the_words(lines):
    learned = model.unpacked(made(lines), KINDS)
    pieces = features.pieces("ik ben woedend op jullie.")
    chances = learned.probabilities(pieces, [])
    calm = learned.probabilities(features.pieces("dank voor uw hulp"), [])
    head = learned.numbers["anger>=1"]
    assert chances[head] > calm[head]
    marked = learned.because(pieces, "anger>=1")
    assert any("woedend" in "ik ben woedend op jullie."[start:end] for start, end in marked)


def test_a_file_that_is_no_model_is_refused():
    with pytest.raises(model.BadModel, match="not a model"):
        model.unpacked(b"PK\x03\x04 nothing", KINDS)
    shape = np.zeros((2, 1), np.float32)
    wrong = model.packed(["a", "b"], ["x", "y"], shape, np.zeros(1, np.float32), version="")
    with pytest.raises(model.BadModel, match="another number"):
        model.unpacked(wrong, KINDS)


@given(
    st.lists(
        st.sampled_from(
            ["dit", "is", "woedend", "7", "!", "?", "…", "pakket", "k*t", "🙂", "neeee"]
        ),
        max_size=40,
    )
)
def test_because_marks_words_inside_the_text_and_not_over_each_other(words):
    text = " ".join(words)
    learned = model.learned("nl")
    assert learned is not None
    marked = learned.because(features.pieces(text), "anger>=1", most=3)
    assert all(0 <= start < end <= len(text) for start, end in marked)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(marked))


def test_saying_the_same_word_a_thousand_times_proves_no_more_than_twice():
    assert read("woord " * 16_000).anger <= 1
    assert read("woord " * 16_000).abuse == "none"


@pytest.mark.parametrize("text", ["", " ", "…", "🙂", "12345", "?"])
def test_a_message_without_words_is_calm(text):
    reading = read(text)
    assert (reading.anger, reading.abuse, reading.crisis) == (0, "none", False)


def test_learned_words_are_underlined_and_explained():
    reading = read("Uw collega heeft mij vorige week een datum beloofd en daarna werd het stil.")
    assert reading.anger >= 1
    rules = {item.rule for item in reading.evidence}
    assert rules
    assert all(explain(rule).endswith(".") for rule in rules)


def test_using_a_right_is_never_a_threat_however_angry():
    for text in (
        "Als ik vrijdag niets hoor, stap ik naar de rechter en dan zien we elkaar daar.",
        "Ik zet dit op Trustpilot en bel de krant, reken daar maar op.",
        "Mijn advocaat neemt contact met u op, en deze keer laat ik het er niet bij.",
    ):
        assert read(text).abuse == "none", text
