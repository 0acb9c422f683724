"""Without a configuration nothing of another reader is there; a wrong one says what is wrong."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

import gehoord
from gehoord.tone.readers import NoReading, WithFallback
from gehoord.tone.readers.breaker import FAILURES
from gehoord.tone.readers.mapping import ModelDoesNotFit, mapping_in
from gehoord.tone.readers.masking import masked

SOURCE = str(Path(next(iter(gehoord.__path__))).parent)


def test_engine_alone_loads_no_library_of_another_reader():
    program = (
        "import sys; import gehoord.tone.readers; from gehoord.tone import read\n"
        "seen = read('Ik ben boos.')\n"
        "assert seen.reader == 'built-in' and not seen.fallback and 'reader' not in seen.as_dict()\n"
        "loaded = {'httpx', 'torch', 'transformers'} & sys.modules.keys()\n"
        "sys.exit(repr(loaded) if loaded else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=False,
        env={"PYTHONPATH": SOURCE},
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("error", [NoReading("why"), ValueError("x"), MemoryError(), SystemExit()])
def test_reader_that_fails_in_any_way_falls_back_and_says_so(error):
    class Failing:
        name, version = "failing", ""

        def read(self, text, **about):
            raise error

    seen = WithFallback(Failing()).read("Ik ben heel erg boos.")

    assert seen.reader == "built-in"
    assert seen.fallback == ("why" if isinstance(error, NoReading) else "broken")
    assert seen.anger >= 2
    assert seen.as_dict()["fallback"] == seen.fallback


def test_reader_that_hangs_keeps_nobody_waiting():
    released = threading.Event()

    class Hanging:
        name, version = "hanging", ""

        def read(self, text, **about):
            released.wait()

    reader = WithFallback(Hanging(), limit=0.05, rest=1e6)
    try:
        reasons = [reader.read("Ik ben boos.").fallback for _ in range(FAILURES + 2)]
    finally:
        released.set()
    assert reasons == ["time-out"] * FAILURES + ["resting"] * 2


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("field = 'mood'", "field must be one of"),
        ("field = 'anger'", "labels"),
        ("field = 'anger'\n[labels]\nA = 'furious'", "furious"),
        ("field = 'anger'\nleast = 2\n[labels]\nA = 1", "least"),
        ("field = ", "gehoord.toml"),
        (None, "No such file"),
    ],
)
def test_mapping_that_cannot_be_used_says_why(tmp_path, text, complaint):
    if text is not None:
        (tmp_path / "gehoord.toml").write_text(text)
    with pytest.raises(ModelDoesNotFit, match=complaint):
        mapping_in(tmp_path)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("m.verhoeven+web@klant.example.", "[e-mail]."),
        ("06-12345678 of +31 (0)20 123 45 67", "[nummer] of [nummer]"),
        ("NL91 ABNA 0417 1643 00", "[rekening]"),
        ("BSN 123456782 en order 48213", "BSN [nummer] en order [nummer]"),
        ("polis KL4529981, ORD-2024-0012", "polis [nummer], [nummer]"),
        ("https://volg.example/x?id=9 dus", "[link] dus"),
        ("3512 AB 14b", "[postcode]"),
        ("Geachte mevrouw Bakker-Smit,", "Geachte mevrouw [naam],"),
        ("Hoi Anna,\nhallo", "Hoi [naam],\nhallo"),
        ("Groetjes,\n\nEmre Yıldız\n", "Groetjes,\n\n[naam]\n"),
        ("dank. mvg jan", "dank. mvg [naam]"),
        ("de heer P. van den Berg zei", "de heer [naam] zei"),
        ("Mijn naam is Vera Smit.", "Mijn naam is [naam]."),
    ],
)
def test_masking_takes_out_who_somebody_is(text, instead):
    assert masked(text).text == instead


@pytest.mark.parametrize(
    "text",
    [
        "Groot probleem!",
        "Groet\nIk maak jullie helemaal kapot",
        "€ 12,50 voor 3 dagen?",
        "",
        "Ik ben boos.",
    ],
)
def test_masking_leaves_other_words(text):
    assert masked(text).text == text


def test_place_in_masked_text_leads_back():
    text = "Beste Jan, bel 0612345678 nu."
    sent = masked(text)
    start = sent.text.rindex("nu")
    assert sent.raw_span(start, start + 2) == (26, 28)
    start = sent.text.index("[nummer]")
    assert sent.raw_span(start, start + 8) == (15, 25)
