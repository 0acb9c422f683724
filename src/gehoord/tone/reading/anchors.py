"""Which words a phrase cannot do without, so that most rules need not be tried at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

Words = tuple[str, ...]
_NOTHING: Words = ()


# More groups than this hardly keep more rules from being tried.
MOST_GROUPS = 3
SHORTEST = 3
REPEATS = frozenset("?*+{")
# Letters that stand as they are, up to one that a sign behind it repeats or leaves out.
_LETTERS = re.compile(r"[^ …()|\[\\.!:=<?*+{]+(?![?*+{])")


def anchors(phrase: str) -> tuple[Words, ...]:
    """Groups of words of each of which one is in every match of `phrase`; empty if none.

    The group whose shortest word is longest comes first, as it is found least; groups with a
    shorter word than SHORTEST are only there if there is no other.
    """
    groups = sorted(_Walk(phrase).required(), key=_shortest, reverse=True)
    rare = [words for words in groups if _shortest(words) >= SHORTEST]
    return tuple((rare or groups)[: MOST_GROUPS if rare else 1])


class _Walk:
    """Walks once through a phrase (phrases.py says how phrases are written)."""

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        self.at = 0

    def required(self) -> list[Words]:
        """Every group of the whole phrase; of a phrase with `a|b` at the top the one group."""
        groups = [words for words in self.pieces() if _shortest(words)]
        if self.sign() != "|":
            return groups
        self.at = 0
        return [words for words in [self.options()] if words]

    def options(self) -> Words:
        """The best of each option of `a|b`, or nothing if one option has none."""
        found = [self.sequence()]
        while self.sign() == "|":
            self.at += 1
            found.append(self.sequence())
        return tuple(word for words in found for word in words) if all(found) else _NOTHING

    def sequence(self) -> Words:
        """The best of all pieces that stand after each other."""
        best = _NOTHING
        for words in self.pieces():
            best = _better(best, words)
        return best

    def pieces(self) -> Iterator[Words]:
        """Each piece up to the next `|` or the end of the group, as the words of which it is."""
        run = ""
        while self.sign() and self.sign() not in "|)":
            if self.sign() in "([\\":
                yield (run,)
                run = ""
                yield self.group()
            elif letters := _LETTERS.match(self.phrase, self.at):
                run += letters[0]
                self.at = letters.end()
            else:
                run, ended = self.letter(run)
                if ended:
                    yield (run,)
                    run = ""
        yield (run,)

    def group(self) -> Words:
        """Past a bracket or class with what follows it; its words if it must be there."""
        found = _NOTHING
        if self.sign() == "(":
            ahead = self.phrase.startswith("(?", self.at)
            self.at += 1 + ahead
            inside = self.options()
            found = _NOTHING if ahead else inside
        elif self.sign() == "[":
            self.at = self.phrase.index("]", self.at)
        else:
            self.at += 1
        self.at += 1
        return _NOTHING if self.repeats() in ("?", "*", "{") else found

    def letter(self, run: str) -> tuple[str, bool]:
        """The run with the next letter, and whether it ends there."""
        sign = self.sign()
        self.at += 1
        repeat = self.repeats()
        if sign in " ….!:=<":
            return run, True
        return (run if repeat == "?" else run + sign), bool(repeat)

    def repeats(self) -> str:
        """The sign ?, *, + or { after a piece, and past it."""
        first = self.sign() if self.sign() in REPEATS else ""
        while self.sign() in REPEATS:
            self.at = self.phrase.index("}", self.at) if self.sign() == "{" else self.at
            self.at += 1
        return first

    def sign(self) -> str:
        return self.phrase[self.at : self.at + 1]


def _better(one: Words, other: Words) -> Words:
    return other if _shortest(other) > _shortest(one) else one


def _shortest(words: Words) -> int:
    return min(map(len, words), default=0)
