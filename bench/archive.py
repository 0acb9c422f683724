"""How fast `gehoord read` goes through an archive with one process and with one for each core.

`python -m bench archive [--rows N] [--workers N] [--kind csv|jsonl|parquet]`: an archive of the open
half of the corpus, over and over, read by the command itself from start to end. The rounds take
turns, so both meet the same machine; the best of each counts. Copies must be the same to the byte.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from bench.accuracy import CORPUS
from gehoord.tone.archive.crew import cores

ROUNDS = 3


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 when the copies differ."""
    options = argparse.ArgumentParser(prog="python -m bench archive")
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--workers", type=int, default=cores())
    options.add_argument("--kind", choices=sorted(WRITERS), default="csv")
    chosen = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"chats.{chosen.kind}"
        WRITERS[chosen.kind](path, islice(cycle(_texts()), chosen.rows))
        print(f"{chosen.rows} rows of {chosen.kind}, {path.stat().st_size / 1e6:.1f} MB")
        crews = sorted({1, chosen.workers})
        best = dict.fromkeys(crews, float("inf"))
        for _ in range(ROUNDS):
            for workers in crews:
                best[workers] = min(best[workers], seconds(path, workers))
        for workers, taken in best.items():
            print(f"{workers:3} workers {chosen.rows / taken:9.0f} rows/s {taken:8.1f} s")
        print(f"ratio {best[1] / best[crews[-1]]:.2f} with {crews[-1]} workers on {cores()} cores")
        is_same = len({_copy(path, workers).read_bytes() for workers in crews}) == 1
        print(f"copies are {'the same' if is_same else 'NOT the same'}")
    return 0 if is_same else 1


def _texts() -> list[str]:
    paths = sorted((CORPUS / "nl" / "open").glob("*.jsonl"))
    return [json.loads(line)["text"] for path in paths for line in path.read_text().splitlines()]


def seconds(path: Path, workers: int) -> float:
    """Wall time of the whole command, start-up too."""
    words = ["read", str(path), "-o", str(_copy(path, workers)), "--workers", str(workers)]
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "gehoord", *words], check=True, capture_output=True)
    return time.perf_counter() - start


def _copy(path: Path, workers: int) -> Path:
    return path.with_name(f"copy-{workers}{path.suffix}")


def _csv(path: Path, texts: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text"])
        writer.writerows(enumerate(texts))


def _json_lines(path: Path, texts: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(
            json.dumps({"id": at, "text": text}) + "\n" for at, text in enumerate(texts)
        )


def _parquet(path: Path, texts: Iterator[str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"text": list(texts)}), path, row_group_size=10_000)


WRITERS = {"csv": _csv, "jsonl": _json_lines, "parquet": _parquet}
