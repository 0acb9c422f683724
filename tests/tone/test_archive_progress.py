"""What somebody who waits for an archive sees."""

import io
import os
import pty
import select

from gehoord.tone.archive.progress import MOST_TOLD, Progress


def everything_on(screen, *, until):
    """What a terminal shows, which comes in pieces."""
    seen = ""
    while not seen.endswith(until) and select.select([screen], [], [], 10)[0]:
        seen += os.read(screen.fileno(), 4096).decode()
    return seen


def test_terminal_shows_a_bar_that_is_drawn_anew():
    ours, theirs = pty.openpty()
    moments = iter([0.0, 10.0, 10.1, 20.0])
    with os.fdopen(theirs, "w") as terminal, os.fdopen(ours, "rb") as screen:
        progress = Progress(terminal, clock=lambda: next(moments))
        progress.show(50, 0.25)
        progress.show(51, 0.26)
        progress.show(100, 0.5)
        progress.say("100 rows")
        seen = everything_on(screen, until="100 rows\r\n")

    drawn = seen.split("\r\x1b[K")
    assert drawn[1] == f"[{'#' * 7}{'.' * 23}]  25%  50 rows  5 a second  0:00:30 left"
    assert drawn[2].startswith(f"[{'#' * 15}{'.' * 15}]  50%  100 rows  5 a second  0:00:20 left")
    assert drawn[3] == "100 rows\r\n"


def test_log_gets_a_line_now_and_then_and_not_every_broken_row():
    moments = iter([0.0, 10.0, 31.0])
    log = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    progress = Progress(log, clock=lambda: next(moments))

    progress.show(10, 0.1)
    progress.show(31, 0.5)
    for number in range(MOST_TOLD + 5):
        progress.broken(f"line {number}: café")

    log.seek(0)
    lines = log.read().splitlines()
    assert lines[0] == " 50%  31 rows  1 a second  0:00:31 left"
    assert lines[1] == "line 0: caf\\xe9"
    assert len(lines) == 1 + MOST_TOLD + 1
    assert "column error" in lines[-1]
