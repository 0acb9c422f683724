"""The words of one language around facts, from its facts.toml, loaded when first needed."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import regex
from ahocorasick_rs import AhoCorasick

from gehoord.tone.phrases import compile_phrases

Place = tuple[int, int]
# Nobody writes more words of one kind; a made-up message could otherwise keep us busy.
MOST_MARKS = 2000
# What kind of word stands where: {"months": [(start, end), …]}.
Marks = defaultdict[str, list[Place]]


@dataclass(frozen=True)
class Words:
    """Settings of facts.toml, compiled on first use."""

    settings: dict[str, Any]

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Every word that may begin a fact, and the kinds of fact it may begin."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for group, words in self._anchors():
            for word in words:
                found[word].append(group)
        return {word: tuple(dict.fromkeys(groups)) for word, groups in found.items()}

    def _anchors(self) -> Iterable[tuple[str, Iterable[str]]]:
        the = self.settings
        yield "money", the["money"]["units"]
        yield "months", the["dates"]["months"]
        yield "weekdays", the["dates"]["weekdays"]
        yield "holidays", the["dates"]["holidays"]
        yield "units", the["terms"]["units"]
        yield "unbounded", the["terms"]["unbounded"]
        yield "long", the["terms"]["long"]
        yield "times", the["times"]["words"]
        yield "counted", (word + the["times"]["compounds"] for word in the["numbers"]["small"])
        yield "letters", the["times"]["nouns"]
        yield "deadlines", the["deadlines"]["names"]
        yield "urgent", the["deadlines"]["alone"]
        yield "plates", the["contact"]["plate_words"]
        yield "postcodes", the["contact"]["postcode_words"]
        yield "numbers", the["numbered"]["number_words"]
        for sort in ("sure", "loose"):
            for words in the["numbered"][sort].values():
                yield sort, words
        yield "promises", the["promises"]["anchors"]
        yield "frames", the["requests"]["anchors"]
        yield "asking", the["requests"]["gate"]
        yield "orders", the["requests"]["imperatives"]

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of number that each word beside a number announces."""
        numbered = self.settings["numbered"]
        return {
            word: kind
            for sort in ("loose", "sure")
            for kind, words in numbered[sort].items()
            for word in words
        }

    @cached_property
    def _finder(self) -> tuple[AhoCorasick, list[tuple[str, ...]], list[tuple[bool, bool]]]:
        words = list(self.groups)
        edges = [(word[0].isalnum(), word[-1].isalnum()) for word in words]
        return AhoCorasick(words), [self.groups[word] for word in words], edges

    def marks(self, text: str) -> Marks:
        """Where the words stand that may begin a fact; empty for most calm short messages."""
        finder, groups, edges = self._finder
        found: Marks = defaultdict(list)
        for index, start, end in finder.find_matches_as_indexes(text, overlapping=True):
            starts_word, ends_word = edges[index]
            if starts_word and start and text[start - 1].isalpha():
                continue
            if ends_word and end < len(text) and text[end].isalnum():
                continue
            for group in groups[index]:
                if len(found[group]) < MOST_MARKS:
                    found[group].append((start, end))
        return found

    def pattern(self, section: str, name: str) -> regex.Pattern[str]:
        """A regular expression from facts.toml as it stands there."""
        return self._of("{}", section, name)

    def right_before(self, section: str, name: str) -> regex.Pattern[str]:
        """The same, ending where a search in a window ends."""
        return self._of(r"(?<!\w)(?:{})\s?$", section, name)

    def right_after(self, section: str, name: str) -> regex.Pattern[str]:
        """The same, matched behind a place."""
        return self._of(r"[\s,]{{0,2}}(?:{})(?!\w)", section, name)

    def at_start(self, section: str, name: str) -> regex.Pattern[str]:
        """The same, matched where a sentence starts."""
        return self._of(r"[\"'(]?(?:{})", section, name)

    def made(self, name: str, pattern: str) -> regex.Pattern[str]:
        """A pattern put together from settings, by a name of its own, compiled once."""
        if name not in self._made:
            self._made[name] = regex.compile(pattern)
        return self._made[name]

    def _of(self, frame: str, section: str, name: str) -> regex.Pattern[str]:
        key = (frame, section, name)
        if key not in self._made:
            self._made[key] = regex.compile(frame.format(self.settings[section][name]))
        return self._made[key]

    @cached_property
    def _made(self) -> dict[object, regex.Pattern[str]]:
        return {}

    def phrases(self, section: str, name: str) -> regex.Pattern[str]:
        """A list of phrases as one pattern; `<doen>` stands for the pattern `doing`."""
        key = ("phrases", section, name)
        if key not in self._made:
            doing = str(self.settings["promises"]["doing"])
            written = self.settings[section][name]
            meant = tuple(phrase.replace("(<doen>)", doing) for phrase in written)
            self._made[key] = compile_phrases(meant, is_lower_case=True)
        return self._made[key]


@cache
def has_words(language: str) -> bool:
    """Whether the facts of a language can be found: it has a facts.toml."""
    return _path(language).is_file()


@cache
def words_in(language: str) -> Words:
    """The words of a language that has them; the same object every time."""
    return Words(tomllib.loads(_path(language).read_text("utf-8")))


def _path(language: str) -> Traversable:
    return files("gehoord.tone.languages") / language / "facts.toml"
