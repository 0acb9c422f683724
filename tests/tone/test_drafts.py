"""The labelled drafts are well formed, and the coach does not get worse on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.replies import DRAFTS, judge, rows
from gehoord.tone.coaching.advice import rules
from gehoord.tone.coaching.wording import languages

FILES = sorted(DRAFTS.glob("*/*/*.jsonl"))
PRACTICE = Path(__file__).parent.parent.parent / "training" / "replies" / "lines"
HABITS = {rule.code for language in languages() for rule in rules(language)}
STAGES = "luisteren herhalen bevestigen excuus stappen uitvoeren controle afsluiten opvolgen"
ENGLISH_STAGES = "receive listen restate confirm apologise plan act verify close follow_up"


@pytest.mark.parametrize("path", FILES, ids=lambda path: "-".join(path.parts[-3:]))
def test_labelled_draft_names_habits_that_exist(path):
    seen = [row["id"] for row in rows(path)]
    assert len(seen) == len(set(seen))
    for row in rows(path):
        assert row["draft"].strip()
        assert set(row["expect"]) <= HABITS, row["id"]
        assert not (row["clean"] and row["expect"]), row["id"]
        assert row["customer"].get("anger", 0) in range(5)
        assert row["stage"] in f"{STAGES} {ENGLISH_STAGES}".split(), row["id"]
        assert {turn["from"] for turn in row["thread"]} <= {"customer", "agent"}


def test_no_draft_stands_in_both_halves_and_no_practice_line_in_the_locked_one():
    half = {
        name: {row["draft"].strip().lower() for path in DRAFTS.glob(f"*/{name}/*.jsonl")
               for row in rows(path)}
        for name in ("open", "locked")
    }  # fmt: skip
    practice = {
        row["text"].strip().lower() for path in PRACTICE.glob("*/*.jsonl") for row in rows(path)
    }
    assert half["open"].isdisjoint(half["locked"])
    assert practice.isdisjoint(half["locked"])


def test_coach_leaves_good_drafts_alone_and_finds_faults_in_words_it_never_met():
    judged = [each for path in DRAFTS.glob("nl/locked/*.jsonl") for each in judge(path)]
    clean = [each for each in judged if each.row["clean"]]
    faulty = [each for each in judged if not each.row["clean"]]
    right = [each for each in faulty if each.codes & set(each.row["expect"])]
    assert sum(not each.is_loud for each in clean) / len(clean) >= LEFT_ALONE
    assert len(right) / len(faulty) >= RIGHTLY_MARKED


LEFT_ALONE, RIGHTLY_MARKED = 0.85, 0.60
"""A little below what was measured when the model was made: a floor, no aim."""


def test_every_practice_sentence_names_habits_or_what_good_replies_do():
    for path in PRACTICE.glob("*/*.jsonl"):
        for row in rows(path):
            assert row["text"].strip()
            assert all(code in HABITS or code.startswith("+") for code in row["codes"]), row
