"""Which letters a phrase cannot do without, so that most phrases need not be tried at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate

import regex

from gehoord.tone.phrases.parsing import Item, parsed

Words = frozenset[str]

_WORDS = regex.compile(r"\w+")
MOST_PIECES = 250
# More sets of more words cost as much to look for as the phrase they would spare.
MOST_SETS, FEW = 3, 12
# How much rarer a piece is for beginning or ending a word.
EDGE = 0.3


def searchable(lowered: str) -> str:
    """A text in small letters as `needed` supposes it: its words, and behind them its signs too."""
    return f" {' '.join(_WORDS.findall(lowered))} \n{lowered}"


def needed(phrase: str) -> tuple[Words, ...]:
    """Sets of pieces; what is `searchable` of every match has at least one piece of each set.

    A piece is in small letters, with a space where a word begins or ends. The rarest-looking set
    comes first: many letters and few alternatives. Empty if nothing is known.
    """
    sets = [it for it in _sets(parsed(phrase), before=True, after=True) if _likelihood(it) <= 1]
    if not sets:
        return ()
    best, *others = sorted(dict.fromkeys(sets), key=_likelihood)
    few = [it for it in others if len(it) <= FEW]
    return best, *few[: MOST_SETS - 1]


def may_hold(text: str, needs: Iterable[Words]) -> bool:
    """Whether a `searchable` text has what every match of a phrase has."""
    for pieces in needs:
        for piece in pieces:
            if piece in text:
                break
        else:
            return False
    return True


def _sets(row: Sequence[Item], *, before: bool, after: bool) -> Iterator[Words]:
    """A set for each of the things in a row.

    `before` and `after` say whether what stands around the row is certainly no part of a word.
    """
    lefts = _edges(row, outside=before)
    rights = _edges(row[::-1], outside=after, is_backwards=True)[::-1]
    run = ""
    for item, left, here, right in zip(row, lefts, rights, rights[1:], strict=False):
        if item.kind in ("letter", "apart") and not item.may_fail:
            run = _longer(run or (" " if left else ""), item)
            if item.kind == "apart" and item.text != " ":
                yield frozenset({item.text})
        elif item.kind == "edge" and run:
            run = _longer(run, Item("apart"))
        elif item.kind == "ahead":
            yield from () if item.may_fail else _in_branches(item, before=left, after=False)
        else:
            yield from _closed(run, is_apart=here)
            run = ""
            if not item.may_fail:
                yield from _in_branches(item, before=left, after=right and not item.may_repeat)
    yield from _closed(run, is_apart=after)


def _longer(run: str, item: Item) -> str:
    if item.kind == "letter":
        return run + item.text
    return run if run.endswith(" ") else f"{run} "


def _closed(run: str, *, is_apart: bool) -> Iterator[Words]:
    if run.strip():
        yield frozenset({_longer(run, Item("apart")) if is_apart else run})


def _in_branches(item: Item, *, before: bool, after: bool) -> Iterator[Words]:
    """All sets of a group of one; of alternatives the best of each together."""
    if item.kind == "signs":
        yield frozenset(sign.text for (sign,) in item.branches)
        return
    sets = [list(_sets(branch, before=before, after=after)) for branch in item.branches]
    if len(sets) == 1:
        yield from sets[0]
    elif sets and all(sets):
        yield frozenset[str]().union(*(min(each, key=_likelihood) for each in sets))


def _edges(row: Sequence[Item], *, outside: bool, is_backwards: bool = False) -> list[bool]:
    """Before each thing in a row, and behind the last, whether no part of a word stands there."""
    return list(accumulate(row, partial(_edge, is_backwards), initial=outside))


def _edge(is_backwards: bool, is_apart: bool, item: Item, /) -> bool:  # noqa: FBT001
    """Whether no part of a word stands behind a thing, as it is or is not before it."""
    if item.kind == "ahead":
        return is_apart
    ends = item.kind in ("apart", "signs", "edge", "gap")
    if item.kind == "group":
        rows = [branch[::-1] if is_backwards else branch for branch in item.branches]
        start = is_apart and not item.may_repeat
        ends = all(_edges(each, outside=start, is_backwards=is_backwards)[-1] for each in rows)
    return ends and (is_apart or not item.may_fail)


def _likelihood(pieces: Words) -> float:
    """How likely a draft has one of these pieces; more than 1 if one of them says too little."""
    if len(pieces) > MOST_PIECES:
        return 10.0
    return min(sum(map(_likely, pieces)), 1.0) if all(map(_says_much, pieces)) else 10.0


def _says_much(piece: str) -> bool:
    return len(piece) > 1 or not piece.isalnum()


def _likely(piece: str) -> float:
    letters = piece.replace(" ", "")
    # A sign is rarer than a letter: most drafts have no emoji and few question marks.
    return 0.1 ** len(letters) * EDGE ** piece.count(" ") if letters.isalnum() else 0.002
