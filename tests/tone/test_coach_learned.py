"""Habits in wordings that no rule lists: what the learned model adds, and where it stays silent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from gehoord.tone.coaching import Customer, Style, Turn, coach, guess, sought
from gehoord.tone.coaching.advice import rules
from gehoord.tone.coaching.checks import hits
from gehoord.tone.coaching.draft import Draft
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.supposing import OF_THE_WHOLE

ANGRY = Customer(anger=3, emotion="anger")
BLAME = "Iedere andere klant krijgt dit toch ook gewoon voor elkaar."
ACKNOWLEDGED = (
    "Een kast zonder deuren, daar heeft u niets aan. Hij is donderdag om 10 uur compleet."
)
BARE = "De deuren zijn donderdag om 10 uur bij u."


def codes(draft: str, **more) -> set[str]:
    return {finding.rule for finding in coach(draft, most=20, **more)}


def test_blame_without_a_listed_word_is_marked():
    listed = {
        rule.code
        for rule in rules()
        for _ in hits(rule, Situation(draft=Draft(BLAME)))
    }  # fmt: skip
    found = [finding for finding in coach(BLAME) if finding.rule not in listed]
    assert found, "a rule lists these words now: choose others"
    assert {finding.rule[:3] for finding in found} <= {"VRW", "NEE"}
    for finding in found:
        assert BLAME[finding.start : finding.end].strip()


def test_switching_a_rule_off_silences_the_model_too():
    for code in codes(BLAME):
        assert code not in codes(BLAME, style=Style(without=frozenset({code})))


def test_acknowledgement_without_a_word_of_regret_counts():
    thread = [
        Turn("customer", "Wanneer wordt dit nou eens geregeld?! Ik ben er helemaal klaar mee.")
    ]
    assert "EMP-01" not in codes(ACKNOWLEDGED, customer=ANGRY, thread=thread)
    assert "EMP-01" in codes(BARE, customer=ANGRY, thread=thread)


def test_quoted_words_are_not_looked_at():
    assert codes(f"U schreef: {BLAME}") <= codes("U schreef: ja.")


def test_english_blame_without_a_listed_word_is_marked():
    blame = "Every other customer gets this done on the first try."
    listed = {rule.code for rule in rules("en") for _ in hits(rule, Situation(Draft(blame, "en")))}
    assert codes(blame, lang="en") - listed


def test_what_a_rule_says_of_words_goes_before_a_guess_of_the_same_kind():
    assert codes("We apologise for the inconvenience.", lang="en") == {"en-EXC-01"}


def test_same_sentence_scores_the_same_again_and_in_another_draft():
    first, second = guess.seen(Draft(BLAME)), guess.seen(Draft(f"Dag mevrouw Smit. {BLAME}"))
    assert first is not None
    assert second is not None
    assert list(first.rows[0][1]) == list(second.rows[-1][1])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_habit_of_the_model_is_a_rule_and_has_a_bar(language):
    seen = guess.seen(Draft(BLAME, language))
    assert seen is not None
    habits = {head for head in seen.model.heads if head != guess.ANY and head[0] != guess.GOOD}
    assert habits <= {rule.code for rule in rules(language)}
    by_sentence = {rule.code for rule in rules(language) if rule.kind not in OF_THE_WHOLE}
    assert habits & by_sentence <= guess.bars_of(language).by_code.keys()


def test_length_and_number_are_counted_and_not_guessed():
    long = "Wij wachten nog op de leverancier en daarna bellen wij u terug over de lamp."
    assert codes(long) & {"B1-01", "B1-08"} == set()


def test_drafts_of_many_agents_at_once_are_read_as_each_alone(monkeypatch):
    drafts = [f"Dag {name}. {BLAME} {BARE} Nummer {at}." for at, name in enumerate("ABCDEFGH" * 20)]
    alone = [coach(draft) for draft in drafts]
    monkeypatch.setattr(guess, "SENTENCES", 3)
    monkeypatch.setattr(sought, "REMEMBERED", 3)
    with ThreadPoolExecutor(8) as agents:
        assert list(agents.map(coach, drafts)) == alone
