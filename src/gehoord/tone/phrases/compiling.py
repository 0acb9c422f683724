"""Turn phrases that a customer-service person can read and write into patterns."""

from __future__ import annotations

import regex

GAP = r"(?:[^\s.!?]+\s+){0,3}?"


class BadPhrase(ValueError):
    """A phrase that does not make a pattern; the message quotes it."""


def compile_phrases(
    phrases: tuple[str, ...], *, unless_before: tuple[str, ...] = (), is_lower_case: bool = False
) -> regex.Pattern[str]:
    """One pattern for all phrases; its group `hit` is what was found.

    In a phrase a space matches any white space, `…` up to three words within one sentence,
    `(a|b)` either, `?` makes the group, letter or space before it optional, and `*` after a word part
    any ending (`klote*` finds `klotebedrijf`). Everything else is a regular expression.
    `unless_before` holds words that, standing right before the hit, make it not one. Text that
    `is_lower_case` already is searched, and its pattern made, several times faster.

    Raises BadPhrase if a phrase cannot be compiled.
    """
    hit = "|".join(_expand(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    guards = "".join(rf"(?<!\b{regex.escape(word)}\s)" for word in unless_before)
    flags = 0 if is_lower_case else regex.IGNORECASE
    try:
        return regex.compile(rf"{guards}(?<!\w)(?P<hit>{hit})(?!\w)", flags)
    except regex.error as error:
        raise BadPhrase(f"{_wrong(phrases)!r}: {error}") from error


def _wrong(phrases: tuple[str, ...]) -> str:
    """The phrase that cannot be compiled by itself; all of them if it is their number."""
    for phrase in phrases:
        try:
            regex.compile(_expand(phrase))
        except regex.error:
            return phrase
    return " | ".join(phrases)


def _expand(phrase: str) -> str:
    with_gaps = regex.sub(r"\s*…\s*", rf"\\s+{GAP.replace(chr(92), chr(92) * 2)}", phrase)
    with_endings = regex.sub(r"(?<=\w)\*", r"\\w*", with_gaps)
    with_maybe = regex.sub(r" +\?", r"\\s*", with_endings)
    return regex.sub(r" +", r"\\s+", with_maybe)
