"""One coach rule as it stands in TOML, and the patterns made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import regex

from gehoord.tone.coaching.draft import Span
from gehoord.tone.coaching.finding import LEVELS, Level
from gehoord.tone.coaching.wording import DEFAULT, wording
from gehoord.tone.phrases import compile_phrases, needed
from gehoord.tone.rulebook import Rule

KINDS = ("phrase", "count", "absence", "order", "metric", "context")
PLACES = ("", "start of draft", "start of sentence", "whole sentence")
TEXT_KINDS = ("reply", "note", "saved")
FITS = ("words", "clause", "before")
_ESCAPE = regex.compile(r"\\[DSWB]|\\p\{(?!Lu)\w+\}|\(\?P<\w+>")
_LOOK = regex.compile(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)")
# A full stop or the like that the phrase takes in: escaped, or in a set of signs.
_ENDS = regex.compile(r"\\[.!?]|\[(?!\^)[^\]]*[.!?\n]|\\n|!")
_CAPITAL = regex.compile(r"\p{Lu}|\(\?-i")
NEIGHBOURHOODS = ("sentence", "next sentence", "draft")
CONDITIONS = {
    *("min_anger", "emotions", "stages", "channels", "first_reply"),
    *("heard", "not_heard", "said_before", "known", "fact"),
    *("abused", "no_limit_needed", "threatened", "in_crisis", "intents"),
}


class Match(NamedTuple):
    """The words of a draft that a phrase stands for, and the named parts of them."""

    start: int
    end: int
    groups: Mapping[str, str | None]

    @classmethod
    def of(cls, found: regex.Match[str]) -> Match:
        """What a pattern of `compile_phrases` found."""
        return cls(found.start("hit"), found.end("hit"), found.groupdict())

    def moved(self, by: int) -> Match:
        """The same words in a text in which they stand further on."""
        return Match(self.start + by, self.end + by, self.groups)


@dataclass(frozen=True)
class Phrase:
    """One phrase of a rule, spelled out; its patterns are made when a draft first needs them."""

    words: str

    @cached_property
    def needs(self) -> tuple[frozenset[str], ...]:
        """Pieces of text of which every match has one of each set, the rarest set first."""
        return needed(self.words)

    @cached_property
    def crosses(self) -> bool:
        """Whether a match may begin in one sentence and end in the next."""
        return _ENDS.search(_LOOK.sub("", self.words)) is not None

    def find_in(self, text: str, lowered: str, span: Span) -> list[Match]:
        """Every match in a stretch of the text; `lowered` is the text in small letters."""
        if self._quick is None:
            return [Match.of(match) for match in self._exact.finditer(text, *span)]
        # The same match once more, in the letters as they were typed.
        again = (
            self._exact.match(text, match.start("hit"), span[1])
            for match in self._quick.finditer(lowered, *span)
        )
        return [Match.of(match) for match in again if match]

    @cached_property
    def _exact(self) -> regex.Pattern[str]:
        return compile_phrases((self.words,))

    @cached_property
    def _quick(self) -> regex.Pattern[str] | None:
        """For small letters only, several times faster; None if capitals matter."""
        if _CAPITAL.search(_ESCAPE.sub("", self.words)):
            return None
        return compile_phrases((self.words,), is_lower_case=True)


@dataclass(frozen=True, kw_only=True)
class CoachRule(Rule):
    """A habit in replies, how to find it, and what to write instead.

    `id` is the habit's public name (`EXC-01`); behind a dot may stand which way of finding it
    this is. `kind` says how: phrase (words), count (words too often), absence (`expect`
    nowhere in the first `within` sentences), order (words before `expect`), metric (longer than
    `most`) or context (a named `check`). `texts` are the kinds of text it is for: reply, note (an
    internal one) or saved (a saved reply).

    `swaps` are pairs of a phrase and its own rewrite; `<found>` in one stands for the rule's own
    phrases. `fits` says how `rewrite` stands in the sentence: as words in the place of words, as a
    whole clause, or before the sentence (`{zin}` is what stood there up to the hit).
    `sentence_rewrite` takes the place of a whole sentence that says nothing else.

    `shown_as` is what a learned model may see that is as good as `expect` (`+ACK`), `least_echo`
    how many of the customer's own words are as good too (where a model sees `shown_as`, each only
    adds to its score). `unless_shown` is what makes the words fine when it stands up to there,
    `seen_as` are habits that are this one in the rule's circumstances.
    """

    level: Level
    advice: str
    kind: str = "phrase"
    phrases: tuple[str, ...] = ()
    swaps: tuple[Sequence[str], ...] = ()
    rewrite: str | None = None
    fits: str = "words"
    sentence_rewrite: str | None = None
    unless: tuple[str, ...] = ()
    unless_in: str = "sentence"
    at: str = ""
    mark: str = "words"
    expect: tuple[str, ...] = ()
    shown_as: str = ""
    unless_shown: str = ""
    least_echo: int = 0
    seen_as: tuple[str, ...] = ()
    within: int = 0
    at_least: int = 1
    most: int = 0
    check: str = ""
    unless_heard: bool = False
    also_in_quotes: bool = False
    texts: tuple[str, ...] = ("reply", "saved")
    language: str = DEFAULT
    when: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wrong = [
            self.level not in LEVELS,
            self.kind not in KINDS,
            self.at not in PLACES,
            self.unless_in not in NEIGHBOURHOODS,
            self.mark not in ("words", "sentence"),
            self.fits not in FITS,
            not set(self.texts) <= set(TEXT_KINDS),
        ]
        if any(wrong):
            raise ValueError("level, kind, at, unless_in, mark, fits or texts is unknown")
        if unknown := self.when.keys() - CONDITIONS:
            raise ValueError(f"unknown conditions {sorted(unknown)}")
        if self.kind in ("phrase", "count", "order") and not (self.phrases or self.swaps):
            raise ValueError("a rule of this kind needs phrases")

    @cached_property
    def code(self) -> str:
        """The habit's public name, without which way of finding it this is."""
        return self.id.partition(".")[0]

    @cached_property
    def habit(self) -> str:
        """The group of habits it belongs to: `EXC` of `EXC-01`, in any language."""
        return habit_of(self.id)

    @cached_property
    def finders(self) -> tuple[Phrase, ...]:
        """Every phrase, longest first, apart from each other: a draft has letters of only a few."""
        swapped = [phrase for phrase in self._swapped if not phrase.startswith(self._found)]
        phrases = sorted({*self.phrases, *swapped}, key=lambda phrase: (-len(phrase), phrase))
        return tuple(Phrase(self._spelled_out(phrase)) for phrase in phrases)

    @cached_property
    def _found(self) -> str:
        return f"({'|'.join(self.phrases)})" if self.phrases else "<found>"

    @cached_property
    def _swapped(self) -> tuple[str, ...]:
        return tuple(swap[0].replace("<found>", self._found) for swap in self.swaps)

    @cached_property
    def unless_pattern(self) -> regex.Pattern[str] | None:
        """Words that make a hit harmless."""
        return self._compiled(self.unless)

    @cached_property
    def expect_pattern(self) -> regex.Pattern[str] | None:
        """Words that should be there."""
        return self._compiled(self.expect)

    @cached_property
    def heard_pattern(self) -> regex.Pattern[str] | None:
        """Words the customer must have used in the last message for this rule to count."""
        return self._compiled(tuple(self.when.get("heard", ())))

    @cached_property
    def not_heard_pattern(self) -> regex.Pattern[str] | None:
        """Words after which this rule does not count."""
        return self._compiled(tuple(self.when.get("not_heard", ())))

    @cached_property
    def said_before_pattern(self) -> regex.Pattern[str] | None:
        """What the customer has told us anywhere in the conversation."""
        return self._compiled(tuple(self.when.get("said_before", ())))

    @cached_property
    def swap_patterns(self) -> tuple[tuple[regex.Pattern[str], str], ...]:
        """Each swap's own pattern with its rewrite."""
        found = (compile_phrases((self._spelled_out(phrase),)) for phrase in self._swapped)
        return tuple(zip(found, (swap[1] for swap in self.swaps), strict=True))

    def _compiled(self, phrases: tuple[str, ...]) -> regex.Pattern[str] | None:
        plain = tuple(self._spelled_out(phrase) for phrase in phrases)
        return compile_phrases(plain) if plain else None

    def _spelled_out(self, phrase: str) -> str:
        return wording(self.language).spelled_out(phrase)


def habit_of(code: str) -> str:
    """The group of habits a code belongs to: `EXC` of `EXC-01` and of `en-EXC-01`."""
    return code.rpartition("-")[0].rpartition("-")[2]
