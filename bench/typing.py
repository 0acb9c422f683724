"""From an agent's last key to the coach's mark on the screen, while others type too.

One agent has a real Chromium; the others send what their pages would. All type at human speed in
conversations of twenty messages.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import django
import uvloop

from bench import cast, watched
from bench.coach import check
from bench.listeners import hang_up, listen
from bench.machine import busy_s, cpu_s, in_ms
from bench.place import Processes, gehoord_running
from bench.talks import Asked, asked, is_calm, lines
from bench.typists import Sent, Typist, typing

PROFILES = ("sqlite",)
GOAL_MS = 250
TEAMS = 5
WORDS = 150
BASE_WORDS = 140
BASES = 12
FEW = 6
TRIES = 150
INFORMAL = re.compile(r"\b(je|jij|jouw|jullie)\b", re.IGNORECASE)
SENTENCE = re.compile(r"[^\s.!?][^.!?\n]+[.!?]")
WARM_UP_S = 15
# What is typed and must be marked, whatever the conversation is about.
FAULTS = (
    "Rustig maar.",
    "Zo erg is het niet.",
    "Zoals ik al zei.",
    "Excuses voor het ongemak.",
    "U had eerder moeten bellen.",
    "Dat is nu eenmaal ons beleid.",
    "U moet even kalmeren.",
    "Dat valt toch wel mee.",
)


def main() -> None:
    """Measure in the place this process was started for."""
    parser = ArgumentParser()
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--agents", default="10,25,50")
    parser.add_argument("--samples", type=int, default=60)
    options = parser.parse_args()
    django.setup()
    numbers = [int(word) for word in options.agents.split(",")]
    teams = cast.teams(TEAMS)
    people = cast.agents(max(numbers), of=teams)
    sessions = [cast.session_of(agent) for agent in people]
    talk, watched_case = plain_talk(teams[0], people[0])
    bases = plain_bases(talk, watched_case, people[0])
    talks = asked(lines(), words=WORDS, count=len(people) - 1)
    cases = [
        conversation(talk, teams[number % TEAMS], people[number])
        for number, talk in enumerate(talks, 1)
    ]
    seats = list(zip(sessions, [watched_case, *cases], strict=True))
    with gehoord_running() as processes:
        result = uvloop.run(measure(processes, options, numbers, seats, bases))
    options.into.write_text(json.dumps(result))


def conversation(talk: Asked, team: Any, agent: Any) -> int:
    """Have a conversation stand in a case of the agent; returns the number of the case."""
    from django.utils import timezone

    from gehoord.cases.actions import send_reply, take_in_message
    from gehoord.contacts.actions import find_or_add_address
    from gehoord.contacts.models import Channel

    address = find_or_add_address(
        channel=Channel.WEBCHAT, external_id=str(uuid4()), name=talk.customer.get("name", "")
    )
    case = None
    # What we said before the customer's first word is nobody's answer.
    first = next(at for at, (by, _) in enumerate(talk.thread) if by == "customer")
    for by, text in talk.thread[first:]:
        if by == "customer":
            case = take_in_message(
                address=address,
                team=team,
                text=text,
                written_at=timezone.now(),
                external_id=str(uuid4()),
            ).case
        elif case:
            send_reply(case=case, author=agent, text=text, submission=uuid4())
    assert case is not None
    return case.pk


async def measure(
    processes: Processes,
    options: Namespace,
    numbers: Sequence[int],
    seats: Sequence[tuple[str, int]],
    bases: Sequence[str],
) -> dict[str, Any]:
    """One load after the other; the browser is the same agent's in all of them."""
    session, case = seats[0]
    drafts = [one.draft for one in asked(lines(), words=WORDS, count=200)]
    listeners = await listen(processes.port, [session for session, _ in seats[1:]])
    result = {}
    async with watched.composer(processes.port, session, case) as page:
        for number in numbers:
            sent = Sent()
            others = [
                Typist(processes.port, *seat, drafts, sent, seed)
                for seed, seat in enumerate(seats[1:number])
            ]
            async with typing(others):
                await asyncio.sleep(WARM_UP_S)
                result[str(number)] = await one_load(processes, page, bases, sent, options.samples)
            print(f"  {number} agents: {result[str(number)]}", file=sys.stderr, flush=True)
    hang_up(listeners)
    return result


