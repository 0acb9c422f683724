"""One way of doing something with words, as it stands in acts.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

import regex

from gehoord.tone import rulebook
from gehoord.tone.phrases import compile_phrases, needed

By = Literal["customer", "agent"]
SPEAKERS = ("customer", "agent")
PLACES = ("", "message", "sentence", "whole sentence")
QUESTIONS = ("", "yes", "no")


@dataclass(frozen=True, slots=True)
class Act:
    """Something a message does and the words that do it, in code points of the text as given."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class ActRule(rulebook.Rule):
    """Words with which a customer or an agent (`by`) does something (`act`).

    They count only with one of `beside` and none of `unless` in the same sentence, at the start of
    the message or sentence or as a whole sentence (`at`), in a question or not (`question`), and if
    an act named `followed_by` comes later in the message.
    """

    by: By
    act: str
    phrases: tuple[str, ...]
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    at: str = ""
    question: str = ""
    followed_by: str = ""

    def __post_init__(self) -> None:
        if self.by not in SPEAKERS or self.at not in PLACES or self.question not in QUESTIONS:
            raise ValueError("by, at or question has a value nobody knows")

    @cached_property
    def finders(self) -> tuple[tuple[tuple[frozenset[str], ...], str], ...]:
        """Every phrase with the pieces of text that it needs, so that most need not be tried."""
        return tuple((needed(phrase), phrase) for phrase in self.phrases)

    @cached_property
    def beside_pattern(self) -> regex.Pattern[str] | None:
        """Words that must stand in the same sentence."""
        return _compiled(self.beside)

    @cached_property
    def unless_pattern(self) -> regex.Pattern[str] | None:
        """Words that may not stand in the same sentence."""
        return _compiled(self.unless)


@cache
def compiled(phrase: str) -> regex.Pattern[str]:
    """The pattern of one phrase, made when a message first holds the pieces it needs."""
    return compile_phrases((phrase,), is_lower_case=True)


def _compiled(phrases: tuple[str, ...]) -> regex.Pattern[str] | None:
    return compile_phrases(phrases, is_lower_case=True) if phrases else None


@cache
def languages() -> frozenset[str]:
    """The languages of which we know what a message does."""
    folders = files("gehoord.tone.languages").iterdir()
    return frozenset(each.name for each in folders if each.joinpath("acts.toml").is_file())


@cache
def rules(language: str) -> tuple[ActRule, ...]:
    """All rules of a language, in the order of the file.

    Raises BadRule if one is wrong or has too few examples.
    """
    path = files("gehoord.tone.languages") / language / "acts.toml"
    return tuple(rulebook.read(path, ActRule))


@cache
def ours(language: str) -> regex.Pattern[str]:
    """The words with which an agent of this language speaks of himself and his firm."""
    path = files("gehoord.tone.languages") / language / "acts.toml"
    words = tuple(tomllib.loads(path.read_text("utf-8"))["ours"])
    return compile_phrases(words, is_lower_case=True)
