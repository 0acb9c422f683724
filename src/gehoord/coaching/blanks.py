"""Visible blanks: what only the agent can fill in, such as `[dag en tijd]`."""

from __future__ import annotations

import re

from gehoord.tone.coaching import BLANK

LINK_TARGET = re.compile(r"\((?:https?:|mailto:|tel:|[^()\n]*\.\w{2,5}>?\))")


def blanks_in(text: str) -> list[tuple[int, int]]:
    """Where the blanks of a text stand, as start and end in code points; `[1]` is none.

    Nor are the words of a link or a picture, as in `[onze voorwaarden](https://…)`.
    """
    return [
        match.span()
        for match in BLANK.finditer(text)
        if any(map(str.isalpha, match.group())) and not LINK_TARGET.match(text, match.end())
    ]


def blank_words(text: str) -> list[str]:
    """What still has to be filled in, each once: `["[dag en tijd]"]`."""
    return list(dict.fromkeys(text[start:end] for start, end in blanks_in(text)))