def plain_bases(talk: Asked, case: int, agent: Any) -> list[str]:
    """Drafts with a tip at most, so that a worse mark belongs to what is typed behind them."""
    chance = random.Random(WORDS)
    sentences = [
        sentence
        for row in lines()
        if row.get("clean")
        for sentence in SENTENCE.findall(row["draft"])
        if len(sentence.split()) > FEW and not INFORMAL.search(sentence)
    ]
    found: list[str] = []
    while len(found) < BASES:
        base = talk.draft
        for sentence in chance.sample(sentences, TRIES):
            longer = f"{base} {sentence}"
            if len(base.split()) < BASE_WORDS and is_plain(case, agent, longer):
                base = longer
        if len(base.split()) >= BASE_WORDS:
            found.append(base)
    return found


def plain_talk(team: Any, agent: Any) -> tuple[Asked, int]:
    """A conversation with a reply that the coach leaves alone, and the number of its case."""
    rows = [row for row in lines() if row.get("clean") and is_calm(row)]
    for row, talk in zip(rows, asked(rows, words=WORDS, count=len(rows)), strict=True):
        short = replace(talk, draft=row["draft"])
        if len(short.draft.split()) > FEW and not INFORMAL.search(short.draft) and not check(short):
            case = conversation(short, team, agent)
            if is_plain(case, agent, short.draft):
                return short, case
    raise LookupError("no reply without a mark")


def is_plain(case: int, agent: Any, text: str) -> bool:
    """Whether the coach gives a tip at most; three tips would leave no place for a mark."""
    from gehoord.cases.models import Case
    from gehoord.inbox.advice import MOST_MARKS, Advice

    marks = Advice(Case.objects.get(pk=case), agent, text).marks
    return len(marks) < MOST_MARKS and all(mark.style == "tip" for mark in marks)


async def one_load(
    processes: Processes, page: Any, bases: Sequence[str], sent: Sent, samples: int
) -> dict[str, Any]:
    """Type and watch so many times, and count what everybody sends meanwhile."""
    chance, seen = random.Random(samples), []
    sent.clear()
    before = {name: cpu_s(number) for name, number in processes.ids.items()}
    busy, started_at = busy_s(), time.perf_counter()
    for number in range(samples):
        fault = FAULTS[number % len(FAULTS)]
        seen.append(await watched.type_and_watch(page, bases[number % len(bases)], fault, chance))
    taken_s = time.perf_counter() - started_at
    marks = [each for each in seen if each]
    used = {name: cpu_s(number) - before[name] for name, number in processes.ids.items()}
    return {
        "samples": samples,
        "unmarked": samples - len(marks),
        "mark_ms": in_ms([mark.whole_s for mark in marks]),
        "pause_ms": in_ms([mark.pause_s for mark in marks]),
        "server_ms": in_ms([mark.server_s for mark in marks]),
        "drawing_ms": in_ms([mark.drawing_s for mark in marks]),
        "others_answer_ms": in_ms(sent.answers_s),
        "others_wait_ms": in_ms(sent.waits_s),
        "statuses": dict(sent.statuses),
        "per_second": {name: round(many / taken_s, 1) for name, many in sent.requests.items()},
        "cores": {name: round(used_s / taken_s, 2) for name, used_s in used.items()},
        "cores_of_machine": round((busy_s() - busy) / taken_s, 2),
        "seconds": round(taken_s),
    }


def rows(results: dict[str, dict[str, Any]]) -> list[dict[str, object]]:
    """The table."""
    return [
        {
            "on": profile,
            "agents": agents,
            "key to mark p50/p95/max ms": _slashes(load["mark_ms"]),
            "pause p50": round(load["pause_ms"]["p50"]),
            "server p50/p95": _slashes(load["server_ms"], most=2),
            "drawing p50": round(load["drawing_ms"]["p50"]),
            "others' answer p50/p95": _slashes(load["others_answer_ms"], most=2),
            "unmarked": f"{load['unmarked']} of {load['samples']}",
            "per second": " ".join(f"{name} {many}" for name, many in load["per_second"].items()),
            "cores": " ".join(f"{name} {used}" for name, used in load["cores"].items()),
            "machine": load["cores_of_machine"],
        }
        for profile, loads in results.items()
        for agents, load in loads.items()
    ]


def _slashes(figures: dict[str, float], *, most: int = 3) -> str:
    return "/".join(str(round(value)) for value in list(figures.values())[:most])


if __name__ == "__main__":
    main()
