"""Find what a message does, in the order in which it does it."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from gehoord.tone.language import UNDETERMINED, language_of
from gehoord.tone.phrases import may_hold
from gehoord.tone.reading.finding import opened
from gehoord.tone.reading.pack import DEFAULT, pack
from gehoord.tone.reading.scope import Page
from gehoord.tone.speech.numbered import numbered_points
from gehoord.tone.speech.rule import Act, ActRule, By, compiled, languages, ours, rules

ANSWERS: dict[str, dict[str, str]] = {
    "yes": {
        "asks_if_solved": "says_solved",
        "restates": "confirms",
        "asks_open": "adds",
        "plans": "accepts",
        "offers_options": "accepts",
    },
    "no": {
        "asks_if_solved": "says_not_solved",
        "restates": "corrects",
        "asks_open": "confirms",
        "plans": "refuses",
        "offers_options": "refuses",
    },
}
"""What a bare yes or no does, by the last thing the agent's message before it did."""
_WORD = regex.compile(r"\w")
_SIGNS = " \n\t.,!?;:\"')("


def acts(text: str, *, by: By, prev: str = "", lang: str = "") -> tuple[Act, ...]:
    """What a message of a customer or an agent does in a conversation, in reading order.

    `prev` is the message before it: a bare yes or no only means something after a question.
    Quoted words count for nothing. Without `lang` the text shows its language; in one without
    acts.toml nothing is found.
    """
    language = _language(text, prev, lang)
    if language not in languages():
        return ()
    normal, page = opened(text, language)
    found = sorted(_on(page, by, language), key=lambda act: (act.start, -act.end))
    if by == "customer":
        found = _answered(found, prev, language)
    return tuple(
        Act(each.name, *normal.raw_span(each.start, each.end)) for each in _followed(found)
    )


def _language(text: str, prev: str, lang: str) -> str:
    language = lang or language_of(text, prev=prev, knows=pack(DEFAULT).lexicon.knows)
    return DEFAULT if language == UNDETERMINED else language


def _on(page: Page, by: By, language: str) -> list[Act]:
    found = [
        Act(f"{rule.act} {rule.followed_by}".strip(), start, end)
        for rule in rules(language)
        if rule.by == by
        for start, end in _hits(rule, page)
    ]
    if by == "agent":
        found += [Act("restates", *span) for span in numbered_points(page.text, ours(language))]
    return found


def _hits(rule: ActRule, page: Page) -> Iterator[tuple[int, int]]:
    """The first words of each sentence that make this rule true."""
    done: set[int] = set()
    for needs, phrase in rule.finders:
        if not may_hold(page.searchable, needs):
            continue
        for match in compiled(phrase).finditer(page.text):
            start, end = page.sentence_at(match.start("hit"))
            if start not in done and _counts(rule, page, match.span("hit"), (start, end)):
                done.add(start)
                yield match.span("hit")


def _counts(rule: ActRule, page: Page, hit: tuple[int, int], sentence: tuple[int, int]) -> bool:
    words = page.text[slice(*sentence)]
    is_question = words.rstrip(" \n\"')").endswith("?")
    if rule.question and is_question != (rule.question == "yes"):
        return False
    if rule.beside_pattern and not rule.beside_pattern.search(words):
        return False
    if rule.unless_pattern and rule.unless_pattern.search(words):
        return False
    return _is_at(rule.at, page.text, hit, sentence)


def _is_at(place: str, text: str, hit: tuple[int, int], sentence: tuple[int, int]) -> bool:
    if place == "message":
        return not _WORD.search(text, 0, hit[0])
    if place == "sentence":
        return not _WORD.search(text, sentence[0], hit[0])
    if place == "whole sentence":
        return text[slice(*sentence)].strip(_SIGNS) == text[slice(*hit)].strip(_SIGNS)
    return True


def _followed(found: list[Act]) -> list[Act]:
    """Each act once per place; one that needs another after it only if that comes."""
    kept: list[Act] = []
    for number, each in enumerate(found):
        name, _, wanted = each.name.partition(" ")
        if wanted and all(later.name != wanted for later in found[number + 1 :]):
            continue
        if any(name == before.name and each.start < before.end for before in kept):
            continue
        kept.append(Act(name, each.start, each.end))
    return kept


def _answered(found: list[Act], prev: str, language: str) -> list[Act]:
    """The same with every bare yes and no turned into what it says to the question before it."""
    bare = [each for each in found if each.name in ANSWERS]
    rest = [each for each in found if each.name not in ANSWERS]
    if not bare or not prev:
        return rest
    asked = _asked_last(prev, language)
    for each in bare:
        meant = ANSWERS[each.name]
        name = next((meant[one] for one in reversed(asked) if one in meant), "")
        if name and not any(_contradicts(name, other.name) for other in rest):
            rest.append(Act(name, each.start, each.end))
    return sorted(rest, key=lambda act: (act.start, -act.end))


def _asked_last(text: str, language: str) -> list[str]:
    """What the last question of an agent's message does, and what comes after it."""
    question = text.rfind("?")
    before = max(text.rfind(sign, 0, max(question, 0)) for sign in ".!?\n")
    since = before if question >= 0 else -1
    return [act.name for act in acts(text, by="agent", lang=language) if act.start > since]


def _contradicts(meant: str, said: str) -> bool:
    """Whether what was said in full makes the bare word mean nothing by itself."""
    return meant == said or said in _AGAINST.get(meant, ())


_AGAINST = {
    "confirms": ("adds", "corrects"),
    "says_solved": ("says_not_solved", "adds"),
    "accepts": ("refuses", "adds"),
    "adds": ("confirms",),
    "corrects": ("confirms", "adds"),
    "refuses": ("accepts", "confirms"),
    "says_not_solved": ("says_solved",),
}
