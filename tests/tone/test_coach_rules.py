"""A coach rule's examples are its tests: it marks exactly the marked words, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from gehoord.tone.coaching import Customer, Turn
from gehoord.tone.coaching.advice import rules as rules_of
from gehoord.tone.coaching.checks import hits
from gehoord.tone.coaching.draft import Draft
from gehoord.tone.coaching.finding import Finding
from gehoord.tone.coaching.rule import CoachRule
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.told import with_told
from gehoord.tone.coaching.wording import languages
from gehoord.tone.rulebook import marked

RULES = [rule for language in sorted(languages()) for rule in rules_of(language)]
FLAGGED = [
    pytest.param(rule, text, id=f"{rule.id} {text[:40]}") for rule in RULES for text in rule.flagged
]
CLEAN = [
    pytest.param(rule, text, id=f"{rule.id} {text[:40]}") for rule in RULES for text in rule.clean
]


def situation(rule: CoachRule, draft: str) -> Situation:
    """The draft in the circumstances that the rule's examples suppose."""
    given: dict[str, Any] = dict(rule.context)
    turns = [Turn(by, text) for by, text in given.get("thread", ())]
    turns += [Turn("agent", given["answered"])] if "answered" in given else []
    turns += [Turn("customer", given["heard"])] if "heard" in given else []
    return Situation(
        draft=Draft(draft, rule.language),
        channel=given.get("channel", ""),
        customer=Customer(
            given.get("name", ""), given.get("anger", 0), given.get("emotion", "neutral")
        ),
        stage=given.get("stage", ""),
        thread=tuple(turns),
        facts=given.get("facts", {}),
        text_kind=rule.texts[0],
        address=given.get("address", ""),
    )


@pytest.mark.parametrize(("rule", "example"), FLAGGED)
def test_flagged_example_is_marked_at_exactly_the_marked_words(rule, example):
    text, span = marked(example)
    found = [text[start:end] for (start, end), _ in hits(rule, situation(rule, text))]
    assert found[:1] == [text[span[0] : span[1]]], found


@pytest.mark.parametrize(("rule", "example"), CLEAN)
def test_clean_example_is_left_alone(rule, example):
    found = [example[start:end] for (start, end), _ in hits(rule, situation(rule, example))]
    assert found == []


@pytest.mark.parametrize(("rule", "example"), FLAGGED)
def test_rewrite_does_not_trip_its_own_rule_again(rule, example):
    text, _ = marked(example)
    given = situation(rule, text)
    for (start, end), written in hits(rule, given):
        found = Finding(rule.code, rule.level, start, end, rule.advice, written)
        rewrite = with_told([found], given)[0].rewrite
        if rewrite is None:
            continue
        better = text[:start] + rewrite + text[end:]
        again = [
            better[s:e]
            for (s, e), _ in hits(rule, situation(rule, better))
            if s < start + len(rewrite) and start < e
        ]
        assert again == [], better


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_gives_one_sentence_of_advice_and_a_reason(rule):
    for words in (rule.advice, rule.why):
        assert words.lstrip("‘")[0].isupper()
        assert words.endswith((".", "?”", "?’", ".’"))
        assert len(words.split()) <= 25
    assert (
        not {"u", "uw"} & set(rule.advice.lower().replace("‘", " ").split()) or "‘" in rule.advice
    )
