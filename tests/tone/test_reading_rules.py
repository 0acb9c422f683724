"""Every rule that reads proves itself on its own examples."""

import pytest

from gehoord.tone import rulebook
from gehoord.tone.reading.pack import explain, pack
from gehoord.tone.reading.reader import found
from gehoord.tone.reading.rules import ReadingRule
from gehoord.tone.reading.scope import page
from gehoord.tone.text import normalise

DUTCH = pack("nl")
FLAGGED = [(rule, example) for rule in DUTCH.rules for example in rule.flagged]
CLEAN = [(rule, example) for rule in DUTCH.rules for example in rule.clean]


def words_found_by(rule: ReadingRule, text: str) -> list[tuple[int, int]]:
    normal = normalise(text, known=DUTCH.lexicon.knows, masked=DUTCH.masked)
    hits = found(page(normal.text, text, DUTCH))
    return [normal.raw_span(hit.start, hit.end) for hit in hits if hit.rule == rule.id]


@pytest.mark.parametrize(("rule", "example"), FLAGGED, ids=[rule.id for rule, _ in FLAGGED])
def test_rule_finds_exactly_the_marked_words(rule, example):
    text, marked = rulebook.marked(example)
    assert marked in words_found_by(rule, text)


@pytest.mark.parametrize(("rule", "example"), CLEAN, ids=[rule.id for rule, _ in CLEAN])
def test_rule_is_silent_on_its_clean_example(rule, example):
    assert words_found_by(rule, example) == []


def test_rules_are_enough_for_a_first_version():
    assert len(DUTCH.rules) >= 60


@pytest.mark.parametrize("rule", DUTCH.rules, ids=lambda rule: rule.id)
def test_rule_compiles_and_explains_itself_in_one_sentence(rule):
    assert all(rule.pattern(number).search("") is None for number in range(len(rule.find)))
    assert rule.exemption is None or rule.exemption.search("") is None
    assert explain(rule.id).endswith(".")


def test_explain_knows_every_word_list():
    lists = {
        entry.rule
        for table in (DUTCH.lexicon.words, DUTCH.lexicon.stems, DUTCH.lexicon.phrases)
        for entries in table.values()
        for entry in entries
    }
    assert [name for name in lists if not explain(name)] == []


def test_explain_of_an_unknown_rule_or_language_is_empty():
    assert explain("nl.anger.nobody-wrote-this") == ""
    assert explain("tlh.lexicon.anger") == ""


def test_a_rule_with_an_unknown_category_is_refused():
    with pytest.raises(ValueError, match="no category"):
        ReadingRule(id="x", why="", find=("boos",), flagged=(), clean=(), category="naughty")


def test_a_rule_without_a_word_to_look_for_is_refused():
    with pytest.raises(ValueError, match="whole word"):
        ReadingRule(id="x", why="", find=(r"\w+ (heel )?",), flagged=(), clean=())
