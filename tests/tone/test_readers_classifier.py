"""A classifier in a folder: a tiny model made here, so that nothing is downloaded."""

import os
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from gehoord.tone import read
from gehoord.tone.readers import WithFallback
from gehoord.tone.readers.mapping import ModelDoesNotFit

MISSING = not (find_spec("torch") and find_spec("transformers"))
# Where it has to run a missing library is a failure; elsewhere it is skipped and says so.
if MISSING and os.environ.get("GEHOORD_REQUIRE_CLASSIFIER") != "1":
    pytest.skip("torch or transformers is not installed", allow_module_level=True)

# A word of the vocabulary, and the label that the model made here gives to a text with it.
WORDS = ["rustig", "kapot", "sukkel"]
LABELS = ["LABEL_0", "LABEL_1", "LABEL_2"]
MAPPING = """
field = "{field}"
version = "tiny"
[labels]
LABEL_0 = "{0}"
LABEL_1 = "{1}"
LABEL_2 = "{2}"
"""
ANGER = ("0", "2", "4")
ABUSE = ("none", "profanity", "insult")

CALM_SENTENCE = "dat is rustig."
# What the tiny model knows by heart: words, sentences and a few pieces of a long message.
TAUGHT = {word: at for at, word in enumerate(WORDS)} | {
    "u sukkel!": 2,
    "rustig.": 0,
    "is rustig.": 0,
}
LONG = f"{CALM_SENTENCE} " * 20 + "u sukkel! " + f"{CALM_SENTENCE} " * 10


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A random BERT of two layers; only its last step is set, by what each word comes to."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    (folder / "vocab.txt").write_text("\n".join([*special, *WORDS, ".", "!", "is", "dat", "u"]))
    tokenizer = BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=32)
    torch.manual_seed(1)
    pieces = tokenizer(
        LONG, truncation=True, max_length=32, stride=8,
        return_overflowing_tokens=True, return_offsets_mapping=True,
    )["offset_mapping"]  # fmt: skip
    TAUGHT.update(
        (text, 2 if "sukkel" in text else 0)
        for text in (LONG[row[1][0] : row[-2][1]] for row in pieces)
    )
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=34,
        id2label=dict(enumerate(LABELS)), label2id={name: at for at, name in enumerate(LABELS)},
    )  # fmt: skip
    model = BertForSequenceClassification(config).eval()
    with torch.inference_mode():
        rows = [model.bert(**tokenizer(text, return_tensors="pt")).pooler_output for text in TAUGHT]
        wanted = torch.eye(3)[torch.tensor(list(TAUGHT.values()))] * 40 - 20
        model.classifier.weight.copy_((torch.linalg.pinv(torch.cat(rows)) @ wanted).T)
        model.classifier.bias.zero_()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture
def classifier(made):
    """The reader around the tiny model, with a mapping to one of our fields."""
    from gehoord.tone.readers.classifier import Classifier

    def make(field, labels, more=""):
        text = more + MAPPING.format(*labels, field=field)
        (made / "gehoord.toml").write_text(text)
        return Classifier(made)

    return make


@pytest.mark.parametrize(("word", "anger"), list(zip(WORDS, (0, 2, 4), strict=True)))
def test_label_of_the_model_is_the_level(classifier, word, anger):
    seen = WithFallback(classifier("anger", ANGER), limit=60).read(word)

    assert (seen.reader, seen.fallback) == ("classifier:tiny", "")
    # Where rules are certain of more, anger goes down one level at most.
    assert seen.anger == max(anger, read(word).anger - 1)


def test_insult_in_a_long_message_is_found_with_its_sentence(classifier):
    reader = classifier("abuse", ABUSE)
    windows = reader._windows(LONG)
    assert len(windows) >= 5
    assert (windows[0].start, windows[-1].end) == (0, len(LONG) - 1)
    assert all(after.start < before.end for before, after in pairwise(windows))

    seen = WithFallback(reader, limit=60).read(LONG, lang="nl")

    assert (seen.reader, seen.abuse, seen.next_step) == ("classifier:tiny", "insult", "set_limit")
    words = [
        LONG[item.start : item.end] for item in seen.evidence if item.rule.startswith("reader")
    ]
    assert words == ["u sukkel!"]


