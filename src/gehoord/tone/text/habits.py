"""How people of one language write words otherwise: hidden, shortened, as they say them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ahocorasick_rs import AhoCorasick, MatchKind

SHORTEST_HIDDEN = 3


@dataclass(frozen=True)
class Habits:
    """What `normalise` knows of a language besides its lexicon.

    `hidden` are words that people write as “k*t” or “l u l”, in order of how likely they are
    meant; `spellings` says what a whole word stands for (“kkr”, “gwn”, “da's”); `signs` does the
    same for pieces that are no words (“:-(”); `common` are ordinary words, to choose between
    “heel” and “hel” for “heeeel”.
    """

    hidden: tuple[str, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    common: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[str]:
        return iter(self.hidden)

    @cached_property
    def whole(self) -> frozenset[str]:
        """The hidden words, to look one up."""
        return frozenset(self.hidden)

    @cached_property
    def by_first(self) -> dict[str, tuple[str, ...]]:
        """The hidden words by the letter that nobody hides: the first."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word in self.hidden:
            if len(word) >= SHORTEST_HIDDEN and word.isalpha() and word not in self.spellings:
                found[word[0]].append(word)
        return {letter: tuple(words) for letter, words in found.items()}

    @cached_property
    def meant(self) -> dict[str, str]:
        """What every spelling and sign stands for."""
        return {**self.spellings, **self.signs}

    @cached_property
    def finder(self) -> AhoCorasick | None:
        """Looks for everything in `meant` at once."""
        keys = list(self.meant)
        return AhoCorasick(keys, matchkind=MatchKind.LeftmostLongest) if keys else None

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What `finder` looks for, by its number."""
        return tuple(self.meant)


def habits(masked: Iterable[str]) -> Habits:
    """The habits given, or those that are only a list of hidden words."""
    return masked if isinstance(masked, Habits) else Habits(tuple(masked))
