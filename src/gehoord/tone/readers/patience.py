"""Ask somebody who may never answer, for a limited time, and a few at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

MOST_AT_ONCE = 4
Answer = TypeVar("Answer")


class NoAnswer(Exception):
    """Somebody who was asked has no answer; `reason` is a short code such as `time-out`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Patience:
    """Waits for answers as long as it was told and no longer, whatever happens to the question.

    Who never answers keeps his place, so that no more than `most` wait somewhere for ever.
    """

    def __init__(self, most: int = MOST_AT_ONCE) -> None:
        self._places = threading.BoundedSemaphore(most)

    def wait_for(self, ask: Callable[[], Answer], *, limit: float) -> Answer:
        """What `ask` gives or raises, within `limit` seconds.

        Raises NoAnswer: `busy` if all places were taken, `time-out` if the time was over.
        """
        until = time.monotonic() + limit
        if not self._places.acquire(timeout=limit):
            raise NoAnswer("busy")
        answers: SimpleQueue[tuple[Answer | None, BaseException | None]] = SimpleQueue()

        def put_answer() -> None:
            try:
                answers.put((ask(), None))
            except BaseException as error:  # noqa: BLE001 - raised again where somebody waits
                answers.put((None, error))
            finally:
                self._places.release()

        # A thread of its own: no library keeps to a time limit in all it does, such as DNS.
        try:
            threading.Thread(target=put_answer, name="patience", daemon=True).start()
        except RuntimeError:
            self._places.release()
            raise NoAnswer("busy") from None
        try:
            answer, error = answers.get(timeout=max(0.0, until - time.monotonic()))
        except Empty:
            raise NoAnswer("time-out") from None
        if error is not None:
            raise error
        return answer  # type: ignore[return-value]
