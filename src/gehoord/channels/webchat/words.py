"""What a visitor typed, made fit to keep: nothing of what he said is lost."""

from __future__ import annotations

import unicodedata

LONGEST_MESSAGE = 10_000
"""Characters; the telling of a long story fits, a pasted log file does not."""
_KEPT = frozenset("\n\t")
_UNFIT = frozenset({"Cc", "Cs"})
"""Control characters and halves of a character: no database and no screen takes them."""


_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters that leave nothing on the screen."""


class MessageIsEmpty(Exception):
    """There is nothing to send."""


class MessageIsTooLong(Exception):
    """The message is longer than LONGEST_MESSAGE; `length` says how long."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


def cleaned(text: str) -> str:
    """Take out what cannot be kept and put line ends in one form.

    Every letter stays as it was typed, in any script; so do emoji and the marks that say which
    way text runs.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter for letter in lines if letter in _KEPT or unicodedata.category(letter) not in _UNFIT
    ).strip()


def is_seen(text: str) -> bool:
    """Whether anything of a text shows on a screen: marks of direction and width alone do not."""
    return any(unicodedata.category(each)[0] not in "CZ" and each not in _BLANK for each in text)


def message_text(text: str, *, may_be_empty: bool = False) -> str:
    """Give the text of a message as it is kept.

    Raises MessageIsEmpty or MessageIsTooLong. `may_be_empty` is for a message with a file.
    """
    kept = cleaned(text)
    if not is_seen(kept):
        if not may_be_empty:
            raise MessageIsEmpty
        return ""
    if len(kept) > LONGEST_MESSAGE:
        raise MessageIsTooLong(len(kept))
    return kept
