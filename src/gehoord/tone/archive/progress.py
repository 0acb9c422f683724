"""How far reading an archive is, for whoever waits at the terminal."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

WIDTH = 30
MOST_TOLD = 20
# A terminal is drawn anew, a log gets a line.
AT_TERMINAL_S, IN_LOG_S = 0.2, 30.0


class Progress:
    """Tells rows, share, speed and time left on a stream, and each broken line once."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._began = self._told = clock()
        self._is_terminal = stream.isatty()
        self._broken = 0

    def show(self, rows: int, share: float) -> None:
        """Tell how far it is, if the last time was long enough ago."""
        now = self._clock()
        if now - self._told < (AT_TERMINAL_S if self._is_terminal else IN_LOG_S):
            return
        self._told = now
        passed = max(now - self._began, 1e-9)
        left = passed / share - passed if share else 0.0
        line = f"{share:4.0%}  {rows} rows  {rows / passed:.0f} a second  {_span(left)} left"
        if self._is_terminal:
            done = int(share * WIDTH)
            self._put(f"\r\x1b[K[{'#' * done}{'.' * (WIDTH - done)}] {line}")
        else:
            self._put(f"{line}\n")

    def broken(self, why: str) -> None:
        """Tell of a line that could not be read; after some only their number at the end."""
        self._broken += 1
        if self._broken <= MOST_TOLD:
            self.say(why if len(why) <= 200 else f"{why[:200]}…")
        elif self._broken == MOST_TOLD + 1:
            self.say("More lines are broken; they are in the column error.")

    def say(self, line: str) -> None:
        """Write a line of its own."""
        self._put(f"\r\x1b[K{line}\n" if self._is_terminal else f"{line}\n")

    def _put(self, text: str) -> None:
        encoding = self._stream.encoding or "utf-8"
        self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        self._stream.flush()


def _span(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
