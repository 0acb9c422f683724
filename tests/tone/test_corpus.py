"""The labelled corpus is well formed, its locked half unchanged, and the reader does not get worse."""

import hashlib
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bench.accuracy import PERSONAL, Judged, judge

CORPUS = Path(__file__).parent.parent / "corpus"
LABELS = {
    "emotion": {"anger", "disappointment", "sadness", "fear", "powerlessness", "confusion",
                "gratitude", "neutral"},
    "abuse": {"none", "profanity", *PERSONAL},
    "target": {"none", "self", "situation", "product", "company", "agent", "third_party"},
    "intent": {"vent", "problem", "both", "none"},
    "next_step": {"listen", "acknowledge_and_ask", "summarise_and_check", "apologise_and_plan",
                  "answer", "set_limit", "end_and_report", "alert_lead", "safety_protocol",
                  "crisis_care", "complaint_route", "reopen", "close_and_follow_up",
                  "warm_handover"},
}  # fmt: skip
HARMS = {"insult", "violence", "sexual", "identity"}
LOCKED = (
    *CORPUS.glob("*/locked/*.jsonl"),
    *CORPUS.glob("facts/*/locked.jsonl"),
    *CORPUS.glob("drafts/*/locked/*.jsonl"),
)
FILES = sorted(path for half in ("open", "locked") for path in CORPUS.glob(f"*/{half}/*.jsonl"))


def rows(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def named(path):
    return str(path.relative_to(CORPUS))


@pytest.mark.parametrize("path", FILES, ids=map(named, FILES))
def test_every_line_has_the_labels_of_the_guide(path):
    for row in rows(path):
        assert row["text"].strip(), row["id"]
        if path.stem == "general":
            assert set(row["harms"]) <= HARMS, row["id"]
            continue
        assert row["anger"] in range(5), row["id"]
        assert isinstance(row["crisis"], bool), row["id"]
        assert not (row["crisis"] and row["abuse"] != "none"), row["id"]
        for name, known in LABELS.items():
            allowed = {row[name], *row.get("accept_also", {}).get(name, [])}
            assert allowed <= known, (row["id"], name)


def test_ids_and_texts_are_there_once():
    lines = [row for path in FILES for row in rows(path)]
    ids = Counter(row["id"] for row in lines)
    assert [name for name, times in ids.items() if times > 1] == []
    texts = Counter(row["text"].lower() for row in lines if len(row["text"].split()) > 8)
    assert [text for text, times in texts.items() if times > 1] == []


def test_corpus_is_large_and_half_of_the_customers_lines_are_locked():
    count = {
        half: sum(len(rows(path)) for path in CORPUS.glob(f"nl/{half}/*.jsonl")
                  if path.stem not in ("general", "limits"))
        for half in ("open", "locked")
    }  # fmt: skip
    assert sum(count.values()) >= 1500
    assert count["locked"] * 2.2 >= sum(count.values())


def test_locked_half_is_as_it_was_written():
    stated = dict(
        reversed(line.split("  ")) for line in (CORPUS / "locked.sha256").read_text().splitlines()
    )
    found = {named(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in LOCKED}
    assert found == stated


def test_no_practice_line_stands_in_the_locked_half():
    training = Path(__file__).parent.parent.parent / "training" / "lines"
    learned = [*training.glob("*/*.jsonl"), *CORPUS.glob("*/open/*.jsonl")]
    seen = {row["text"].strip().lower() for path in learned for row in rows(path)}
    locked = [row for path in CORPUS.glob("*/locked/*.jsonl") for row in rows(path)]
    both = [row["id"] for row in locked
            if len(row["text"].split()) > 5 and row["text"].strip().lower() in seen]  # fmt: skip
    assert both == []


@cache
def locked_customers() -> list[Judged]:
    return list(judge(sorted((CORPUS / "nl" / "locked").glob("[abc].jsonl"))))


def share(right):
    told = list(right)
    return sum(told) / len(told)


@pytest.mark.parametrize(
    ("what", "least"),
    [("exact", 0.6), ("within one", 0.87), ("abuse", 0.88), ("target", 0.66), ("next step", 0.58)],
)
def test_reader_keeps_its_level_on_customers_it_never_met(what, least):
    lines = locked_customers()
    right = {
        "exact": lambda one: one.seen.anger == one.row["anger"],
        "within one": lambda one: abs(one.seen.anger - one.row["anger"]) <= 1,
        "abuse": lambda one: one.seen.abuse == one.row["abuse"],
        "target": lambda one: one.seen.target == one.row["target"],
        "next step": lambda one: one.seen.next_step == one.row["next_step"],
    }[what]
    assert share(map(right, lines)) >= least


def test_a_sign_of_suicide_is_seldom_missed_and_never_called_abuse():
    told = [one for one in locked_customers() if one.row["crisis"]]
    assert share(one.seen.crisis for one in told) >= 0.75
    assert all(one.seen.abuse == "none" for one in told if one.seen.crisis)


def test_calm_or_merely_coarse_customers_are_seldom_accused():
    calm = [one for one in locked_customers() if one.row["abuse"] not in PERSONAL]
    assert share(one.seen.abuse in PERSONAL for one in calm) <= 0.04
