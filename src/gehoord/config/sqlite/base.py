"""SQLite whose writers stand in line, instead of each asking again after a while.

SQLite's own wait polls with pauses of up to 100 ms, so whoever writes most keeps everybody else
out until they give up after ten seconds. A lock on a file wakes the next writer at once, over
threads and processes, and is gone with a process that is killed.
"""

from __future__ import annotations

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite, with a place in the line from BEGIN to COMMIT or ROLLBACK."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._line: int | None = None
        self._has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        self._wait_for_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()
            if self._line is not None:
                os.close(self._line)
                self._line = None

    def _wait_for_turn(self) -> None:
        if self.is_in_memory_db():
            return
        if self._line is None:
            path = f"{self.settings_dict['NAME']}-line"
            self._line = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._line, fcntl.LOCK_EX)
        self._has_turn = True

    def _end_turn(self) -> None:
        if self._has_turn and self._line is not None:
            self._has_turn = False
            fcntl.flock(self._line, fcntl.LOCK_UN)
