"""Ten times the text costs about ten times the work, whatever the text is."""

import gc
import time

import pytest

from gehoord.tone.language import language_of
from gehoord.tone.reading.hits import collect
from gehoord.tone.reading.pack import pack
from gehoord.tone.reading.scope import page
from gehoord.tone.text import normalise

DUTCH = pack("nl")
NASTY = [
    "a", "ab", "k*t ", "k*", "l u l ", "k.u.t", ".", "> ", ">\n", '"', 'zei "', "u schreef: ", "-- \n",
    "mvg\nx\n", "van: x\n", "op 3 juni schreef jan", "van: x\nverzonden: ", "&amp;", "Ã©", "â€™", "kа",
    "e\u0301", "\u200b", "aaa", "aaab", "é", "🤬", ":-(", "niet ", "niet boos ", "ik ben niet boos ",
    "volgens mijn vrouw ", "als ik boos was ", " ", "\n", "\n ", "\t", "0a", "_a", "'", "'t ", "kkr ",
    "dit bericht is ", "bestemd ", "___", "=====", "mijn buurman zei ", "klootzka ", "schandalgi",
]  # fmt: skip
SHORT = 4_000
TIMES = 10
# Linear is 10 and quadratic 100; memory that no longer fits the cache takes the rest.
MOST = 20


@pytest.fixture(autouse=True, scope="module")
def _only_own_garbage():
    """Collecting before each measure need not look at all rules of all languages again."""
    gc.collect()
    gc.freeze()


def work(text: str) -> float:
    """Seconds of processor that handling the text takes, the best of three."""
    best = 99.0
    gc.collect()
    for _ in range(2):
        began = time.process_time()
        language_of(text)
        normal = normalise(text, known=DUTCH.lexicon.knows, masked=DUTCH.masked)
        collect(page(normal.text, text, DUTCH, normal=normal))
        best = min(best, time.process_time() - began)
    return best


@pytest.mark.parametrize("piece", NASTY)
def test_cost_grows_with_the_length_and_no_faster(piece):
    short = piece * (SHORT // len(piece))
    work(short)
    assert work(short * TIMES) < MOST * work(short) + 0.02


def test_a_long_message_of_everything_costs_little_more_than_ten_times_a_tenth_of_it():
    part = "".join(piece * 60 for piece in NASTY)
    part = (part * (40_000 // len(part) + 1))[:40_000]
    work(part)
    assert work(part * 10) < MOST * work(part) + 0.1
