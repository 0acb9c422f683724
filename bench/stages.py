"""What taking in one mail is made of: the parts that can be done without a server or a row."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bench.letters import Post

Given, Made = TypeVar("Given"), TypeVar("Made")
MAILS = 500
OURS = "service@winkel.example"


def milliseconds() -> dict[str, float]:
    """Of the core, for an average mail, by part; each part is done with all mails at a time."""
    from gehoord.channels.email.reading import read_mail
    from gehoord.channels.email.wording import new_words
    from gehoord.coaching.actions import acts_of, get_ready, reader

    get_ready()
    post = Post(OURS, since=datetime.now(UTC), step=timedelta(minutes=5), seed=8)
    raws = [letter.raw for letter in post.letters(MAILS)]
    taken: dict[str, float] = {}

    def timed(name: str, do: Callable[[Given], Made], things: Sequence[Given]) -> list[Made]:
        for thing in things[:20]:
            do(thing)
        began = time.process_time()
        made = [do(thing) for thing in things]
        taken[name] = 1000 * (time.process_time() - began) / len(things)
        return made

    mails = timed("reading what stands in it", read_mail, raws)
    texts = timed("finding the new words", new_words, mails)
    timed("reading tone", lambda text: reader.read(text, previous="", channel="email"), texts)
    timed("hearing what it asks for", lambda text: acts_of(text=text, by="customer"), texts)
    return taken
