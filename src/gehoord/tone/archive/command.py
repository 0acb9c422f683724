"""`gehoord read FILE`: adds how customers feel to an archive of their messages."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from gehoord.tone.archive.choices import ArchiveCannotBeRead, Choices
from gehoord.tone.archive.crew import Crew, cores
from gehoord.tone.archive.progress import Progress
from gehoord.tone.archive.run import Summary, read_archive

DESCRIPTION = """\
Copies an archive of customers' messages and adds to every row how it reads: anger (0 to 4), what
lies under it, abuse, whether somebody is in danger, the next step, and the words that say so.
"""
# What shells say of a program that was ended by Ctrl-C or by SIGTERM.
INTERRUPTED, ENDED = 130, 143


def main(words: Sequence[str]) -> int:
    """Read the archive; 1 when it could not be done, 2 when the words make no sense."""
    chosen = _parser().parse_args(words)
    # Every process reads on one core; the arithmetic of numpy must not take the others.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    before = signal.signal(signal.SIGTERM, _end)
    try:
        return _read_and_tell(chosen, Progress(sys.stderr))
    finally:
        signal.signal(signal.SIGTERM, before)


def _read_and_tell(chosen: argparse.Namespace, progress: Progress) -> int:
    out: Path = chosen.out or chosen.file.with_suffix(f".read{chosen.file.suffix}")
    try:
        summary = _read(chosen, out, progress)
    except ArchiveCannotBeRead as error:
        progress.say(f"gehoord read: {chosen.file}: {error}")
        return 1
    except OSError as error:
        progress.say(f"gehoord read: {error.filename or out}: {error.strerror or error}")
        return 1
    except KeyboardInterrupt:
        progress.say(f"gehoord read: stopped; {out} was not written.")
        return INTERRUPTED
    progress.say(_told(summary, out))
    return 0


def _read(chosen: argparse.Namespace, out: Path, progress: Progress) -> Summary:
    choices = Choices(
        text=chosen.text,
        prev=chosen.prev,
        channel=chosen.channel,
        conversation=chosen.conversation,
        prefix=chosen.prefix,
        lang=chosen.lang,
        encoding=chosen.encoding,
    )
    with Crew(chosen.workers) as crew:
        return read_archive(chosen.file, out, choices, crew, progress)


def _told(summary: Summary, out: Path) -> str:
    broken = f", {summary.broken} of them broken (see the column error)" if summary.broken else ""
    return f"{summary.rows} rows{broken}: {out}"


def _end(signum: int, frame: FrameType | None) -> None:
    """Clean up on the way out."""
    raise SystemExit(ENDED)


def _number(word: str) -> int:
    number = int(word)
    if number < 1:
        raise ValueError
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gehoord read",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    column: dict[str, Any] = {"metavar": "COLUMN", "default": ""}
    add = parser.add_argument
    add("file", type=Path, metavar="FILE", help="archive: .csv, .jsonl or .parquet")
    add("-o", "--out", type=Path, help="copy to write (FILE.read.csv)")
    add("--text", metavar="COLUMN", default="text", help="column with the messages (text)")
    before = parser.add_mutually_exclusive_group()
    before.add_argument("--prev", **column, help="column with the message before (prev, if there)")
    before.add_argument("--conversation", **column, help="column with the number of the "
                        "conversation; its rows stand together, oldest first")  # fmt: skip
    add("--channel", **column, help="column with the channel (channel, if there)")
    add("--lang", default="", help="language of all messages, e.g. nl; else each shows its own")
    add("--workers", type=_number, default=cores(), help="processes that read (%(default)s)")
    add("--prefix", default="", help="begin of the names of the columns that are added")
    add("--encoding", default="utf-8-sig", help="encoding of a .csv or .jsonl (UTF-8)")
    return parser
