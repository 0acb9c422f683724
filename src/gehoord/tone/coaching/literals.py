"""Which letters a phrase cannot do without, so that most phrases need not be tried at all."""

from __future__ import annotations

import regex

Words = frozenset[str]

_TOKEN = regex.compile(
    r"(?P<look>\(\?(?:[=!]|<[=!]))|(?P<open>\((?:\?(?:P<\w+>|[-\w]*:))?)|(?P<close>\))|(?P<or>\|)"
    r"|\[(?P<signs>[^\]\[^\\\p{L}\p{N}]+)\]|(?P<any>\[\^?\]?[^\]]*\]|\\[\p{L}\d](?:\{\w+\})?|[.^$…])"
    r"|(?P<letter>[\p{L}\p{N}!]|\\[.?!/])|(?P<other>.)",
    regex.DOTALL,
)
MOST_SIGNS = 250
_QUANTIFIER = regex.compile(r"(?P<none> *\?|\*|\{0?,\d*\})[?+]?|\+|\{\d+(?:,\d*)?\}\??")


def needed(phrase: str) -> Words:
    """Lower-case pieces of which every match of the phrase has at least one; empty if unknown.

    The rarest-looking set is chosen: many letters and few alternatives.
    """
    words, _ = _alternatives(phrase, 0)
    return words


def _alternatives(phrase: str, at: int) -> tuple[Words, int]:
    """The pieces needed by `a|b|c` from here to the closing bracket, and where that is."""
    branches: list[Words] = []
    while True:
        words, at = _sequence(phrase, at)
        branches.append(words)
        if at >= len(phrase) or phrase[at] != "|":
            break
        at += 1
    return (frozenset().union(*branches) if all(branches) else frozenset()), at


def _sequence(phrase: str, at: int) -> tuple[Words, int]:
    """The best set among the pieces that follow each other."""
    best: Words = frozenset()
    run = ""
    while at < len(phrase) and phrase[at] not in "|)":
        token = _TOKEN.match(phrase, at)
        assert token is not None
        at = token.end()
        found: Words = frozenset()
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
                best, run = _better(best, frozenset({run}), frozenset()), ""
            continue
        if token["look"] or (times and times["none"]):
            found = frozenset()
        best, run = _better(best, frozenset({run} - {""}), found), ""
        at = times.end() if times else at
    return _better(best, frozenset({run} - {""}), frozenset()), at


def _signs(members: str) -> Words:
    """Each sign of a set like `[!?]` or `[😀-🙏]`."""
    found = set[str]()
    at = 0
    while at < len(members):
        first = last = members[at]
        if members[at + 1 : at + 2] == "-" and at + 2 < len(members):
            last, at = members[at + 2], at + 2
        found.update(map(chr, range(ord(first), ord(last) + 1)))
        at += 1
    return frozenset(found) if len(found) <= MOST_SIGNS else frozenset()


def _better(*candidates: Words) -> Words:
    return max(candidates, key=lambda words: -_likelihood(words))


def _likelihood(words: Words) -> float:
    if not words or any(word.isalnum() and len(word) < 2 for word in words):
        return 10.0
    # A sign is rarer than a letter: most drafts have no emoji and few question marks.
    return min(sum(0.1 ** len(word) if word.isalnum() else 0.002 for word in words), 1.0)
