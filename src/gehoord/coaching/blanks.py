"""Visible blanks: what only the agent can fill in, such as `[dag en tijd]`."""

from __future__ import annotations

from gehoord.tone.coaching import BLANK


def blanks_in(text: str) -> list[tuple[int, int]]:
    """Where the blanks of a text stand, as start and end in code points; `[1]` is none."""
    return [match.span() for match in BLANK.finditer(text) if any(map(str.isalpha, match.group()))]


def blank_words(text: str) -> list[str]:
    """What still has to be filled in, each once: `["[dag en tijd]"]`."""
    return list(dict.fromkeys(text[start:end] for start, end in blanks_in(text)))
