"""What the coach offers instead is right Dutch, does no new harm and keeps the form of address."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import pytest

from gehoord.tone.coaching import BLANK, coach
from gehoord.tone.coaching.advice import rules
from gehoord.tone.coaching.checks import hits
from gehoord.tone.coaching.finding import Finding
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.told import with_told
from gehoord.tone.coaching.told.clauses import addressed, told_in
from gehoord.tone.coaching.told.words import told_words
from gehoord.tone.coaching.wording import wording
from gehoord.tone.rulebook import marked
from tests.services import missing
from tests.tone.test_coach_rules import situation

RIGHT = frozenset({"nl"})
"""Words that the dictionary does not know and that are right."""
OF_THE_WHOLE = {rule.code for rule in rules("nl") if rule.kind == "absence" and not rule.finders}
"""What a reply lacks anywhere, which no words in it can bring about."""
EXAMPLES = [
    pytest.param(rule, text, address, id=f"{rule.id} {address} {text[:30]}")
    for rule in rules("nl")
    for text in rule.flagged
    for address in ("u", "je")
]


def rewritten(rule, example: str, address: str = "") -> tuple[Situation, Finding] | None:
    """The first finding of the rule in its example, with a rewrite, and where it stands."""
    text, _ = marked(example)
    given = replace(situation(rule, text), address=address)
    found = next(iter(hits(rule, given)), None)
    if found is None or found[1] is None:
        return None
    finding = Finding(rule.code, rule.level, *found[0], rule.advice, found[1])
    return given, with_told([finding], given)[0]


def in_place(given: Situation, finding: Finding) -> str:
    text = given.draft.text
    return f"{text[: finding.start]}{finding.rewrite}{text[finding.end :]}"


def marks(given: Situation, draft: str) -> list[Finding]:
    found = coach(
        draft,
        channel=given.channel,
        customer=given.customer,
        stage=given.stage,
        thread=given.thread,
        facts=given.facts,
        text_kind=given.text_kind,
        lang="nl",
        most=50,
    )
    return [finding for finding in found if finding.level != "tip"]


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        pytest.param(rule, text, id=f"{rule.id} {text[:40]}")
        for rule in rules("nl")
        for text in rule.flagged
    ],
)
def test_rewrite_in_its_sentence_trips_no_rule_that_the_draft_did_not(rule, example):
    found = rewritten(rule, example)
    if found is None:
        return
    given, finding = found
    before = {mark.rule for mark in marks(given, given.draft.text)} - {rule.code} | OF_THE_WHOLE
    better = in_place(given, finding)
    end = finding.start + len(finding.rewrite or "")
    new = [
        (mark.rule, better[mark.start : mark.end])
        for mark in marks(given, better)
        if mark.rule not in before
        and mark.start < end
        and finding.start < mark.end
        and better[mark.start : mark.end].lower() not in given.draft.text.lower()
    ]
    assert new == [], better


@pytest.mark.parametrize(("rule", "example", "address"), EXAMPLES)
def test_rewrite_keeps_the_form_of_address(rule, example, address):
    found = rewritten(rule, example, address)
    # Notes are for colleagues, and some rules are about this very form.
    if found is None or rule.code.startswith("JEU") or rule.texts == ("note",):
        return
    given, finding = found
    other = wording("nl").informal if address == "u" else wording("nl").formal
    own = given.draft.text.lower()
    wrong = [
        word for word in other.findall(finding.rewrite or "") if word.lower() not in own.split()
    ]
    assert wrong == [], finding.rewrite


@pytest.mark.parametrize(("rule", "example", "address"), EXAMPLES)
def test_rewrite_does_not_shout_and_ends_once(rule, example, address):
    found = rewritten(rule, example, address)
    if found is None:
        return
    given, finding = found
    better = in_place(given, finding)
    assert "!" not in (finding.rewrite or "")
    assert not any(pair in better for pair in ("..", ".?", "?.", ".!", "?!", " ,", "  ", " ."))


def new_words(given: Situation, finding: Finding) -> set[str]:
    """The words of the rewrite that are ours: not the agent's, no blank."""
    words = given.draft.words_of
    text = BLANK.sub(" ", finding.rewrite or "")
    own = {word.lower() for word in given.draft.words((0, len(given.draft.text)))}
    own |= {word.lower() for turn in given.thread for word in turn.text.replace(",", " ").split()}
    own |= {word.lower() for word in given.customer.name.split()}
    assert words
    return {word for word in tokens(text) if word.lower() not in own}


def tokens(text: str) -> list[str]:
    return [word for word in text.replace("’", "'").translate(SIGNS).split() if word[0].isalpha()]


SIGNS = str.maketrans({sign: " " for sign in '.,:;?!()‘“”[]–—-"0123456789/'})


def misspelt(words: set[str]) -> list[str]:
    """Those that a Dutch dictionary does not know."""
    program = shutil.which("hunspell")
    known = program and subprocess.run(
        [program, "-D"], check=False, capture_output=True, text=True, input=""
    )
    if not program or "nl_NL" not in known.stderr:
        missing("hunspell with Dutch")
    lines = "\n".join(sorted(words))
    done = subprocess.run(
        [program, "-d", "nl_NL", "-i", "utf-8", "-l"],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(set(done.stdout.split()) - RIGHT)


def test_rewrites_are_spelt_right_in_both_forms():
    words: set[str] = set()
    for parameter in EXAMPLES:
        rule, example, address = parameter.values
        if found := rewritten(rule, example, address):
            words |= new_words(*found)
    assert misspelt(words) == []


def test_templates_of_rewrites_are_spelt_right():
    """Also those that no example shows."""
    words: set[str] = set()
    for rule in rules("nl"):
        templates = [rule.rewrite, rule.sentence_rewrite, *(swap[1] for swap in rule.swaps)]
        for template in filter(None, templates):
            for is_formal in (True, False):
                said = addressed(template, is_formal=is_formal)
                words |= set(tokens(BLANK.sub(" ", said).translate(BRACES)))
    assert misspelt({word for word in words if not word.startswith("{")}) == []


BRACES = str.maketrans({"^": "", "~": ""})


def test_what_is_told_is_spelt_right_in_both_forms():
    words: set[str] = set()
    for happening in told_words("nl").happenings:
        for message, _ in happening.says:
            for told in told_in(message, "nl"):
                for clause in (told.main, told.behind):
                    words |= set(tokens(addressed(clause, is_formal=True)))
                    words |= set(tokens(addressed(clause, is_formal=False)))
    for starter in told_words("nl").table("starters").values():
        for is_formal in (True, False):
            words |= set(tokens(BLANK.sub(" ", addressed(starter, is_formal=is_formal))))
    assert misspelt({word for word in words if not word.startswith("{") and word.islower()}) == []
