"""What a message does: every rule proves itself on its own examples, and a bare yes means something."""

import pytest

from gehoord import tone
from gehoord.tone.rulebook import marked
from gehoord.tone.speech.find import ANSWERS
from gehoord.tone.speech.rule import languages, rules

RULES = [(language, rule) for language in sorted(languages()) for rule in rules(language)]
FLAGGED = [(language, rule, text) for language, rule in RULES for text in rule.flagged]
CLEAN = [(language, rule, text) for language, rule in RULES for text in rule.clean]
QUESTION = {"nl": "Is het zo opgelost voor u?", "en": "Is it solved for you now?"}
ACTS = {
    "agent": {
        *("greets", "acknowledges", "asks_open", "restates", "apologises", "says_no_fault"),
        *("plans", "asks_if_solved", "thanks", "says_goodbye", "hands_over", "offers_options"),
        "asks_to_wait",
    },
    "customer": {
        *("confirms", "adds", "corrects", "accepts", "refuses", "says_solved", "says_not_solved"),
        *("gives_up", "vents_only", "thanks", "wants_a_person", "yes", "no"),
    },
}


def done(text, *, by="customer", prev="", lang="nl"):
    """What a message does and with which words."""
    found = tone.acts(text, by=by, prev=prev, lang=lang)
    return [(act.name, text[act.start : act.end]) for act in found]


def names(text, **more):
    return [name for name, _words in done(text, **more)]


def wanted(rule):
    """What the rule's act is called in the answer to the question of these tests."""
    return ANSWERS.get(rule.act, {}).get("asks_if_solved", rule.act)


@pytest.mark.parametrize(
    ("language", "rule", "example"), FLAGGED, ids=[f"{r.id} {t[:30]}" for _, r, t in FLAGGED]
)
def test_act_is_found_at_exactly_the_marked_words(language, rule, example):
    text, (start, end) = marked(example)

    found = done(text, by=rule.by, prev=QUESTION[language], lang=language)

    assert (wanted(rule), text[start:end]) in found


@pytest.mark.parametrize(
    ("language", "rule", "example"), CLEAN, ids=[f"{r.id} {t[:30]}" for _, r, t in CLEAN]
)
def test_clean_example_does_something_else(language, rule, example):
    assert wanted(rule) not in names(example, by=rule.by, lang=language)


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_language_knows_the_same_acts(language):
    known = {
        by: {rule.act for rule in rules(language) if rule.by == by} for by in ("agent", "customer")
    }

    assert known == ACTS


@pytest.mark.parametrize(
    ("question", "answer", "meant"),
    [
        ("Klopt dat zo?", "Ja", "confirms"),
        ("Klopt dat zo?", "Nee", "corrects"),
        ("Mis ik nog iets?", "nee hoor", "confirms"),
        ("Mis ik nog iets?", "Ja", "adds"),
        ("Is het zo opgelost voor u?", "ja", "says_solved"),
        ("Is het zo opgelost voor u?", "Nee", "says_not_solved"),
        ("Ik breng hem morgen voor tien uur.", "ja graag", "accepts"),
        ("Ik breng hem morgen voor tien uur.", "Nee", "refuses"),
        ("U kunt kiezen: geld terug of een nieuwe.", "nee", "refuses"),
    ],
)
def test_bare_yes_and_no_answer_the_last_question(question, answer, meant):
    assert names(answer, prev=question) == [meant]


@pytest.mark.parametrize("answer", ["ja", "Nee.", "jawel"])
def test_bare_word_without_a_question_before_it_says_nothing(answer):
    assert names(answer) == []
    assert names(answer, prev="Goedemiddag.") == []


def test_words_in_full_count_more_than_the_bare_word_before_them():
    assert names("Nee, dat was het.", prev="Klopt dat?") == ["confirms"]
    assert names("Nee, ook nog iets: de poot.", prev="Mis ik nog iets?") == ["adds"]


def test_mail_does_several_things_in_the_order_in_which_it_says_them():
    mail = (
        "Beste mevrouw Smit,\n\nWat vervelend. U schrijft dat:\n1. de bank te laat is\n"
        "2. niemand terugbelt\n\nHet spijt me dat dit zo ging. Ik bel u morgen voor 12 uur.\n"
        "Is het zo opgelost?\n\nFijne dag,\nNoor"
    )

    assert list(dict.fromkeys(names(mail, by="agent"))) == [
        *("greets", "acknowledges", "restates", "apologises", "plans"),
        *("asks_if_solved", "says_goodbye"),
    ]


def test_numbered_lines_of_the_agents_own_work_are_no_summary():
    assert "restates" not in names("1. Ik bel de monteur.\n2. Ik mail u.", by="agent")
    assert "restates" in names("1. De bank is laat.\n2. De kleur klopt niet.", by="agent")


def test_quoted_words_do_nothing():
    assert names("U schreef: “Ja, dat klopt.”", by="customer") == []
    assert names("> Ja, dat klopt\nWaar blijft hij?") == []


def test_places_count_in_the_text_as_it_was_given():
    text = "Jaaaa,  dat   KLOPT 😀 helemaal!"

    assert done(text)[0] == ("confirms", "Jaaaa,  dat   KLOPT")


def test_language_shows_itself_and_one_without_rules_has_no_acts():
    assert [act.name for act in tone.acts("Yes, that's right.", by="customer")] == ["confirms"]
    assert tone.acts("Ja, das stimmt so.", by="customer", lang="de") == ()


@pytest.mark.parametrize("text", ["", " ", "…", "?!", "1.\n2.", "\x00", "ja" * 5000, "u " * 20_000])
@pytest.mark.parametrize("by", ["customer", "agent"])
def test_any_text_is_read_without_trouble(text, by):
    for act in tone.acts(text, by=by, prev=text[:200]):
        assert 0 <= act.start < act.end <= len(text)
