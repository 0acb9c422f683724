"""Stop asking what does not answer, and try it again after a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FAILURES = 3
REST = 30.0


class Breaker:
    """Opens after FAILURES in a row; after `rest` seconds one call may try whether it works again."""

    def __init__(self, *, rest: float = REST, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._again_at = 0.0

    def may_try(self) -> bool:
        """Whether to ask now; of many who come after a rest only the first."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._clock() < self._again_at:
                return False
            self._again_at = self._clock() + self._rest
            return True

    def succeeded(self) -> None:
        """It answered: everybody may ask again."""
        with self._lock:
            self._failures = 0

    def failed(self) -> bool:
        """It did not answer; true if from now on it is left alone."""
        with self._lock:
            self._failures += 1
            self._again_at = self._clock() + self._rest
            return self._failures == FAILURES
