"""Where the phrases of all rules stand in a draft: most need not be tried, most of it is remembered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ahocorasick_rs import AhoCorasick

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.rule import CoachRule, Match, Phrase
from gehoord.tone.phrases import may_hold, searchable

BEFORE = 100
"""How many characters before a sentence a phrase in it may look back at."""
REMEMBERED = 1024
"""How many sentences of drafts a process remembers the phrases of."""

Found = tuple[int, str, Match]
"""A phrase by its number, its rule and its place in a sentence."""


class Sought:
    """All phrases of some rules, with an index from the letters they cannot do without.

    A draft is checked at each pause of typing and most of its sentences stay as they were, so what
    stands in the last ones is remembered, in this process and without whose they are.
    """

    def __init__(self, rules: Iterable[CoachRule]) -> None:
        self._phrases: list[tuple[str, Phrase]] = []
        self._anywhere: list[int] = []
        needing: dict[str, list[int]] = defaultdict(list)
        for rule in rules:
            for phrase in rule.finders:
                number = len(self._phrases)
                self._phrases.append((rule.id, phrase))
                for letters in next(iter(phrase.needs), ()):
                    needing[letters].append(number)
                if not phrase.needs:
                    self._anywhere.append(number)
        self._crossing = {at for at, (_, it) in enumerate(self._phrases) if it.crosses}
        self._needing = list(needing.values())
        self._letters = AhoCorasick(list(needing))
        self._remembered: dict[tuple[str, int, int], Sequence[Found]] = {}

    def in_draft(self, draft: Draft) -> Mapping[str, list[Match]]:
        """Per rule the words it may be about, from left to right."""
        if not self._phrases:
            return {}
        found: dict[str, list[Match]] = defaultdict(list)
        for start, matches in self._by_stretch(draft):
            for _, rule, match in matches:
                found[rule].append(match.moved(start))
        for number in self._anywhere:
            rule, phrase = self._phrases[number]
            found[rule] += phrase.find_in(draft.text, draft.lowered, (0, len(draft.text)))
            found[rule].sort(key=lambda match: match.start)
        return found

    def _by_stretch(self, draft: Draft) -> Iterator[tuple[int, Sequence[Found]]]:
        text = draft.text
        for at, (start, end) in enumerate(draft.stretches):
            after = draft.stretches[min(at + 1, len(draft.stretches) - 1)][1]
            before = max(0, start - BEFORE)
            key = text[before:after], start - before, end - start
            matches = self._remembered.get(key)
            if matches is None:
                matches = tuple(self._in_stretch(draft, (start, end), after))
                if len(self._remembered) >= REMEMBERED:
                    self._remembered.clear()
                self._remembered[key] = matches
            yield start, matches

    def _in_stretch(self, draft: Draft, stretch: Span, after: int) -> list[Found]:
        """What begins in a sentence and ends there or in the next, with places counted from it."""
        start, end = stretch
        here = searchable(draft.lowered[start:end])
        further = searchable(draft.lowered[start:after])
        found: list[Found] = []

        def look_for(numbers: Iterable[int], text: str, last: int) -> None:
            for number in numbers:
                rule, phrase = self._phrases[number]
                if may_hold(text, phrase.needs[1:]):
                    for match in phrase.find_in(draft.text, draft.lowered, (start, last)):
                        if match.start < end:
                            found.append((number, rule, match.moved(-start)))

        if draft.is_folded(end):
            look_for(self._likely(further), further, after)
        else:
            look_for(self._likely(here) - self._crossing, here, end)
            look_for(self._likely(further) & self._crossing, further, after)
        return sorted(found, key=lambda it: (it[2].start, it[0]))

    def _likely(self, text: str) -> set[int]:
        """The phrases whose rarest letters stand in a `searchable` text."""
        seen = set[int]()
        found = self._letters.find_matches_as_indexes(text, overlapping=True)
        for letters in {letters for letters, _, _ in found}:
            seen.update(self._needing[letters])
        return seen
