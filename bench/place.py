"""Where a benchmark runs: a Gehoord of its own, in a temporary folder, on real servers."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.services import (
    environment,
    free_port,
    gehoord,
    is_listening,
    postgresql_running,
    redis_running,
    running,
    wait_until,
)

PROFILES = ("sqlite", "postgresql")
"""One machine: SQLite and files. Many machines: PostgreSQL (which waits for the disk) and Redis."""
PORT = "BENCH_PORT"
OUTPUT = "BENCH_OUTPUT"


@contextlib.contextmanager
def place(profile: str) -> Iterator[dict[str, str]]:
    """The environment of a fresh, migrated Gehoord; everything is gone afterwards."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gehoord-bench-")))
        port = free_port()
        settings = {
            "DJANGO_SETTINGS_MODULE": "gehoord.config.settings",
            "GEHOORD_STATIC": str(folder / "static"),
            "GEHOORD_URL": f"http://127.0.0.1:{port}",
            "GEHOORD_LOG": "ERROR",
            PORT: str(port),
            OUTPUT: str(folder / "output"),
        }
        if profile == "postgresql":
            settings["DATABASE_URL"] = stack.enter_context(postgresql_running(is_durable=True))
            settings["REDIS_URL"] = stack.enter_context(redis_running())
        env = environment(folder, **settings)
        subprocess.run(gehoord("migrate", "-v0"), env=env, check=True)
        subprocess.run(gehoord("collectstatic", "--noinput", "-v0"), env=env, check=True)
        yield env


@dataclass(frozen=True)
class Processes:
    """The processes of a running Gehoord by name, and the port of its pages."""

    port: int
    ids: dict[str, int]


@contextlib.contextmanager
def gehoord_running(*, has_work: bool = True) -> Iterator[Processes]:
    """Start this place's Gehoord as an installer would: `serve`, or `web` and `work` apart."""
    port = int(os.environ[PORT])
    output = Path(os.environ[OUTPUT])
    with contextlib.ExitStack() as stack:
        lines = stack.enter_context(output.open("w"))

        def start(*words: str) -> int:
            process = running(gehoord(*words), stdout=lines, stderr=subprocess.STDOUT)
            return stack.enter_context(process).pid

        at = ("--port", str(port))
        if "DATABASE_URL" in os.environ or not has_work:
            ids = {"web": start("web", *at)}
            if has_work:
                ids["work"] = start("work")
        else:
            ids = {"supervisor": start("serve", *at)}
        wait_until(lambda: is_listening(port), what="Gehoord")
        yield Processes(port, ids | _started_by_supervisor(output))


def _started_by_supervisor(output: Path) -> dict[str, int]:
    found = re.findall(r"gehoord: (\w+) started \(process (\d+)\)", output.read_text())
    return {name: int(number) for name, number in found}
