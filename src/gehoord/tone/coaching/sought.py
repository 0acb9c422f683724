"""Which phrases a draft may hold, and where: most phrases need not be tried at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ahocorasick_rs import AhoCorasick

from gehoord.tone.coaching.draft import Draft, Span
from gehoord.tone.coaching.rule import CoachRule, Phrase

Places = Sequence[tuple[Phrase, Sequence[Span]]]
"""Phrases of one rule with the stretches of the draft in which to look for them."""


class Sought:
    """An index from the letters that phrases cannot do without to those phrases."""

    def __init__(self, rules: Iterable[CoachRule]) -> None:
        self._phrases: list[tuple[str, Phrase]] = []
        self._anywhere: list[int] = []
        needing: dict[str, list[int]] = defaultdict(list)
        for rule in rules:
            for phrase in rule.finders:
                number = len(self._phrases)
                self._phrases.append((rule.id, phrase))
                for letters in phrase.needs:
                    needing[letters].append(number)
                if not phrase.needs:
                    self._anywhere.append(number)
        self._needing = list(needing.values())
        self._letters = AhoCorasick(list(needing))

    def in_draft(self, draft: Draft) -> Mapping[str, Places]:
        """Per rule the phrases whose letters stand in the draft, with the sentences around."""
        if not self._phrases:
            return {}
        seen: dict[int, set[int]] = defaultdict(set)
        for letters, start, _ in self._letters.find_matches_as_indexes(
            draft.lowered, overlapping=True
        ):
            stretch = draft.stretch_at(start)
            for number in self._needing[letters]:
                seen[number].add(stretch)
        found: dict[str, list[tuple[Phrase, Sequence[Span]]]] = defaultdict(list)
        known: dict[tuple[frozenset[int], bool], list[Span]] = {}
        for number, stretches in seen.items():
            rule, phrase = self._phrases[number]
            key = frozenset(stretches), phrase.crosses
            if key not in known:
                known[key] = draft.around(stretches, crosses=phrase.crosses)
            found[rule].append((phrase, known[key]))
        for number in self._anywhere:
            rule, phrase = self._phrases[number]
            found[rule].append((phrase, ((0, len(draft.text)),)))
        return found
