"""Which columns of an archive are read, and under which names the answers are added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gehoord.tone.archive.answers import Answer, Asked
from gehoord.tone.reading.pack import LANGUAGES


class ArchiveCannotBeRead(ValueError):
    """Reading cannot go on; the message says what is wrong and what to do about it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody chose for an archive.

    Columns by name: without `prev` and `channel`, columns of those names are used if they are
    there. With `conversation` the message before is that of the row before, if it is of the same
    conversation. `prefix` stands before the names of the columns that are added.
    """

    text: str = "text"
    prev: str = ""
    channel: str = ""
    conversation: str = ""
    prefix: str = ""
    lang: str = ""
    encoding: str = "utf-8-sig"

    def __post_init__(self) -> None:
        if self.lang and self.lang not in LANGUAGES:
            known = ", ".join(sorted(LANGUAGES))
            raise ArchiveCannotBeRead(f"Nobody reads {self.lang!r} here; there are {known}.")
        if self.prev and self.conversation:
            raise ArchiveCannotBeRead("Choose --prev or --conversation, not both.")

    @property
    def added(self) -> tuple[str, ...]:
        """The names of the columns that are added, in their order."""
        return tuple(self.prefix + name for name in Answer._fields)

    def among(self, columns: Sequence[str]) -> Choices:
        """The same choices with every column that is used, for an archive with these columns.

        Raises ArchiveCannotBeRead if one is missing, there twice, or in the way of the answers.
        """
        for name in (self.text, self.prev, self.channel, self.conversation):
            if name and columns.count(name) != 1:
                raise ArchiveCannotBeRead(_not_there(name, columns))
        if taken := self.in_the_way(columns):
            raise ArchiveCannotBeRead(
                f"There are columns {', '.join(taken)} already; --prefix read_ names the new ones "
                f"read_{taken[0]} and so on."
            )
        has_prev = columns.count("prev") == 1 and not self.conversation
        has_channel = columns.count("channel") == 1
        return replace(
            self,
            prev=self.prev or ("prev" if has_prev else ""),
            channel=self.channel or ("channel" if has_channel else ""),
        )

    def in_the_way(self, columns: Iterable[str]) -> list[str]:
        """The columns that have a name the answers need."""
        return sorted(set(self.added).intersection(columns))


def _not_there(name: str, columns: Sequence[str]) -> str:
    if name in columns:
        return f"There is more than one column {name!r}."
    there = ", ".join(columns) or "none"
    option = " Say which one has the messages with --text." if name == "text" else ""
    return f"There is no column {name!r}; there are: {there}.{option}"


class Asker:
    """Makes a question of each row, remembering the message before in the same conversation."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self._conversation: Any = None
        self._before = ""

    def ask(self, line: int, row: dict[str, Any]) -> Asked:
        """The question for a row of which the columns are in `row`; missing ones are empty."""
        chosen = self._choices
        words = []
        for name in (chosen.text, chosen.prev, chosen.channel):
            value = row.get(name) if name else None
            if value is not None and not isinstance(value, str):
                return Asked(line, broken=f"{name} is not text but {type(value).__name__}")
            words.append(value or "")
        text, prev, channel = words
        if chosen.conversation:
            prev = self._message_before(row.get(chosen.conversation), text)
        return Asked(line, text, prev, channel)

    def _message_before(self, conversation: Any, text: str) -> str:
        is_same = conversation not in (None, "") and conversation == self._conversation
        prev = self._before if is_same else ""
        self._conversation, self._before = conversation, text
        return prev
