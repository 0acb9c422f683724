"""Put very many rows in a table at once: executemany on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db import connection, models

AT_ONCE = 20_000


class Table:
    """One model's table. What a row does not name has the model's own default."""

    def __init__(self, model: type[models.Model], *named: str) -> None:
        self.model = model
        fields = model._meta.concrete_fields
        known = {field.attname for field in fields}
        if unknown := set(named) - known:
            raise LookupError(f"{model.__name__} has no {sorted(unknown)}")
        rest = [each for each in fields if each.attname not in named and not each.primary_key]
        by_name = {field.attname: field for field in fields}
        self.columns = [by_name[name].column for name in named] + [f.column for f in rest]
        self.defaults = tuple(_stored(field, field.get_default()) for field in rest)

    def fill(self, rows: Iterable[tuple[Any, ...]]) -> int:
        """Insert rows, each with the values of the named columns; returns how many."""
        whole = (row + self.defaults for row in rows)
        count = 0
        while batch := list(islice(whole, AT_ONCE)):
            count += len(batch)
            self._insert(batch)
        return count

    def _insert(self, batch: list[tuple[Any, ...]]) -> None:
        table = self.model._meta.db_table
        columns = ", ".join(f'"{column}"' for column in self.columns)
        connection.ensure_connection()
        raw = connection.connection
        if connection.vendor == "sqlite":
            marks = ", ".join("?" * len(self.columns))
            raw.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', batch)
            return
        with raw.cursor() as cursor, cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for row in batch:
                copy.write_row(row)


def _stored(field: models.Field, value: Any) -> Any:
    if isinstance(value, datetime):
        return at(value)
    return field.get_db_prep_save(value, connection) if value is not None else None


def at(moment: datetime) -> str:
    """A moment as the database keeps it."""
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return text if connection.vendor == "sqlite" else f"{text}+00"


class quickly:
    """Write as fast as the database can, and leave a connection that is as it always was."""

    def __enter__(self) -> None:
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            raw = connection.connection
            raw.execute("PRAGMA synchronous=OFF")
            raw.execute("PRAGMA cache_size=-400000")
            raw.execute("BEGIN IMMEDIATE")
        else:
            # What we write points to what we wrote; checking every row takes most of the time.
            connection.connection.execute("SET session_replication_role = replica")

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if connection.vendor == "sqlite":
            raw = connection.connection
            raw.execute("COMMIT" if kind is None else "ROLLBACK")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.connection.execute("SET session_replication_role = DEFAULT")
        connection.close()


def tidy_up(tables: Iterable[type[models.Model]]) -> None:
    """Set the counters of primary keys right and have the database look at its new contents."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in tables:
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}"
                )
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")
