"""A task is only a nudge to look at the rows: one that gets lost costs a few seconds."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

logger = logging.getLogger(__name__)

Drain = Callable[[], int]
_drains: dict[str, Drain] = {}
_threads: dict[str, int] = {}
_told: dict[str, Callable[[], object]] = {}
"""What to call in this process instead of a drain that has threads of its own here."""


class _OneAtATime:
    """A drain in which one thread of this process works; who comes meanwhile makes it look again."""

    def __init__(self, function: Drain) -> None:
        self._function = function
        self._is_busy = threading.Lock()
        self._is_wanted = threading.Event()

    def __call__(self) -> int:
        self._is_wanted.set()
        handled = 0
        while self._is_wanted.is_set() and self._is_busy.acquire(blocking=False):
            try:
                self._is_wanted.clear()
                handled += self._function()
            finally:
                self._is_busy.release()
        return handled


def drain(
    name: str, *, is_one_at_a_time: bool = False, threads: int = 0
) -> Callable[[Drain], Drain]:
    """Register the function that works off one kind of due rows and returns how many it did.

    `is_one_at_a_time` is for work that waits for nobody but the database: more threads of one
    process would only stand in each other's way. `threads` is for work that waits for servers
    elsewhere: in a work process so many threads of its own do it, and a server that hangs holds
    up no other drain.

    Put it in the `tasks.py` of an installed app. It must be harmless to call at any moment and
    from several processes at once: `work_through` is. Raises ValueError if the name is taken.
    """

    def register(function: Drain) -> Drain:
        if name in _drains:
            raise ValueError(f"Two drains are called {name!r}.")
        _drains[name] = _OneAtATime(function) if is_one_at_a_time else function
        if threads:
            _threads[name] = threads
        return function

    return register


def drain_names() -> list[str]:
    """The names of all registered drains, for the sweep."""
    return sorted(_drains)


def drains_apart() -> dict[str, int]:
    """The drains that want threads of their own, and how many."""
    return dict(_threads)


def tell_instead(name: str, tell: Callable[[], object] | None) -> None:
    """From now on call `tell` in this process where a drain would be run; None ends that."""
    if tell is None:
        _told.pop(name, None)
    else:
        _told[name] = tell


def run_drain(name: str) -> int:
    """Work off one kind of due rows now, or have the threads of that drain do it.

    Returns the number of rows handled here.
    """
    if (tell := _told.get(name)) is not None:
        tell()
        return 0
    return run_here(name)


def run_here(name: str) -> int:
    """Work off one kind of due rows in this thread; a failure is logged, never raised.

    Returns the number of rows handled, 0 after a failure.
    """
    try:
        return _drains[name]()
    except Exception:
        logger.exception("drain %s failed", name)
        return 0


def nudge(name: str, *, at: datetime | None = None) -> None:
    """Have the rows of one drain looked at as soon as this transaction is committed, or `at`.

    The setting GEHOORD_NUDGES says how: by a task ("huey"), at once in this thread ("now", for
    tests; a future `at` is left to the test), or not at all ("off").
    """
    transaction.on_commit(partial(_deliver, name, at))


def _deliver(name: str, at: datetime | None) -> None:
    mode = getattr(settings, "GEHOORD_NUDGES", "huey")
    delay = at - timezone.now() if at else timedelta(0)
    if mode == "now" and delay <= timedelta(0):
        run_drain(name)
    elif mode == "huey":
        _enqueue(name, delay)


def _enqueue(name: str, delay: timedelta) -> None:
    from gehoord.jobs.queue import enqueue_drain  # opens the queue's file or connection

    try:
        enqueue_drain(name, delay)
    except Exception:
        # The rows are committed: the sweep finds them without this nudge.
        logger.warning("nudge %s was lost", name, exc_info=True)
