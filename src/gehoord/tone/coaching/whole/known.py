"""Questions for what is known already: in the case, or because the customer told us."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import regex
from ahocorasick_rs import AhoCorasick

from gehoord.tone.coaching.draft import REMEMBERED, Draft, Span
from gehoord.tone.coaching.rewrite import filled
from gehoord.tone.coaching.situation import Situation
from gehoord.tone.coaching.turns import reading_of
from gehoord.tone.coaching.whole.words import WholeWords, whole_words

Hit = tuple[Span, str | None]

ENDING = 4
"""Of a bank account only so many last signs are shown."""


@dataclass(frozen=True)
class Kind:
    """One kind of data.

    `facts` are kinds of `read(text).facts`, `names` parts of the names under which a case keeps
    it, `seen` finds it in a message in other ways. `rewrite` asks whether it is right.
    """

    facts: frozenset[str]
    names: tuple[str, ...]
    seen: regex.Pattern[str] | None
    rewrite: str


class Asking:
    """How agents ask for data in one language."""

    def __init__(self, words: WholeWords) -> None:
        self.said = words.section("known").get("kinds", {})
        self.kinds = {name: _kind(words, each) for name, each in self.said.items()}
        what = "|".join(f"(?P<{name}>{each['what']})" for name, each in self.said.items())
        questions = "|".join(
            f"(?P<{name}>{each['question']})"
            for name, each in self.said.items()
            if "question" in each
        )
        self.question = regex.compile(
            rf"(?<![\w-])(?:{questions or '(?!)'})(?!\w)", regex.IGNORECASE
        )
        self.what = regex.compile(rf"(?<![\w-])(?:{what or '(?!)'})(?![\w-])", regex.IGNORECASE)
        self.hints = AhoCorasick(sorted(words.words("known", "hints")))
        self.ask = words.pattern("known", "ask")
        self.other = words.pattern("known", "other")
        self.between = words.pattern("known", "between")
        self.longest = int(words.section("known").get("longest", 0))


def _kind(words: WholeWords, said: Mapping[str, object]) -> Kind:
    seen = said.get("seen")
    return Kind(
        facts=frozenset(_list(said, "facts")),
        names=_list(said, "names"),
        seen=words.compiled_exactly(str(seen)) if seen else None,
        rewrite=str(said.get("rewrite", "")),
    )


def _list(said: Mapping[str, object], name: str) -> tuple[str, ...]:
    found = said.get(name)
    return tuple(map(str, found)) if isinstance(found, list) else ()


@cache
def _asking(language: str) -> Asking:
    return Asking(whole_words(language))


def asked_for_known(situation: Situation) -> Iterator[Hit]:
    """A question for data that stands in the case or in a message of the customer."""
    draft = situation.draft
    asking = _asking(draft.language)
    for name, asked in _questions(draft, asking):
        value = _value(situation, asking.kinds[name], name)
        if value is not None and (not value or value not in draft.text):
            yield _worded(situation, asked, asking, asking.kinds[name], value)


def _questions(draft: Draft, asking: Asking) -> Iterator[tuple[str, Span]]:
    """Every kind of data that is asked for, and where."""
    for start, end in _likely(draft, asking):
        for match in asking.question.finditer(draft.text, start, end):
            yield str(match.lastgroup), match.span()
        for match in asking.what.finditer(draft.text, start, end):
            if found := _asked(draft, asking, match, (start, end)):
                yield str(match.lastgroup), found


def _likely(draft: Draft, asking: Asking) -> list[Span]:
    """The sentences that may ask for data: nearly all have none of these letters."""
    found = {
        draft.sentence_at(start)
        for _, start, _ in asking.hints.find_matches_as_indexes(draft.lowered)
        if start >= draft.body_start
    }
    return [draft.sentences[number] for number in sorted(found)]


def _asked(draft: Draft, asking: Asking, match: regex.Match[str], sentence: Span) -> Span | None:
    """From the first word of asking to the thing asked for; None if nothing is asked."""
    start, end = sentence
    if asking.other.search(draft.text, start, end):
        return None
    for ask in asking.ask.finditer(draft.text, start, end):
        if ask.end() > match.start():
            break
        if asking.between.fullmatch(draft.text, ask.end(), match.start()):
            return ask.start(), match.end()
    return None


def _value(situation: Situation, kind: Kind, name: str) -> str | None:
    """What we know of it: the value, "" if it cannot be shown, None if it is not known."""
    for key, fact in situation.facts.items():
        if fact and any(part in key.lower() for part in kind.names):
            return fact
    for number in range(len(situation.thread) - 1, -1, -1):
        turn = situation.thread[number]
        if turn.by == "customer":
            before = situation.thread[number - 1].text if number else ""
            told = _told(turn.text, before, situation.draft.language)
            if name in told:
                return told[name]
    return None


@lru_cache(REMEMBERED)
def _told(text: str, before: str, language: str) -> Mapping[str, str]:
    """The data in a message of the customer, by kind, as it was written."""
    told = {}
    kinds = _asking(language).kinds
    reading = reading_of(text, before, language)
    for fact in reading.facts:
        for name, kind in kinds.items():
            if fact.kind in kind.facts:
                told[name] = text[fact.start : fact.end]
    for name, kind in kinds.items():
        if name not in told and kind.seen and (match := kind.seen.search(text)):
            told[name] = match.groupdict().get("value") or ""
    return told


def _worded(situation: Situation, asked: Span, asking: Asking, kind: Kind, value: str) -> Hit:
    """The whole question with what we know in it, if it asks nothing else."""
    draft = situation.draft
    start, end = draft.sentences[draft.sentence_at(asked[0])]
    is_short = len(draft.words((start, end))) <= asking.longest
    asks_more = sum(1 for _ in asking.what.finditer(draft.text, start, end)) > 1
    if not kind.rewrite or not value or not is_short or asks_more:
        return asked, None
    template = kind.rewrite.replace("{value}", value).replace("{last}", value[-ENDING:])
    span = (start, end) if asked[0] - start < ENDING else (asked[0], end)
    return span, filled(template[:1].upper() + template[1:] if span[0] == start else template,
                        span, None, situation)  # fmt: skip
