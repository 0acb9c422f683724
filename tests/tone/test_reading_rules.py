"""Every rule that reads proves itself on its own examples."""

import pytest

from gehoord.tone import rulebook
from gehoord.tone.reading.finding import found
from gehoord.tone.reading.pack import LANGUAGES, explain, pack
from gehoord.tone.reading.rules import ReadingRule
from gehoord.tone.reading.scope import page
from gehoord.tone.text import normalise

PACKS = [pack(language) for language in LANGUAGES]
RULES = [rule for known in PACKS for rule in known.rules]
FLAGGED = [(rule, example) for rule in RULES for example in rule.flagged]
CLEAN = [(rule, example) for rule in RULES for example in rule.clean]


def words_found_by(rule: ReadingRule, text: str) -> list[tuple[int, int]]:
    known = pack(rule.id.partition(".")[0])
    normal = normalise(text, known=known.lexicon.knows, masked=known.masked)
    hits = found(page(normal.text, text, known))
    return [normal.raw_span(hit.start, hit.end) for hit in hits if hit.rule == rule.id]


@pytest.mark.parametrize(("rule", "example"), FLAGGED, ids=[rule.id for rule, _ in FLAGGED])
def test_rule_finds_exactly_the_marked_words(rule, example):
    text, marked = rulebook.marked(example)
    assert marked in words_found_by(rule, text)


@pytest.mark.parametrize(("rule", "example"), CLEAN, ids=[rule.id for rule, _ in CLEAN])
def test_rule_is_silent_on_its_clean_example(rule, example):
    assert words_found_by(rule, example) == []


@pytest.mark.parametrize("known", PACKS, ids=LANGUAGES)
def test_rules_are_enough_for_a_first_version(known):
    assert len(known.rules) >= 60


@pytest.mark.parametrize("known", PACKS, ids=LANGUAGES)
def test_rules_are_named_after_their_language(known):
    assert [rule.id for rule in known.rules if not rule.id.startswith(known.language + ".")] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_compiles_and_explains_itself_in_one_sentence(rule):
    assert all(rule.pattern(number).search("") is None for number in range(len(rule.find)))
    assert rule.exemption is None or rule.exemption.search("") is None
    assert explain(rule.id).endswith(".")


@pytest.mark.parametrize("known", PACKS, ids=LANGUAGES)
def test_explain_knows_every_word_list(known):
    lists = {
        entry.rule
        for table in (known.lexicon.words, known.lexicon.stems, known.lexicon.phrases)
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
