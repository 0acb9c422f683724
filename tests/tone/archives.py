"""Archives for the tests, as somebody's system might have written them."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

from gehoord.tone import archive

ANGRY = "Dit is al mijn vierde mail. Niemand belt terug, ik ben er klaar mee!"
CALM = "Kunt u mij zeggen hoe laat de winkel open is?"
NAMES = archive.Choices().added
# After this much, bytes of another encoding are a broken line and no reason to stop.
PADDING = b"1" * 70_000
SOURCE = Path(archive.__file__).parents[3]


def write_csv(path, rows, *, names=("id", "text"), delimiter=",", encoding="utf-8", end="\n"):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
        writer.writerow(names)
        writer.writerows(rows)
    return path


def rows_of_csv(path, *, delimiter=",", encoding="utf-8"):
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, strict=True))


def objects_of(path):
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def read_here(path, **chosen):
    """Read an archive in this process; its copy and what was told of it."""
    out = path.with_suffix(f".out{path.suffix}")
    with archive.Crew(1) as crew:
        summary = archive.read_archive(path, out, archive.Choices(**chosen), crew)
    return out, summary


def gehoord(*words, **options):
    """Run the command `gehoord` as its own process."""
    return subprocess.run(
        command(*words), env=environment(), capture_output=True, check=False, **options
    )


def command(*words):
    return [sys.executable, "-m", "gehoord", *map(str, words)]


def environment():
    return os.environ | {"PYTHONPATH": str(SOURCE)}
