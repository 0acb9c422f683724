"""`gehoord serve`: keeps the processes of one machine running."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 10.0
STEADY_S = 10.0
"""A process that ran this long may be started again at once when it dies."""
GRACE_S = 25.0
LOOK_S = 0.1
PARENT = "GEHOORD_PARENT"


def say(line: str) -> None:
    """Tell whoever started the processes what happened."""
    sys.stdout.write(f"gehoord: {line}\n")
    sys.stdout.flush()


@dataclass
class Child:
    """One process that has to be there."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    pause_s: float = field(default=FIRST_PAUSE_S)

    def start(self) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches only the supervisor."""
        environment = os.environ | {PARENT: str(os.getpid())}
        self.process = subprocess.Popen(self.command, env=environment, start_new_session=True)
        self.started_at = time.monotonic()
        say(f"{self.name} started (process {self.process.pid})")

    def look(self) -> None:
        """Start the process when it is due; note when it died and when to start it again."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.start()
        elif (code := self.process.poll()) is not None:
            if now - self.started_at >= STEADY_S:
                self.pause_s = FIRST_PAUSE_S
            self.process, self.start_at = None, now + self.pause_s
            say(f"{self.name} ended ({_ending(code)}); starting again in {self.pause_s:.1f} s")
            self.pause_s = min(self.pause_s * 2, LONGEST_PAUSE_S)

    def send(self, signum: int) -> None:
        """Pass a signal on, if there is a process to get it."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signum)

    def wait(self, until: float) -> None:
        """Wait for the end of the process, and end it by force after that moment."""
        if self.process is None:
            return
        try:
            code = self.process.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        say(f"{self.name} ended ({_ending(code)})")


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"code {code}"


def supervise(commands: Mapping[str, Sequence[str]]) -> None:
    """Run the commands side by side until SIGTERM or SIGINT, and restart what ends before that."""
    children = [Child(name, command) for name, command in commands.items()]
    ending = threading.Event()

    def end(signum: int, frame: FrameType | None) -> None:
        ending.set()

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, end)
    while not ending.is_set():
        for child in children:
            child.look()
        ending.wait(LOOK_S)
    say("ending")
    _pass_on(children, signal.SIGTERM)
    until = time.monotonic() + GRACE_S
    for child in children:
        child.wait(until)


def _pass_on(children: Sequence[Child], signum: int) -> None:
    for child in children:
        child.send(signum)


def end_with_parent() -> None:
    """End this process when the supervisor that started it was killed, so that no port stays taken.

    Does nothing in a process that no supervisor started.
    """
    parent = os.environ.get(PARENT)
    if parent is not None:
        threading.Thread(target=_watch, args=(int(parent),), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
