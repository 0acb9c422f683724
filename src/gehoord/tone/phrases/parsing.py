"""A phrase taken apart: letters, what stands between words, and alternatives, in a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

_TOKEN = regex.compile(
    r"(?P<ahead>\(\?=)|(?P<look>\(\?(?:!|<[=!]))|(?P<group>\((?:\?(?:P<\w+>|[-\w]*:))?)|(?P<gap>…)"
    r"|\[(?P<signs>[^\]\[^\\\p{L}\p{N}]+)\]|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|\\x(?P<hex>[0-9a-fA-F]{2})|\\u(?P<hex>[0-9a-fA-F]{4})"
    r"|(?P<edge>\\[bmMAZ]|[\^$])|(?P<apart>\ +|\\[sWntr]|\\p\{Zs\})|(?P<any>\\[\p{L}\d](?:\{\^?\w+\})?|\.)"
    r"|\\?(?P<sign>.)",
    regex.DOTALL,
)
_QUANTIFIER = regex.compile(r"(?P<none>\?|\*|\{0?,\d*\})[?+]?|\+[?+]?|\{\d+(?:,\d*)?\}[?+]?")


@dataclass(frozen=True)
class Item:
    """One thing that must stand there, or may if it `may_fail`.

    `kind` is letter, apart (a space or a sign: no part of a word), edge (of a word, no room), gap
    (a space and perhaps more words), group, ahead (a group that must follow, no room) or any. A set
    of signs has them as `branches` of one.
    """

    kind: str
    text: str = ""
    branches: tuple[tuple[Item, ...], ...] = ()
    may_fail: bool = False
    may_repeat: bool = False


ANY = Item("any")


def parsed(phrase: str) -> tuple[Item, ...]:
    """The phrase in its pieces; the same as a group of one branch."""
    branches, _ = _branches(phrase, 0)
    return branches[0] if len(branches) == 1 else (Item("group", branches=branches),)


def _branches(phrase: str, at: int) -> tuple[tuple[tuple[Item, ...], ...], int]:
    """The alternatives from here to the closing bracket, and where that is."""
    branches: list[tuple[Item, ...]] = []
    row: list[Item] = []
    while at < len(phrase) and phrase[at] != ")":
        if phrase[at] == "|":
            branches.append(tuple(row))
            row, at = [], at + 1
            continue
        item, at = _item(phrase, at)
        times = _QUANTIFIER.match(phrase, at)
        at = times.end() if times else at
        row += _repeated(item, times) if item else ()
    return (*branches, tuple(row)), at


def _item(phrase: str, at: int) -> tuple[Item | None, int]:
    """What stands here; nothing for what only looks around."""
    token = _TOKEN.match(phrase, at)
    assert token is not None
    at = token.end()
    if token["look"] or token["ahead"] or token["group"]:
        branches, at = _branches(phrase, at)
        kind = "ahead" if token["ahead"] else "group"
        return (None if token["look"] else Item(kind, branches=branches)), at + 1
    for kind in ("gap", "edge", "apart"):
        if token[kind]:
            return Item(kind, " " if kind == "apart" else ""), at
    if token["signs"]:
        return _signs(token["signs"]), at
    if token["hex"] or token["sign"]:
        return _letter(chr(int(token["hex"], 16)) if token["hex"] else token["sign"]), at
    return ANY, at


def _repeated(item: Item, times: regex.Match[str] | None) -> Iterator[Item]:
    if times is None:
        yield item
    elif item.kind == "letter" and (times[0] == "*" or not times["none"]):
        # A letter with any ending, or more than once: it stands there, and what follows is open.
        yield from (item, ANY)
    else:
        yield replace(item, may_fail=bool(times["none"]), may_repeat=True)


def _letter(letter: str) -> Item:
    small = letter.lower()
    if letter.isspace() or not regex.match(r"\w", letter):
        return Item("apart", " " if letter.isspace() else letter)
    return Item("letter", small) if small.isalnum() else ANY


def _signs(members: str) -> Item:
    """Each sign of a set like `[!?]` or `[😀-🙏]`."""
    found = set[str]()
    at = 0
    while at < len(members):
        first = last = members[at]
        if members[at + 1 : at + 2] == "-" and at + 2 < len(members):
            last, at = members[at + 2], at + 2
        found.update(map(chr, range(ord(first), ord(last) + 1)))
        at += 1
    if any(regex.match(r"\w", each) for each in found):
        return ANY
    return Item("signs", branches=tuple((Item("apart", each),) for each in sorted(found)))
