"""Find all rules and phrases in one pass: the cost hardly grows with how many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from gehoord.tone.lexicon import Entry, Words
from gehoord.tone.reading.rules import ReadingRule


@dataclass(frozen=True, slots=True)
class Found:
    """A rule or lexicon entry at a place in the normalised text."""

    start: int
    end: int
    what: ReadingRule | Entry


class Matcher:
    """Looks for the anchor words of every rule at once, then tries only rules that may match."""

    def __init__(self, rules: Iterable[ReadingRule], phrases: Words) -> None:
        wanted: dict[str, list[ReadingRule | Entry]] = defaultdict(list)
        for rule in rules:
            for word in {word for words in rule.anchors for word in words}:
                wanted[word].append(rule)
        for phrase, entries in phrases.items():
            wanted[phrase].extend(entries)
        self._wanted = list(wanted.values())
        self._anchors = AhoCorasick(list(wanted))

    def find(self, text: str, sentences: list[tuple[int, int]]) -> Iterator[Found]:
        """Every match, each rule tried once per sentence that holds one of its anchors."""
        sentence, tried = 0, set[int]()
        for index, start, end in self._anchors.find_matches_as_indexes(text, overlapping=True):
            while sentence < len(sentences) - 1 and start >= sentences[sentence + 1][0]:
                sentence, tried = sentence + 1, set()
            for what in self._wanted[index]:
                if isinstance(what, Entry):
                    if _is_whole(text, start, end):
                        yield Found(start, end, what)
                elif id(what) not in tried:
                    tried.add(id(what))
                    yield from _matches(what, text, *sentences[sentence])


def _matches(rule: ReadingRule, text: str, start: int, end: int) -> Iterator[Found]:
    hits = [hit.span("hit") for hit in rule.pattern.finditer(text, start, end)]
    if hits and not (rule.exemption and rule.exemption.search(text, start, end)):
        yield from (Found(*hit, rule) for hit in hits)


def _is_whole(text: str, start: int, end: int) -> bool:
    before = start and text[start].isalnum() and text[start - 1].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not before and not after
