"""Names that nobody said: a model likes to make up a colleague who will call tomorrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from gehoord.coaching.drafting.masks import PLACEHOLDER
from gehoord.coaching.drafting.wording import Wording
from gehoord.coaching.masking import PARTICLES
from gehoord.tone.coaching import BLANK

_CAPITAL = regex.compile(r"(?<![\p{L}\d«'’-])\p{Lu}[\p{L}]*(?:['’.-]\p{L}+)*")
_WORD = regex.compile(r"[\p{L}\d]+")
_NEXT = regex.compile(r"[ \t]+([\p{L}]+)")
_START = regex.compile(r"(?:^|[.!?:;…]|\n)[\s\"“”‘’(\[•–*-]*(?:\d{1,2}[.)][ \t]+)?$")
# “De Vries” after a title: then the particle has a capital.
_PARTICLES = regex.compile(
    rf"(?<=\p{{L}}[ \t])(?=\p{{Lu}})(?:(?i:{'|'.join(sorted(PARTICLES))})[ \t]+)+$"
)
_SIGNATURE = regex.compile(r"(?<=\n)[ \t]*\p{Lu}[\p{L}'’-]*(?:[ \t][\p{L}'’.-]+){0,3}\s*\Z")


@dataclass(frozen=True)
class Around:
    """What tells a name from another word with a capital, in all languages at once."""

    said: frozenset[str]
    starts: frozenset[str]
    does: frozenset[str]
    only_people: frozenset[str]
    no_name: regex.Pattern[str]

    @classmethod
    def of(cls, known: Iterable[str], wordings: Sequence[Wording]) -> Around:
        """What the known texts say, and the words of these languages."""
        settings = [wording.settings for wording in wordings]
        said = {word for each in known for word in _folded(each)}
        for each in settings:
            said |= {word for name in each["names"]["allowed"] for word in _folded(name)}
            said |= {*each["days"], *each["months"]}
        names = [each["names"] for each in settings]

        def every(which: str) -> frozenset[str]:
            return frozenset(word for each in names for word in each[which])

        endings = "|".join(each["no_name"] for each in names)
        return cls(
            said=frozenset(said),
            starts=every("starts"),
            does=every("does"),
            only_people=every("only_people"),
            no_name=regex.compile(rf"(?:{endings})$"),
        )

    def is_said(self, word: str) -> bool:
        """Whether a word stands in a known text, or is nobody's name."""
        return self.said.issuperset(_folded(word))


def without_new_names(text: str, known: Iterable[str], wordings: Sequence[Wording]) -> str:
    """The text with a blank for every name that stands in none of the known texts.

    In the middle of a sentence each capital is a name. At its start only who does something
    (“Kevin belt u”), who stands before another name, or who signs.
    """
    around = Around.of(known, wordings)
    pieces, at = [], 0
    for start, end in _joined(_new(text, around), text):
        pieces += [text[at:start], f"[{wordings[0].blanks['name']}]"]
        at = end
    return "".join([*pieces, text[at:]])


def _new(text: str, around: Around) -> Iterator[tuple[int, int]]:
    hidden = [
        found.span() for pattern in (PLACEHOLDER, BLANK) for found in pattern.finditer(text)
    ]  # fmt: skip
    for found in _CAPITAL.finditer(text):
        is_hidden = any(start <= found.start() < end for start, end in hidden)
        if is_hidden or around.is_said(found[0]):
            continue
        if not _START.search(text, 0, found.start()) or _is_somebody(text, found, around):
            before = _PARTICLES.search(text, 0, found.start())
            yield before.start() if before else found.start(), found.end()


def _is_somebody(text: str, found: regex.Match[str], around: Around) -> bool:
    word = found[0].casefold()
    if word in around.starts:
        return False
    after = _NEXT.match(text, found.end())
    follows = after[1] if after else ""
    if _SIGNATURE.match(text, found.start()) or follows.casefold() in around.only_people:
        return True
    is_named = follows[:1].isupper() and not around.is_said(follows)
    may_be = is_named or follows.casefold() in around.does
    return may_be and not around.no_name.search(word)


def _folded(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _joined(spans: Iterable[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Names that follow each other as one, with the particles between them."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and _is_between(text[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    yield from merged


def _is_between(words: str) -> bool:
    return "\n" not in words and all(word.casefold() in PARTICLES for word in words.split())
