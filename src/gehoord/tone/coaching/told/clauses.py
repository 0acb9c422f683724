"""The clauses that say what happened to a customer, made from one message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.rule import Match
from gehoord.tone.coaching.told.saying import CannotSay, saying
from gehoord.tone.coaching.told.words import Happening, ToldWords, told_words
from gehoord.tone.phrases import may_hold

REMEMBERED = 1024
"""How many messages one process remembers what was told in."""
ANYTHING = "anything"
SHORT = 3
SAME = 5
"""Words that begin with as many letters alike are taken for the same."""
LONGEST = 4000
"""Of a longer message only the beginning is looked at."""
_GROUP = regex.compile(r"\{(?:(?P<lead>\w+)\+)?(?P<name>\w+)(?P<may>\?)?(?::(?P<form>\w+))?\}")
_CHOICE = regex.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_SPACES = regex.compile(r"\s{2,}")
_WORD = regex.compile(r"[\p{L}\d]+")


@dataclass(frozen=True)
class Told:
    """One thing a customer went through: a clause that stands alone, and one behind “that”.

    In both `{uw|je}` follows the reply's form of address. `parts` are its pieces by name, as
    how long (`duur`) or what about (`ding`).
    """

    kind: str
    weight: int
    main: str
    behind: str
    is_ours: bool
    lasts: bool
    parts: tuple[tuple[str, str], ...] = ()

    def part(self, name: str) -> str:
        """A piece of it by name, empty if it has none."""
        return dict(self.parts).get(name, "")

    @cached_property
    def keys(self) -> frozenset[str]:
        """The beginnings of the words that carry it, to see whether a reply says it already."""
        said = addressed(self.behind, is_formal=True)
        return frozenset(beginning for _, beginning in beginnings(said))


def addressed(clause: str, *, is_formal: bool) -> str:
    """A clause in the polite or the familiar form."""
    return _CHOICE.sub(lambda choice: choice[1 if is_formal else 2], clause)


def beginnings(text: str) -> Iterator[tuple[int, str]]:
    """Where each word of a text stands and how it begins, the shortest words left out."""
    for word in _WORD.finditer(text):
        if len(word[0]) > SHORT:
            yield word.start(), word[0].lower()[:SAME]


@lru_cache(REMEMBERED)
def told_in(text: str, language: str) -> tuple[Told, ...]:
    """Everything one message of a customer tells, the worst first."""
    words = told_words(language)
    message = Draft(text[:LONGEST], language)
    found = [_first(happening, message, words) for happening in words.happenings]
    clauses = sorted((each for each in found if each), key=lambda each: -each.weight)
    # What was found in a clause about anything counts where nothing else was.
    exact = [each for each in clauses if each.kind != ANYTHING]
    return tuple(exact or clauses[:1])


def _first(happening: Happening, message: Draft, words: ToldWords) -> Told | None:
    """The first place in the message that tells this and can be said."""
    found = _matches(happening, message)
    for match in sorted(found, key=lambda match: (match.start, -match.end)):
        if not _is_told(happening, message, match, words):
            continue
        try:
            return _clause(happening, match.groups, words)
        except CannotSay:
            continue
    return None


def _matches(happening: Happening, message: Draft) -> Iterator[Match]:
    whole = (0, len(message.text))
    for phrase in happening.phrases:
        if may_hold(message.searchable, phrase.needs):
            yield from phrase.find_in(message.text, message.lowered, whole)


def _is_told(happening: Happening, message: Draft, match: Match, words: ToldWords) -> bool:
    """Whether the customer says so himself: no question, no “if”, nobody else's words, no “not”."""
    span = match.start, match.end
    sentence = _sentence(message, span)
    before = message.text[sentence[0] : span[0]]
    if message.is_quoted(span) or happening.unless.search(message.text, *sentence):
        return False
    if happening.holds and not happening.holds.search(message.text[slice(*span)]):
        return False
    if words.pattern("guards", "not_before").search(before):
        return False
    if words.pattern("guards", "own_fault").search(message.text, *sentence):
        return False
    return happening.may_ask or not _asks(message, span, sentence, words)


def _sentence(message: Draft, span: Span) -> Span:
    """From where the sentence of the first words begins to where that of the last ends."""
    if not message.sentences or span[0] < message.sentences[0][0]:
        end = message.text.find("\n", span[1])
        return 0, end if end >= 0 else len(message.text)
    first = message.sentences[message.sentence_at(span[0])]
    last = message.sentences[message.sentence_at(max(span[0], span[1] - 1))]
    return min(first[0], span[0]), max(last[1], span[1])


def _asks(message: Draft, span: Span, sentence: Span, words: ToldWords) -> bool:
    """Whether the words stand in a question; a statement before one is none."""
    if "?" not in message.text[span[1] : sentence[1]]:
        return False
    asking = words.regex("asking", "clause")
    if asking.search(message.text[sentence[0] : span[0]]):
        return True
    return not asking.search(message.text, span[1], sentence[1])


def _clause(happening: Happening, groups: Mapping[str, str | None], words: ToldWords) -> Told:
    return Told(
        kind=happening.kind,
        weight=happening.weight,
        main=_filled(happening.main, groups, words),
        behind=_filled(happening.behind, groups, words),
        is_ours=happening.is_ours,
        lasts=happening.lasts,
        parts=tuple(_parts(groups, words)),
    )


def _parts(groups: Mapping[str, str | None], words: ToldWords) -> Iterator[tuple[str, str]]:
    for name, value in groups.items():
        if value and name != "hit":
            with suppress(CannotSay):
                yield name, _said(name, "", value, words)


def _filled(template: str, groups: Mapping[str, str | None], words: ToldWords) -> str:
    """The template with what the customer said. Raises CannotSay if something is missing."""

    def group(slot: regex.Match[str]) -> str:
        value = groups.get(slot["name"])
        if value:
            lead = f"{slot['lead']} " if slot["lead"] else ""
            return lead + _said(slot["name"], slot["form"] or "", value, words)
        if slot["may"]:
            return ""
        raise CannotSay(slot["name"])

    return _SPACES.sub(" ", _GROUP.sub(group, template)).strip()


def _said(name: str, form: str, value: str, words: ToldWords) -> str:
    how = saying(words.language)
    if name in words.words("saying", "names"):
        return how.name(value)
    if name in words.words("saying", "things") or name in words.words("saying", "loose"):
        return how.thing(value, form, is_loose=name in words.words("saying", "loose"))
    if name in words.words("saying", "ordinary"):
        return how.known(value)
    plain = how.plain(value)
    if not form:
        return plain
    table = words.table("forms").get(form, {})
    if plain not in table:
        raise CannotSay(plain)
    return str(table[plain])
