"""Archives as CSV: with a comma, semicolon or tab, and the names of the columns on the first line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gehoord.tone.archive.answers import Answer, Asked
from gehoord.tone.archive.choices import ArchiveCannotBeRead, Asker, Choices
from gehoord.tone.archive.crew import Batch
from gehoord.tone.archive.csv_lines import Record, Records
from gehoord.tone.archive.text_file import (
    MOST_CHARACTERS,
    MOST_ROWS,
    TextFile,
    is_sound,
    shown,
    writing,
)

Cells = list[str]


class CsvArchive:
    """A CSV file to read. Raises ArchiveCannotBeRead if the columns needed are not there."""

    def __init__(self, path: Path, choices: Choices) -> None:
        self._file = TextFile(path, choices.encoding, newline="")
        self._source = Records(self._file.lines())
        self._records = iter(self._source)
        try:
            first = next(self._records, None)
            if first is None or first.why or not is_sound(first.raw):
                why = first.why if first else "there is none"
                raise ArchiveCannotBeRead(f"The line with the names of the columns: {why}.")
            self._columns = first.cells
            self._line_end = "\r\n" if first.raw.endswith("\r\n") else "\n"
            self.choices = choices.among(first.cells)
        except BaseException:
            self._file.close()
            raise
        used = (self.choices.text, self.choices.prev, self.choices.channel,
                self.choices.conversation)  # fmt: skip
        self._used = [(name, self._columns.index(name)) for name in used if name]

    def batches(self) -> Iterator[Batch]:
        """The rows, some at a time."""
        asker = Asker(self.choices)
        rows: list[Cells] = []
        asked: list[Asked] = []
        size = 0
        for record in self._records:
            question = self._ask(asker, record)
            rows.append([] if question.broken else record.cells)
            asked.append(question)
            size += len(record.raw)
            if len(rows) >= MOST_ROWS or size >= MOST_CHARACTERS:
                yield Batch(rows, asked)
                rows, asked, size = [], [], 0
        if rows:
            yield Batch(rows, asked)

    def _ask(self, asker: Asker, record: Record) -> Asked:
        why = record.why
        if not why and not is_sound(record.raw):
            why = "bytes that are not in the encoding of the file"
        if not why and len(record.cells) != len(self._columns):
            why = f"{len(record.cells)} columns instead of {len(self._columns)}"
        if why:
            return Asked(record.line, broken=f"{why}. It says: {shown(record.raw)}")
        return asker.ask(record.line, {name: record.cells[place] for name, place in self._used})

    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return self._file.share()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def written_to(self, path: Path) -> CsvCopy:
        """Begin the copy with the answers: same delimiter, line ends and encoding."""
        return CsvCopy(path, self._file.encoding, self._source.delimiter, self._line_end,
                       [*self._columns, *self.choices.added], len(self._columns))  # fmt: skip


class CsvCopy:
    """The CSV file that is written."""

    def __init__(
        self, path: Path, encoding: str, delimiter: str, line_end: str, names: Cells, own: int
    ) -> None:
        self._file = writing(path, encoding)
        self._line_end = line_end
        self._empty = [""] * own
        # The module puts quotes around a return only if it ends lines with one.
        self._writer = csv.writer(self, delimiter=delimiter, lineterminator="\r\n")
        self._writer.writerow(names)

    def write(self, line: str) -> int:
        """Take a line from the csv module and end it like those of the original."""
        return self._file.write(line[:-2] + self._line_end)

    def add(self, kept: list[Cells], answers: list[Answer]) -> None:
        """Write rows with their answers."""
        for cells, answer in zip(kept, answers, strict=True):
            self._writer.writerow([*(cells or self._empty), *map(_cell, answer)])

    def close(self) -> None:
        """Write what is left."""
        self._file.close()


def _cell(value: Any) -> Any:
    """Booleans as other programs write them; nothing for None."""
    return str(value).lower() if isinstance(value, bool) else value