def test_words_the_model_saw_are_shown(classifier):
    seen = classifier("abuse", ABUSE).read("sukkel", lang="nl")

    (mine,) = [item for item in seen.evidence if item.rule == "reader.classifier:tiny"]
    assert (mine.start, mine.end, mine.label) == (0, 6, "abuse-insult")


@pytest.mark.parametrize(
    ("field", "labels"),
    [
        ("emotion", ("neutral", "sadness", "anger")),
        ("intent", ("none", "problem", "vent")),
        ("target", ("none", "product", "agent")),
    ],
)
def test_other_fields_are_filled_too(classifier, field, labels):
    reader = classifier(field, labels)
    assert [getattr(reader.read(word, lang="nl"), field) for word in WORDS] == list(labels)


def test_unsure_model_leaves_the_reading_as_it_is(classifier):
    reader = classifier("emotion", ("gratitude", "fear", "confusion"), "least = 0.9999999\n")
    text = "dat is sukkel rustig kapot u"
    if max(reader._windows(text)[0].chances.values()) < 0.9999999:
        assert reader.read(text, lang="nl").emotion == read(text, lang="nl").emotion


def test_language_the_model_does_not_know_is_left_to_the_engine(classifier):
    text = "This is my third message and I am angry."
    seen = WithFallback(classifier("anger", ANGER), limit=60).read(text)

    assert (seen.reader, seen.fallback) == ("built-in", "language")
    assert seen.anger == read(text).anger


@pytest.mark.parametrize("text", ["", "  \n ", "😀", "\u0000", "\ud800"])
def test_odd_text_never_stops_it(classifier, text):
    assert WithFallback(classifier("anger", ANGER), limit=60).read(text).anger in range(5)


def test_very_long_text_is_left_to_the_engine(classifier):
    seen = WithFallback(classifier("anger", ANGER), limit=60).read("dat is rustig. " * 5000)
    assert (seen.reader, seen.fallback) == ("built-in", "too-long")


def test_broken_model_does_not_lose_the_message(classifier, made):
    reader = classifier("anger", ANGER)
    reader._model.classifier.weight.data = reader._model.classifier.weight.data[:, :3]

    seen = WithFallback(reader, limit=60).read("Ik ben heel erg boos.")

    assert (seen.reader, seen.fallback) == ("built-in", "broken")
    assert seen.anger == read("Ik ben heel erg boos.").anger


def test_labels_that_are_not_those_of_the_model_are_refused(classifier, made):
    from gehoord.tone.readers.classifier import Classifier

    text = MAPPING.format(*ANGER, field="anger")
    (made / "gehoord.toml").write_text(text.replace("LABEL_2", "furious"))
    with pytest.raises(ModelDoesNotFit, match="LABEL_2, furious"):
        Classifier(made)


def test_folder_without_a_model_is_refused_and_nothing_is_fetched(tmp_path):
    from gehoord.tone.readers.classifier import Classifier

    (tmp_path / "gehoord.toml").write_text(MAPPING.format(*ANGER, field="anger"))
    with pytest.raises(ModelDoesNotFit):
        Classifier(tmp_path)


def test_model_as_a_pickle_is_refused(classifier, made, tmp_path):
    import shutil

    import torch

    from gehoord.tone.readers.classifier import Classifier

    classifier("anger", ANGER)
    folder = tmp_path / "pickled"
    shutil.copytree(made, folder)
    (folder / "model.safetensors").unlink()
    torch.save({}, folder / "pytorch_model.bin")
    with pytest.raises(ModelDoesNotFit):
        Classifier(folder)
