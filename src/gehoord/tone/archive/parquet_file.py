"""Archives as parquet, one row group after another; needs `gehoord[archive]`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gehoord.tone.archive.answers import Answer, Asked
from gehoord.tone.archive.choices import ArchiveCannotBeRead, Asker, Choices
from gehoord.tone.archive.crew import Batch

ROWS_AT_ONCE = 200
# What is written together: row groups that others can read quickly, and that fit in memory.
ROWS_IN_GROUP = 20_000
BYTES_IN_GROUP = 32 << 20

TYPES = {
    "anger": pa.int8(), "anger_score": pa.float64(), "crisis": pa.bool_(), "is_read": pa.bool_(),
}  # fmt: skip


class ParquetArchive:
    """A parquet file to read. Raises ArchiveCannotBeRead if the columns needed are not there."""

    def __init__(self, path: Path, choices: Choices) -> None:
        try:
            self._file = pq.ParquetFile(path)
        except pa.ArrowException as error:
            raise ArchiveCannotBeRead(f"This is not parquet: {error}") from error
        self._schema = self._file.schema_arrow
        self.choices = choices.among(self._schema.names)
        self._rows = self._file.metadata.num_rows
        self._seen = 0

    def batches(self) -> Iterator[Batch]:
        """The rows, some at a time. Raises ArchiveCannotBeRead if the file is damaged."""
        asker = Asker(self.choices)
        chosen = self.choices
        used = [chosen.text, chosen.prev, chosen.channel, chosen.conversation]
        try:
            for batch in self._file.iter_batches(ROWS_AT_ONCE, use_threads=False):
                columns = {name: batch.column(name).to_pylist() for name in used if name}
                yield Batch(batch, self._asked(asker, columns, batch.num_rows))
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise ArchiveCannotBeRead(f"Damaged after row {self._seen}: {error}") from error

    def _asked(self, asker: Asker, columns: dict[str, list[Any]], rows: int) -> list[Asked]:
        began, self._seen = self._seen, self._seen + rows
        return [
            asker.ask(began + at + 1, {name: values[at] for name, values in columns.items()})
            for at in range(rows)
        ]

    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return self._seen / self._rows if self._rows else 1.0

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def written_to(self, path: Path) -> ParquetCopy:
        """Begin the copy with the answers."""
        return ParquetCopy(path, self._schema, self.choices.added)


class ParquetCopy:
    """The parquet file that is written."""

    def __init__(self, path: Path, schema: Any, names: tuple[str, ...]) -> None:
        for name, field in zip(names, Answer._fields, strict=True):
            schema = schema.append(pa.field(name, TYPES.get(field, pa.string())))
        self._schema = schema
        self._writer = pq.ParquetWriter(path, schema)
        self._waiting: list[Any] = []

    def add(self, kept: Any, answers: list[Answer]) -> None:
        """Write rows with their answers, when there are enough for a row group."""
        added = [
            pa.array(values, TYPES.get(field, pa.string()))
            for field, values in zip(Answer._fields, zip(*answers, strict=True), strict=True)
        ]
        arrays = [*kept.columns, *added]
        self._waiting.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        rows = sum(batch.num_rows for batch in self._waiting)
        size = sum(batch.nbytes for batch in self._waiting)
        if rows >= ROWS_IN_GROUP or size >= BYTES_IN_GROUP:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting, self._schema))
            self._waiting = []

    def close(self) -> None:
        """Write what is left."""
        self._write()
        self._writer.close()
