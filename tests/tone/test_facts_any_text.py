"""Whatever somebody types, facts stand in order at places that exist, and are found in time."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoord.tone import read

PIECES = ["€", "1.250,-", "129,95", "euro", "twintig", "3", "mei", "2026", "03-05-2026", "3/5", "kerst",
          "uiterlijk", "vrijdag", "binnen", "14", "dagen", "al", "drie", "weken", "keer", "gebeld", "mijn",
          "derde", "mail", "bestelnummer", "48210033", "factuur", "06-28114477", "NL91 ABNA 0417 1643 00",
          "j@x.nl", "1012 AB", "kenteken", "AB-123-C", "u zou", "terugbellen", "beloofd", "dat", "nog steeds",
          "niets", "ik wil", "geld terug", "kunt u", "?", ".", "\n", "1.", "-", ",", "en", "maar", "İ",
          "ﬁ", "e\u0301", "\u200b", "½", "٣", "²", "> ", "x", "5x", "k", "anders", "voor", "tot", "nr"]  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=50).map(" ".join)
)


@settings(max_examples=400, deadline=None)
@given(text=ANY_TEXT, prev=ANY_TEXT)
def test_facts_stand_in_order_within_the_text(text, prev):
    found = read(text, prev=prev, lang="nl").facts
    assert all(0 <= fact.start < fact.end <= len(text) for fact in found)
    assert list(found) == sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind))


@settings(max_examples=400, deadline=None)
@given(text=ANY_TEXT)
def test_facts_of_one_kind_and_parts_never_cross(text):
    reading = read(text, lang="nl")
    kinds: dict[str, list[tuple[int, int]]] = {}
    for fact in reading.facts:
        kinds.setdefault(fact.kind, []).append((fact.start, fact.end))
    for places in [*kinds.values(), [(part.start, part.end) for part in reading.parts]]:
        assert all(one[1] <= other[0] for one, other in pairwise(places))


def work(text: str) -> float:
    """Seconds of processor to find the facts and parts, the best of two."""
    best = 99.0
    for _ in range(2):
        began = time.process_time()
        read(text, lang="nl")
        best = min(best, time.process_time() - began)
    return best


NASTY = [
    "1", "1.", "1,", "1-", "1 ", "06 ", "0", "a1", "@", "a@", "a.", "€", "€ 1", "drie ", "een ", "3 mei ", "3, ",
    "binnen ", "voor ", "u zou ", "beloofd dat ", "ik wil ", "kunt u ", "geld terug ", "? ", "en de ", ", ", "nl91",
    "bestelnummer ", "nr ", "kenteken ", "1012 ab ", "keer ", "al ", "weken ", "www.", "1/", "kerst ", "eerste ",
    "honderd", "x ", "- ", "dit is ", "tot ", "uiterlijk ", "stuur ", "a-1/", "+31", "(0", "'", "\n", "\n1. ",
]  # fmt: skip


@pytest.mark.parametrize("piece", NASTY)
def test_work_grows_with_length_and_no_faster(piece):
    short, long = (piece * (size // len(piece)) + " x" for size in (2_000, 20_000))
    work(short)
    # Ten times as long is ten times the work; quadratic would be a hundred times.
    assert work(long) < 35 * work(short) + 0.05
