"""How long a draft is held up by the coach, beside proselint on English text of the same length.

`python -m bench coach [--file DRAFTS.jsonl]`: each line has a `draft` (and what stands beside it in
tests/corpus/drafts), or a `text`. Without a file the open half of the labelled drafts is used, put
together to 150 words. One core, single calls, never the same draft twice.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from unittest import mock

from bench.talks import MESSAGES, Asked, asked, english, lines

WORDS = 150
DRAFTS = 400
LENGTHS = (50, 150, 500, 2000)
OF_A_LENGTH = 100
STARTS = 5
SHORT = 40
SHARES = (4, 2, 1)
GOAL_MS = 2.0

Call = Callable[[], object]


def main(arguments: Sequence[str]) -> int:
    """Print the table; 0 always."""
    options = argparse.ArgumentParser(prog="python -m bench coach")
    options.add_argument("--file", type=Path)
    chosen = options.parse_args(arguments)
    rows = lines(chosen.file)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    whole = list(asked(rows, words=WORDS, count=DRAFTS))
    print(f"{len(whole)} drafts of {WORDS} words, each in a conversation of {MESSAGES} messages")
    print(f"{'':40}   median     p95  processor's median, p95")
    get_ready()
    for part in (by_state(whole), by_length(rows), by_rules(whole), beside(whole), [start_up()]):
        print()
        for line in part:
            print(line)
    return 0


def check(it: Asked, *, draft: str | None = None) -> object:
    """What `coaching.actions.check_draft` asks the engine."""
    from gehoord.tone import Customer, coach

    return coach(
        it.draft if draft is None else draft,
        channel=it.channel,
        customer=Customer(**it.customer),
        stage=it.stage,
        thread=turns(it),
    )


def begin(it: Asked) -> None:
    """The agent has typed the first half: the conversation is known, the draft as it is now is not."""
    check(it, draft=it.draft[: len(it.draft) // 2])


def answer(it: Asked) -> object:
    """Which parts are unanswered, and the lines to answer them: the rest of what typing asks."""
    from gehoord.tone import skeleton, unanswered

    return unanswered(it.draft, turns(it)), skeleton(it.draft, turns(it))


def turns(it: Asked) -> list[Any]:
    from gehoord.tone import Turn

    return [Turn(by=by, text=text) for by, text in it.thread]


def get_ready() -> None:
    """Have the patterns made that a process makes once, in the hour after its start."""
    for it in asked(lines(), words=SHORT, count=len(lines())):
        check(it), answer(it)
    forget()


def forget() -> None:
    """Make the engine forget the messages it has seen; what it is made of stays."""
    for name, module in list(sys.modules.items()):
        if name.startswith("gehoord.tone"):
            for thing in vars(module).values():
                is_kept = hasattr(thing, "cache_parameters")
                if is_kept and thing.cache_parameters()["maxsize"] is not None:
                    thing.cache_clear()


def by_state(whole: Sequence[Asked]) -> Iterator[str]:
    """The same drafts: while typing, in a conversation that was just opened, and all of it."""
    taken = Taken()
    for it in whole:
        begin(it)
        taken.by(lambda it=it: check(it))
    yield taken.line("draft new, conversation seen")
    yield f"{'  goal':40} {GOAL_MS:8.2f}"
    taken = Taken()
    for it in whole:
        check(it, draft=it.draft.rsplit(None, 1)[0])
        taken.by(lambda it=it: check(it))
    yield taken.line("one word more, conversation seen")
    taken = Taken()
    for it in whole:
        forget()
        taken.by(lambda it=it: check(it))
    yield taken.line("draft new, conversation new too")
    taken = Taken()
    for it in whole:
        begin(it), answer(it)
        taken.by(lambda it=it: (check(it), answer(it)))
    yield taken.line("with what is not answered yet")


def by_length(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The same kind of draft, shorter and longer; the conversation is known."""
    for words in LENGTHS:
        taken = Taken()
        for it in asked(rows, words=words, count=OF_A_LENGTH):
            begin(it)
            taken.by(lambda it=it: check(it))
        yield taken.line(f"{words} words") + f"  {1e3 * taken.cpu_ms / words:6.1f} us a word"


def by_rules(whole: Sequence[Asked]) -> Iterator[str]:
    """With a quarter, half and all of the rules; what is learned looks at every draft as before."""
    from gehoord.tone.coaching import advice

    every = advice.rules("nl")
    for share in SHARES:
        some = every[::share]
        with mock.patch.object(advice, "rules", lambda language, some=some: some):
            advice._sought.cache_clear()
            taken = Taken()
            for it in whole[:OF_A_LENGTH]:
                begin(it)
                taken.by(lambda it=it: check(it))
        yield taken.line(f"{len(some)} rules")
    advice._sought.cache_clear()


def beside(whole: Sequence[Asked]) -> Iterator[str]:
    """Our time and the peer's, taking turns; the peer reads English of the same length."""
    peer = proselint()
    if peer is None:
        yield "proselint is not installed: pip install proselint to compare"
        return
    ours, theirs = Taken(), Taken()
    for it, text in zip(whole, english(words=WORDS, count=len(whole)), strict=True):
        begin(it)
        ours.by(lambda it=it: check(it))
        theirs.by(lambda text=text: peer(text))
    yield ours.line("gehoord")
    yield theirs.line("proselint, English")
    yield f"{'proselint / gehoord, processor':40} {theirs.cpu_ms / ours.cpu_ms:8.2f}"


def start_up() -> str:
    """Wall time of a new process from nothing to its first finding, the median."""
    code = "from gehoord.tone import coach; coach('Zoals ik al zei, excuses voor het ongemak.')"
    taken = []
    for _ in range(STARTS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        taken.append(1e3 * (time.perf_counter() - start))
    return f"{'start-up to first finding':40} {median(taken):8.0f}"


def proselint() -> Callable[[str], object] | None:
    """The linter with all checks it has on, ready to be called."""
    try:
        from proselint.checks import __register__
        from proselint.registry import CheckRegistry
        from proselint.tools import LintFile
    except ImportError:
        return None
    CheckRegistry().register_many(__register__)

    def lint(text: str) -> object:
        return LintFile("<draft>", text).lint()

    lint("This is a very unique test.")
    return lint


class Taken:
    """The times of single calls, in ms: of the clock, and of the processor."""

    def __init__(self) -> None:
        self.clock: list[float] = []
        self.cpu: list[float] = []

    def by(self, call: Call) -> None:
        gc.collect(0)
        cpu, clock = time.process_time_ns(), time.perf_counter_ns()
        call()
        self.clock.append((time.perf_counter_ns() - clock) / 1e6)
        self.cpu.append((time.process_time_ns() - cpu) / 1e6)

    @property
    def cpu_ms(self) -> float:
        return median(self.cpu)

    def line(self, what: str) -> str:
        figures = (median(self.clock), slow(self.clock), self.cpu_ms, slow(self.cpu))
        return f"{what:40} {figures[0]:8.2f} {figures[1]:7.2f} {figures[2]:10.2f} {figures[3]:7.2f}"


def slow(times: Sequence[float]) -> float:
    """The time that one call in twenty goes over."""
    return quantiles(times, n=100, method="inclusive")[94]
