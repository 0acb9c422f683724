"""Which words a phrase cannot do without, so that most rules need not be tried at all."""

from __future__ import annotations

Words = tuple[str, ...]
_NOTHING: Words = ()


def anchor(phrase: str) -> Words:
    """The words of which at least one is in every match of `phrase`; empty if there are none.

    Of all such groups of words the one whose shortest word is longest, as it is found least.
    """
    return _Walk(phrase).options()


class _Walk:
    """Walks once through a phrase (phrases.py says how phrases are written)."""

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        self.at = 0

    def options(self) -> Words:
        """The best of each option of `a|b`, or nothing if one option has none."""
        found = [self.sequence()]
        while self.sign() == "|":
            self.at += 1
            found.append(self.sequence())
        return tuple(word for words in found for word in words) if all(found) else _NOTHING

    def sequence(self) -> Words:
        """The best of all pieces that stand after each other."""
        best, run = _NOTHING, ""
        while self.sign() and self.sign() not in "|)":
            if self.sign() in "([\\":
                best, run = _better(best, (run,)), ""
                best = _better(best, self.group())
            else:
                run, ended = self.letter(run)
                if ended:
                    best, run = _better(best, (run,)), ""
        return _better(best, (run,))

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
        first = self.sign() if self.sign() in tuple("?*+{") else ""
        while self.sign() in tuple("?*+{"):
            self.at = self.phrase.index("}", self.at) if self.sign() == "{" else self.at
            self.at += 1
        return first

    def sign(self) -> str:
        return self.phrase[self.at : self.at + 1]


def _better(one: Words, other: Words) -> Words:
    shortest = [min(map(len, words), default=0) for words in (one, other)]
    return other if shortest[1] > shortest[0] else one
