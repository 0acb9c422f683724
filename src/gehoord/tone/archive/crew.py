"""The processes that read an archive side by side and hand their answers back in order."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from types import TracebackType
from typing import Any, Self

from gehoord.tone.archive.answers import Answer, Asked, answer_all
from gehoord.tone.archive.choices import ArchiveCannotBeRead

# Enough to keep everybody busy while one has a slow batch; what is under way stays in memory.
BATCHES_EACH = 3


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of an archive: as its format keeps them, and what is asked about each."""

    kept: Any
    asked: list[Asked]


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Crew:
    """So many processes that read; one means this process itself, without any other.

    A program that makes a crew of more must have an `if __name__ == "__main__":`, as always with
    processes that Python starts anew.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self.workers > 1:
            self._pool = ProcessPoolExecutor(
                self.workers, mp_context=get_context("spawn"), initializer=_start
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._pool is None:
            return
        if error is not None:
            # Nobody waits for answers any more. Python has a public way from 3.14 on: kill_workers.
            for process in [*(self._pool._processes or {}).values()]:
                process.kill()
        self._pool.shutdown(cancel_futures=True)

    def in_order(self, batches: Iterable[Batch], lang: str) -> Iterator[tuple[Batch, list[Answer]]]:
        """Every batch with its answers, as they came, with only a few under way.

        Raises ArchiveCannotBeRead if one of the processes was killed.
        """
        if self._pool is None:
            for batch in batches:
                yield batch, answer_all(batch.asked, lang)
            return
        try:
            yield from self._side_by_side(self._pool, batches, lang)
        except BrokenProcessPool as error:
            raise ArchiveCannotBeRead(
                "One of the processes that read was killed, perhaps for want of memory. "
                "Try again with fewer --workers."
            ) from error

    def _side_by_side(
        self, pool: ProcessPoolExecutor, batches: Iterable[Batch], lang: str
    ) -> Iterator[tuple[Batch, list[Answer]]]:
        under_way: deque[tuple[Batch, Future[list[Answer]]]] = deque()
        for batch in batches:
            with _interrupts_wait():
                future = pool.submit(answer_all, batch.asked, lang)
            under_way.append((batch, future))
            if len(under_way) >= self.workers * BATCHES_EACH:
                first, answers = under_way.popleft()
                yield first, answers.result()
        while under_way:
            first, answers = under_way.popleft()
            yield first, answers.result()


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Let a process that is started here be deaf to Ctrl-C from its first moment."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start() -> None:
    """Leave Ctrl-C to the process that started this one, and end when that is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()


def _end_with_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
