"""Read an archive from its first row to its last, and put the copy in place when it is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from gehoord.tone.archive.answers import Answer
from gehoord.tone.archive.choices import ArchiveCannotBeRead, Choices
from gehoord.tone.archive.crew import Batch, Crew
from gehoord.tone.archive.progress import Progress


class Copy(Protocol):
    """A file that is being written, row by row."""

    def add(self, kept: Any, answers: list[Answer]) -> None: ...
    def close(self) -> None: ...


class Archive(Protocol):
    """A file that is being read, row by row."""

    choices: Choices

    def batches(self) -> Iterator[Batch]: ...
    def share(self) -> float: ...
    def close(self) -> None: ...
    def written_to(self, path: Path) -> Copy: ...


@dataclass(frozen=True, slots=True)
class Summary:
    """What was read: all rows, and how many of them are broken."""

    rows: int
    broken: int


def read_archive(
    path: Path, out: Path, choices: Choices, crew: Crew, progress: Progress | None = None
) -> Summary:
    """Write a copy of an archive with a reading beside every row, in the same order.

    Nothing stands under the name of `out` before all is read. Raises ArchiveCannotBeRead with
    words for whoever asked, and OSError if a file cannot be opened or written.
    """
    if out.suffix.lower() != path.suffix.lower():
        raise ArchiveCannotBeRead(f"The copy of a {path.suffix} must end in {path.suffix} too.")
    if out.exists() and out.samefile(path):
        raise ArchiveCannotBeRead("The copy cannot take the place of the archive itself.")
    with closing(_opened(path, choices)) as archive, _in_place_when_whole(out, path) as part:
        return _copied(archive, part, crew, progress)


def _opened(path: Path, choices: Choices) -> Archive:
    kind = path.suffix.lower()
    if kind in (".csv", ".tsv"):
        from gehoord.tone.archive.csv_file import CsvArchive

        return CsvArchive(path, choices)
    if kind in (".jsonl", ".ndjson"):
        from gehoord.tone.archive.json_lines_file import JsonLinesArchive

        return JsonLinesArchive(path, choices)
    if kind == ".parquet":
        if find_spec("pyarrow") is None:
            raise ArchiveCannotBeRead("For parquet: pip install 'gehoord[archive]'")
        from gehoord.tone.archive.parquet_file import ParquetArchive

        return ParquetArchive(path, choices)
    raise ArchiveCannotBeRead(f"{path.name} is not .csv, .jsonl or .parquet.")


@contextmanager
def _in_place_when_whole(out: Path, like: Path) -> Iterator[Path]:
    """A file beside `out` that becomes it if all goes well, and is gone if not."""
    handle, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        # As private as the messages were.
        shutil.copymode(like, part)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _copied(archive: Archive, part: Path, crew: Crew, progress: Progress | None) -> Summary:
    rows = broken = 0
    with closing(archive.written_to(part)) as copy:
        for batch, answers in crew.in_order(archive.batches(), archive.choices.lang):
            copy.add(batch.kept, answers)
            rows += len(answers)
            errors = [answer.error for answer in answers if answer.error is not None]
            broken += len(errors)
            if progress is not None:
                for error in errors:
                    progress.broken(error)
                progress.show(rows, archive.share())
    return Summary(rows, broken)
