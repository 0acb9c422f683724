"""Which letters a phrase cannot do without, so that most phrases need not be tried at all."""

from __future__ import annotations

import regex

Words = frozenset[str]

_TOKEN = regex.compile(
    r"(?P<look>\(\?(?:[=!]|<[=!]))|(?P<open>\((?:\?(?:P<\w+>|[-\w]*:))?)|(?P<close>\))|(?P<or>\|)"
    r"|\[(?P<signs>[^\]\[^\\\p{L}\p{N}]+)\]"
    r"|(?P<any>\[\^?\]?[^\]]*\]|\\x\w\w|\\u\w{4}|\\[\p{L}\d](?:\{\w+\})?|[.^$…])"
    r"|(?P<letter>[\p{L}\p{N}!]|\\[.?!/])|(?P<other>.)",
    regex.DOTALL,
)
MOST_SIGNS = 250
# More sets of more words cost as much to look for as the phrase they would spare.
MOST_SETS, MOST_WORDS = 3, 12
_QUANTIFIER = regex.compile(r"(?P<none> *\?|\*|\{0?,\d*\})[?+]?|\+|\{\d+(?:,\d*)?\}\??")


def needed(phrase: str) -> tuple[Words, ...]:
    """Sets of lower-case pieces; every match of the phrase has at least one piece of each set.

    The rarest-looking set comes first: many letters and few alternatives. Empty if nothing is
    known.
    """
    sets, _ = _alternatives(phrase, 0)
    best, *others = sorted(set(sets), key=_likelihood) or [frozenset()]
    if _likelihood(best) > 1:
        return ()
    few = [it for it in others if len(it) <= MOST_WORDS and _likelihood(it) <= 1]
    return best, *few[: MOST_SETS - 1]


def _alternatives(phrase: str, at: int) -> tuple[list[Words], int]:
    """The sets needed by `a|b|c` from here to the closing bracket, and where that is."""
    branches: list[list[Words]] = []
    while True:
        sets, at = _sequence(phrase, at)
        branches.append(sets)
        if at >= len(phrase) or phrase[at] != "|":
            break
        at += 1
    if len(branches) == 1:
        return branches[0], at
    best = [min(sets, key=_likelihood) for sets in branches if sets]
    return ([frozenset[str]().union(*best)] if len(best) == len(branches) else []), at


def _sequence(phrase: str, at: int) -> tuple[list[Words], int]:
    """A set for each of the pieces that follow each other."""
    sets: list[Words] = []
    run = ""
    while at < len(phrase) and phrase[at] not in "|)":
        token = _TOKEN.match(phrase, at)
        assert token is not None
        at = token.end()
        found: list[Words] = []
        if token["signs"]:
            found = _signs(token["signs"])
        elif token["look"] or token["open"]:
            found, at = _alternatives(phrase, at)
            at += 1
        # `*` behind a letter means any ending, so that letter stays.
        times = _QUANTIFIER.match(phrase, at)
        if token["letter"] and not (times and times["none"] and times[0] != "*"):
            run += token["letter"].removeprefix("\\").lower()
            at += len(times[0]) if times else 0
            if times and times[0] != "*":
                # Behind a letter that may stand twice a new piece begins.
                sets, run = [*sets, frozenset({run})], ""
            continue
        if token["look"] or (times and times["none"]):
            found = []
        sets, run = [*sets, *([frozenset({run})] if run else []), *found], ""
        at = times.end() if times else at
    return [*sets, *([frozenset({run})] if run else [])], at


def _signs(members: str) -> list[Words]:
    """Each sign of a set like `[!?]` or `[😀-🙏]`."""
    found = set[str]()
    at = 0
    while at < len(members):
        first = last = members[at]
        if members[at + 1 : at + 2] == "-" and at + 2 < len(members):
            last, at = members[at + 2], at + 2
        found.update(map(chr, range(ord(first), ord(last) + 1)))
        at += 1
    return [frozenset(found)] if len(found) <= MOST_SIGNS else []


def _likelihood(words: Words) -> float:
    """How likely a draft has one of these pieces; more than 1 if a single letter is among them."""
    if not words or any(word.isalnum() and len(word) < 2 for word in words):
        return 10.0
    # A sign is rarer than a letter: most drafts have no emoji and few question marks.
    return min(sum(0.1 ** len(word) if word.isalnum() else 0.002 for word in words), 1.0)
