"""How fast messages are read, beside the polarity number of textblob-nl in the same run.

`python -m bench tone [--file LINES.jsonl]`: each line has a `text`. Without a file the open half of
the corpus is read. One core, processor time, the best of three rounds that take turns.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.accuracy import CORPUS

if TYPE_CHECKING:
    from gehoord.tone.reading.pack import Pack

ROUNDS = 3
LENGTHS = (100, 1_000, 10_000, 100_000, 1_000_000)
STARTS = 5
SHARES = (4, 2, 1)

Reader = Callable[[str], object]


def main(arguments: Sequence[str]) -> int:
    """Print the table; 0 always."""
    options = argparse.ArgumentParser(prog="python -m bench tone")
    options.add_argument("--file", type=Path)
    chosen = options.parse_args(arguments)
    texts = list(_texts(chosen.file))
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts)} messages of {words:.1f} words on average")
    for line in (*beside(texts), *by_length(texts), *by_rules(texts), start_up()):
        print(line)
    return 0


def _texts(path: Path | None) -> Iterator[str]:
    paths = [path] if path else sorted((CORPUS / "nl" / "open").glob("*.jsonl"))
    for one in paths:
        for line in one.read_text("utf-8").splitlines():
            yield json.loads(line)["text"]


def beside(texts: Sequence[str]) -> Iterator[str]:
    """Messages a second of each reader, single calls, the rounds of all taking turns."""
    readers = dict(_readers())
    best = dict.fromkeys(readers, float("inf"))
    for reader in readers.values():
        seconds(reader, texts[:200])
    for _ in range(ROUNDS):
        for name, reader in readers.items():
            best[name] = min(best[name], seconds(reader, texts))
    for name, taken in best.items():
        yield f"{name:24} {len(texts) / taken:9.0f} messages/s  {1e6 * taken / len(texts):7.1f} us"
    peer = best.get("textblob-nl")
    if peer:
        yield f"{'ratio to textblob-nl':24} {peer / best['gehoord']:9.2f}"


def _readers() -> Iterator[tuple[str, Reader]]:
    from gehoord.tone import read

    yield "gehoord", read
    try:
        from textblob import TextBlob
        from textblob_nl import PatternAnalyzer, PatternTagger
    except ImportError:
        print("textblob-nl is not installed: pip install textblob-nl to compare")
        return
    tagger, analyzer = PatternTagger(), PatternAnalyzer()
    yield (
        "textblob-nl",
        lambda text: TextBlob(text, pos_tagger=tagger, analyzer=analyzer).sentiment,
    )


def seconds(reader: Reader, texts: Sequence[str]) -> float:
    """Processor time to read every text once."""
    start = time.process_time()
    for text in texts:
        reader(text)
    return time.process_time() - start


def by_length(texts: Sequence[str]) -> Iterator[str]:
    """Time per character as messages grow: the same words, more of them."""
    from gehoord.tone import read

    whole = " ".join(texts)
    whole *= 1 + LENGTHS[-1] // len(whole)
    for length in LENGTHS:
        text = whole[:length]
        taken = min(seconds(read, [text]) for _ in range(ROUNDS))
        yield f"{length:9} characters {1e3 * taken:10.2f} ms  {1e9 * taken / length:7.0f} ns each"


def by_rules(texts: Sequence[str]) -> Iterator[str]:
    """Time to find what rules and word lists say, with a quarter, half and all of the rules."""
    from gehoord.tone.reading.finding import found
    from gehoord.tone.reading.pack import pack
    from gehoord.tone.reading.scope import Page, page
    from gehoord.tone.text import normalise

    whole = pack("nl")
    for share in SHARES:
        some = replace(whole, rules=whole.rules[::share])

        def finds(text: str, known: Pack = some) -> object:
            normal = normalise(text, known=known.lexicon.knows, masked=known.masked)
            seen: Page = page(normal.text, text, known, normal=normal)
            return found(seen)

        seconds(finds, texts)
        taken = min(seconds(finds, texts) for _ in range(ROUNDS))
        yield f"{len(some.rules):9} rules {1e6 * taken / len(texts):16.1f} us a message"


def start_up() -> str:
    """Wall time of a new process from nothing to its first reading, the median."""
    code = "from gehoord.tone import read; read('Dit is al de vierde keer dat ik bel.')"
    taken = []
    for _ in range(STARTS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        taken.append(time.perf_counter() - start)
    return f"start-up to first reading {1e3 * sorted(taken)[STARTS // 2]:.0f} ms"
