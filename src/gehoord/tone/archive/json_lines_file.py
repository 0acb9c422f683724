"""Archives as JSON lines: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from gehoord.tone.archive.answers import Answer, Asked
from gehoord.tone.archive.choices import Asker, Choices
from gehoord.tone.archive.crew import Batch
from gehoord.tone.archive.text_file import (
    LONGEST,
    MOST_CHARACTERS,
    MOST_ROWS,
    TextFile,
    is_sound,
    shown,
    writing,
)


class LineIsBroken(ValueError):
    """A line that is not an object with a message."""


class JsonLinesArchive:
    """A file of JSON lines to read; the columns are looked for in its first object.

    Raises ArchiveCannotBeRead if they are not there.
    """

    def __init__(self, path: Path, choices: Choices) -> None:
        self.choices = choices
        self._file = TextFile(path, choices.encoding, newline="\n")
        self._asker: Asker | None = None

    def batches(self) -> Iterator[Batch]:
        """The rows, some at a time."""
        rows: list[str] = []
        asked: list[Asked] = []
        size = 0
        for number, line in enumerate(self._file.lines(), 1):
            if not line.strip():
                continue
            asked.append(self._ask(number, line))
            rows.append(line)
            size += len(line)
            if len(rows) >= MOST_ROWS or size >= MOST_CHARACTERS:
                yield Batch(rows, asked)
                rows, asked, size = [], [], 0
        if rows:
            yield Batch(rows, asked)

    def _ask(self, number: int, line: str) -> Asked:
        try:
            row = _object(line)
            if self._asker is None:
                self.choices = _usual(self.choices.among([*row]))
                self._asker = Asker(self.choices)
            if taken := self.choices.in_the_way(row):
                raise LineIsBroken(f"there is {', '.join(taken)} already")
            if self.choices.text not in row:
                raise LineIsBroken(f"there is no {self.choices.text}")
        except LineIsBroken as error:
            return Asked(number, broken=str(error))
        return self._asker.ask(number, row)

    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return self._file.share()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def written_to(self, path: Path) -> JsonLinesCopy:
        """Begin the copy with the answers."""
        return JsonLinesCopy(path, self._file.encoding, self.choices)


def _usual(choices: Choices) -> Choices:
    """The choices with the usual columns, which later lines may have when the first has not."""
    prev = choices.prev or ("" if choices.conversation else "prev")
    return replace(choices, prev=prev, channel=choices.channel or "channel")


def _object(line: str) -> dict[str, Any]:
    """The object of a line. Raises LineIsBroken if there is none."""
    if len(line) > LONGEST:
        raise LineIsBroken(f"longer than {LONGEST} characters")
    if not is_sound(line):
        raise LineIsBroken("bytes that are not in the encoding of the file")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineIsBroken(f"not JSON ({error})") from error
    if not isinstance(row, dict):
        raise LineIsBroken("not an object")
    return row


class JsonLinesCopy:
    """The JSON lines that are written: each line as it was, with the answers at its end.

    A broken line becomes an object of `given`, `line` and `error`.
    """

    def __init__(self, path: Path, encoding: str, choices: Choices) -> None:
        self._file = writing(path, encoding)
        self._prefix = choices.prefix

    def add(self, kept: list[str], answers: list[Answer]) -> None:
        """Write rows with their answers."""
        self._file.writelines(map(self._line, kept, answers))

    def _line(self, line: str, answer: Answer) -> str:
        if answer.error is not None:
            return _dump({"given": shown(line), self._prefix + "error": answer.error}) + "\n"
        own = {self._prefix + name: value for name, value in answer._asdict().items()}
        del own[self._prefix + "error"], own[self._prefix + "evidence"]
        evidence = f"{json.dumps(self._prefix + 'evidence')}: {answer.evidence}"
        return f"{line.rstrip()[:-1]}, {_dump(own)[1:-1]}, {evidence}}}\n"

    def close(self) -> None:
        """Write what is left."""
        self._file.close()


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
