"""Rules of the house itself, proved on their own examples before they may speak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex
from django.utils.translation import gettext as _

from gehoord.coaching.style.layers import OwnRule
from gehoord.coaching.style.phrases import PhraseRefused, engine_phrase
from gehoord.tone.coaching.checks import hits
from gehoord.tone.coaching.draft import Draft
from gehoord.tone.coaching.finding import LEVELS, Level
from gehoord.tone.coaching.rule import CoachRule
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.rulebook import marked

FEWEST_FLAGGED, FEWEST_CLEAN = 2, 1
MOST_PHRASES, MOST_EXAMPLES = 20, 20
LONGEST_LINE = 300
SOURCE = "house"
_CHOICE = regex.compile(r"\{[^{}|]*\|[^{}|]*\}")
_PLACES_FOR_WORDS = ("«{}»", "Wij schrijven: «{}».", "1. «{}».", "Nee: «{}».", "Een keer «{}».")
_QUIET = ("Dank voor uw bericht.", "Tot ziens.", "Goed.", "Ja.", "1.")


class RuleRefused(ValueError):
    """A rule of the house that cannot be used; `reasons` are sentences, each with its field."""

    def __init__(self, reasons: list[tuple[str, str]]) -> None:
        super().__init__(" ".join(reason for _field, reason in reasons))
        self.reasons = reasons


def as_engine_rule(rule: OwnRule) -> CoachRule:
    """The rule as the engine runs it. Raises PhraseRefused if a phrase is not plain."""
    level: Level = next(each for each in LEVELS if each == rule.level)
    return CoachRule(
        id=rule.id,
        level=level,
        advice=rule.advice,
        why=rule.why or rule.advice,
        phrases=tuple(engine_phrase(phrase, is_tried=True) for phrase in rule.phrases),
        rewrite=rule.rewrite or None,
        flagged=rule.flagged,
        clean=rule.clean,
        source=SOURCE,
    )


def require_plain_phrases(rule: OwnRule) -> None:
    """Raise PhraseRefused if the coach would not take a phrase of this rule."""
    for phrase in rule.phrases:
        engine_phrase(phrase)


def proved(rule: OwnRule) -> OwnRule:
    """The rule, if it says what it must and its examples bear it out; a word gets examples here.

    Raises RuleRefused with a sentence for each thing that is wrong.
    """
    reasons = [*_wrong_words(rule), *_wrong_phrases(rule)]
    if reasons:
        raise RuleRefused(reasons)
    rule = _with_examples(rule) if rule.is_word else _tidied(rule)
    reasons = list(_too_few(rule)) or list(_wrong_examples(rule))
    if reasons:
        raise RuleRefused(reasons)
    return rule


def marks_in(rule: CoachRule, text: str) -> list[tuple[str, str | None]]:
    """The words that a rule of the house marks in a text, each with what it would make of them."""
    situation = Situation(draft=Draft(text))
    return [(text[start:end], better) for (start, end), better in hits(rule, situation)]


def _wrong_words(rule: OwnRule) -> Iterator[tuple[str, str]]:
    if rule.level not in LEVELS:
        yield "level", _("Choose how strong the advice is.")
    for name in ("advice", "why", "rewrite"):
        words = getattr(rule, name)
        is_needed = name == "advice" or (name == "why" and not rule.is_word)
        if is_needed and not words.strip():
            yield name, _("Fill this in: one sentence.")
        if len(words) > LONGEST_LINE:
            yield name, _("At most %d characters.") % LONGEST_LINE
    if set(_CHOICE.sub("", rule.rewrite)) & set("{}"):
        yield "rewrite", _("Curly brackets hold two forms, like {u wilt|je wilt}.")


def _wrong_phrases(rule: OwnRule) -> Iterator[tuple[str, str]]:
    if not rule.phrases:
        yield "phrases", _("Fill in the words to look for.")
    if len(rule.phrases) > MOST_PHRASES:
        yield "phrases", _("At most %d phrases. Make two rules of it.") % MOST_PHRASES
        return
    for phrase in rule.phrases:
        try:
            engine_phrase(phrase)
        except PhraseRefused as refused:
            yield "phrases", str(refused)


def _tidied(rule: OwnRule) -> OwnRule:
    return replace(rule, flagged=tuple(each.strip() for each in rule.flagged))


def _too_few(rule: OwnRule) -> Iterator[tuple[str, str]]:
    if len(rule.flagged) < FEWEST_FLAGGED:
        yield "flagged", _("Give at least two sentences in which it should be marked.")
    if len(rule.clean) < FEWEST_CLEAN:
        yield "clean", _("Give at least one sentence that looks alike and is fine.")
    for name in ("flagged", "clean"):
        examples = getattr(rule, name)
        if len(examples) > MOST_EXAMPLES or any(len(each) > LONGEST_LINE for each in examples):
            most = {"number": MOST_EXAMPLES, "length": LONGEST_LINE}
            yield name, _("At most %(number)d sentences of %(length)d characters.") % most


def _wrong_examples(rule: OwnRule) -> Iterator[tuple[str, str]]:
    engine = as_engine_rule(rule)
    for example in rule.flagged:
        yield from _wrong_flagged(engine, example)
    for example in rule.clean:
        if found := marks_in(engine, example):
            words = {"example": example, "found": found[0][0]}
            yield (
                "clean",
                _("“%(example)s” should be left alone, but “%(found)s” is marked.") % words,
            )


def _wrong_flagged(engine: CoachRule, example: str) -> Iterator[tuple[str, str]]:
    if example.count("«") != 1 or not regex.search(r"«[^«»]+»", example):
        yield "flagged", _("“%s” has no words between « and ».") % example
        return
    text, (start, end) = marked(example)
    found = marks_in(engine, text)
    words = {"example": text, "wanted": text[start:end], "found": found[0][0] if found else ""}
    if not found:
        yield "flagged", _("In “%(example)s” nothing is marked.") % words
    elif words["found"] != words["wanted"]:
        yield (
            "flagged",
            _("In “%(example)s” “%(found)s” is marked, and not “%(wanted)s”.") % words,
        )
    elif (better := found[0][1]) and marks_in(engine, text[:start] + better + text[end:]):
        yield "rewrite", _("The better words “%s” would be marked again.") % better


def _with_examples(rule: OwnRule) -> OwnRule:
    """A word with sentences around it that say what it does, as every rule has."""
    sample = _sample(rule.phrases[0])
    engine = as_engine_rule(rule)
    better = _CHOICE.sub(lambda choice: choice[0][1:].partition("|")[0], rule.rewrite)
    quiet = [text for text in (better, *_QUIET) if text and not marks_in(engine, text)]
    flagged = [place.format(sample) for place in _PLACES_FOR_WORDS]
    right = [text for text in flagged if not list(_wrong_flagged(engine, text))]
    return replace(
        rule,
        why=rule.why or rule.advice,
        flagged=tuple((right or flagged)[:FEWEST_FLAGGED]),
        clean=tuple(quiet[:1]),
    )


def _sample(phrase: str) -> str:
    """One text that a phrase finds: the first of what can be chosen, and all that may stand there."""
    words = regex.sub(r"[?*]", "", regex.sub(r"\s*(?:…|\.{3,})\s*", " ", phrase.strip()))
    while "(" in words:
        words = regex.sub(r"\(([^()|]*)[^()]*\)", r"\1", words)
    return " ".join(words.split())
