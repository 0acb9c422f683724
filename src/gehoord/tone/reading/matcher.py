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


# A rule, the number of a phrase of it, and the groups of anchors of which one each must be there
# besides the one that was found.
Wanted = tuple[ReadingRule, int, tuple[frozenset[int], ...]]


class Matcher:
    """Looks for the anchor words of every rule at once, then tries only rules that may match."""

    def __init__(self, rules: Iterable[ReadingRule], phrases: Words) -> None:
        numbers: dict[str, int] = {}
        entries: defaultdict[int, tuple[Entry, ...]] = defaultdict(tuple)
        wanted: defaultdict[int, list[Wanted]] = defaultdict(list)
        for phrase, found in phrases.items():
            entries[numbers.setdefault(phrase, len(numbers))] = found
        for rule in rules:
            for phrase_number, groups in enumerate(rule.anchors):
                first, *others = (
                    frozenset(numbers.setdefault(word, len(numbers)) for word in words)
                    for words in groups
                )
                for number in first:
                    wanted[number].append((rule, phrase_number, tuple(others)))
        self._entries = dict(entries)
        self._wanted = {index: tuple(found) for index, found in wanted.items()}
        self._anchors = AhoCorasick(list(numbers))

    def find(self, text: str, sentences: list[tuple[int, int]]) -> Iterator[Found]:
        """Every match, each phrase tried once per sentence that holds all of its anchors."""
        here: list[int] = []
        sentence, last = 0, len(sentences) - 1
        for index, start, end in self._anchors.find_matches_as_indexes(text, overlapping=True):
            while sentence < last and start >= sentences[sentence + 1][0]:
                yield from self._rules(here, text, sentences[sentence])
                sentence, here = sentence + 1, []
            here.append(index)
            if index in self._entries and _is_whole(text, start, end):
                yield from (Found(start, end, entry) for entry in self._entries[index])
        yield from self._rules(here, text, sentences[sentence])

    def _rules(self, here: list[int], text: str, sentence: tuple[int, int]) -> Iterator[Found]:
        present = frozenset(here)
        likely: dict[str, tuple[ReadingRule, set[int]]] = {}
        for index in present & self._wanted.keys():
            for rule, number, others in self._wanted[index]:
                for group in others:
                    if present.isdisjoint(group):
                        break
                else:
                    likely.setdefault(rule.id, (rule, set()))[1].add(number)
        for rule, numbers in likely.values():
            yield from _matches(rule, numbers, text, *sentence)


def _matches(
    rule: ReadingRule, numbers: set[int], text: str, start: int, end: int
) -> Iterator[Found]:
    hits = [
        hit.span("hit")
        for number in numbers
        for hit in rule.pattern(number).finditer(text, start, end)
    ]
    if not hits or (rule.exemption and rule.exemption.search(text, start, end)):
        return
    done = -1
    for low, high in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if low >= done:
            done = high
            yield Found(low, high, rule)


def _is_whole(text: str, start: int, end: int) -> bool:
    before = start and text[start].isalnum() and text[start - 1].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not before and not after
