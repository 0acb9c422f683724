"""What is found in the labelled messages: never less than it was."""

import pytest

from tests.tone.facts_corpus import lines, places, precision_and_recall, score

# Least precision and recall, over all kinds of fact and of parts. The lines, also the locked ones,
# are of the hand that wrote the words: read them as a floor, not as what unknown text will give.
FLOORS = {"open": ((0.97, 0.97), (0.9, 0.9)), "locked": ((0.93, 0.93), (0.85, 0.88))}


@pytest.mark.parametrize("half", FLOORS)
def test_facts_and_parts_of_the_corpus_are_found(half):
    totals = score(half)
    part = totals.pop("part")
    together = [sum(counts[at] for counts in totals.values()) for at in range(3)]
    for counts, floor in zip((together, part), FLOORS[half], strict=True):
        assert all(
            one >= least for one, least in zip(precision_and_recall(*counts), floor, strict=True)
        )


@pytest.mark.parametrize("half", FLOORS)
def test_labels_stand_in_their_lines(half):
    found = lines(half)
    assert len({line["id"] for line in found}) == len(found)
    for line in found:
        assert len(list(places(line))) == len(line["facts"])
        assert all(0 <= start < end <= len(line["text"]) for start, end in line["parts"])
