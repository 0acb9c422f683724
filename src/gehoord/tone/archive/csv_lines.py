"""The records of a CSV file, with the line each begins on; a broken one costs only its own line."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from gehoord.tone.archive.text_file import LONGEST

DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record, or why there are none; `raw` is what stands in the file."""

    line: int
    raw: str
    cells: list[str] = field(default_factory=list)
    why: str = ""


def delimiter_of(header: str) -> str:
    """Comma, semicolon or tab: the one that makes most columns of the first line."""
    return max(DELIMITERS, key=lambda mark: len(next(csv.reader([header], delimiter=mark), [])))


class Records:
    """Goes through the records of a file once.

    A quote that is never closed would swallow all that follows. Where a record cannot be, its first
    line is told to be broken and reading goes on with the second.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._number = 0
        self.delimiter = ","

    def __iter__(self) -> Iterator[Record]:
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST))
        if (first := next(self._lines, None)) is not None:
            self._again.append(first)
            self.delimiter = delimiter_of(first)
        reader = csv.reader(_Feed(self), delimiter=self.delimiter, strict=True)
        while True:
            self._taken = []
            began = self._number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._broken(began, str(error))
                continue
            if cells:
                yield Record(began, "".join(self._taken), cells)

    def _broken(self, began: int, why: str) -> Record:
        first, *rest = self._taken
        self._again.extendleft(reversed(rest))
        self._number = began
        return Record(began, first, why=REASONS.get(why, why))

    def take(self) -> str:
        """The next line of the file. Raises StopIteration at its end."""
        line = self._again.popleft() if self._again else next(self._lines)
        self._number += 1
        self._taken.append(line)
        if len(line) > LONGEST:
            raise csv.Error(f"longer than {LONGEST} characters")
        return line


class _Feed:
    """Lines for csv.reader; goes on after an end, when lines were put back."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        return self._records.take()


REASONS = {
    "unexpected end of data": "a quote is opened and never closed",
    f"field larger than field limit ({LONGEST})": "a quote is opened and never closed",
}
for _mark in DELIMITERS:
    REASONS[f"'{_mark}' expected after '\"'"] = "a quote within quotes is not written twice"
