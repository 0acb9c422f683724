"""From a customer's POST to the event at every agent's stream."""

from __future__ import annotations

import asyncio
import json
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import Any

import django
import uvloop

from bench import cast
from bench.listeners import Listener, hang_up, listen
from bench.machine import busy_s, cpu_s, in_ms, memory_mb, resident_mb, threads
from bench.place import Processes, gehoord_running
from bench.writers import Posted, Writer, write

TEAMS = 5
QUIET_WITHIN_S = 120


def main() -> None:
    """Measure in the place this process was started for."""
    parser = ArgumentParser()
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--agents", type=int, default=200)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writers", type=int, default=600)
    options = parser.parse_args()
    django.setup()
    teams = cast.teams(TEAMS)
    people = cast.agents(options.agents, of=teams)
    sessions = [cast.session_of(agent) for agent in people]
    customers = cast.writers(options.writers, of=teams)
    with gehoord_running() as processes:
        result = uvloop.run(measure(processes, options, sessions, customers))
    options.into.write_text(json.dumps(result))


async def measure(
    processes: Processes, options: Namespace, sessions: list[str], customers: list[Writer]
) -> dict[str, Any]:
    """First with one inbox per team, then with all: what do open inboxes cost."""
    warm_up = await write(processes.port, customers[:10], rate=5, seconds=2)
    await quiet()
    few = sessions[:TEAMS]
    alone = await one_load(processes, options, few, customers, seconds=options.seconds / 3)
    everybody = await one_load(processes, options, sessions, customers, seconds=options.seconds)
    return {
        "few": alone,
        "all": everybody,
        "lost_or_doubled": await asyncio.to_thread(lost_or_doubled, warm_up + SENT),
    }


SENT: list[Posted] = []


async def one_load(
    processes: Processes,
    options: Namespace,
    sessions: list[str],
    customers: list[Writer],
    *,
    seconds: float,
) -> dict[str, Any]:
    """Open the inboxes, let the customers write, wait until all is read, and add up."""
    listeners = await listen(processes.port, sessions)
    before = {name: cpu_s(number) for name, number in processes.ids.items()}
    busy, started_at = busy_s(), time.perf_counter()
    posted = await write(processes.port, customers, rate=options.rate, seconds=seconds)
    used = {name: cpu_s(number) - before[name] for name, number in processes.ids.items()}
    busy, taken_s = busy_s() - busy, time.perf_counter() - started_at
    rest_s = await quiet()
    SENT.extend(posted)
    summary = await asyncio.to_thread(heard_by_all, posted, listeners)
    ids = processes.ids
    summary |= {
        "streams": len(listeners),
        "streams_broken": sum(listener.ended_at is not None for listener in listeners),
        "seconds": seconds,
        "rate": options.rate,
        "answer_ms": in_ms([post.answered_at - post.sent_at for post in posted]),
        "statuses": dict(Counter(str(post.status) for post in posted)),
        "read_out_s": round(rest_s, 2),
        "late_client_ms": in_ms([post.late_s for post in posted]),
        "cores": {name: round(used_s / taken_s, 2) for name, used_s in used.items()},
        "cpu_ms_per_message": {
            name: round(used_s / len(posted) * 1000, 1) for name, used_s in used.items()
        },
        "cores_of_machine": round(busy / taken_s, 2),
        "memory_mb": {name: round(memory_mb(number)) for name, number in ids.items()},
        "resident_mb": {name: round(resident_mb(number)) for name, number in ids.items()},
        "threads": {name: threads(number) for name, number in ids.items()},
    }
    hang_up(listeners)
    return summary


async def quiet() -> float:
    """Wait until every accepted message was read and heard of; returns after how many seconds."""
    started_at = time.perf_counter()
    while await asyncio.to_thread(_still_unread):
        if time.perf_counter() - started_at > QUIET_WITHIN_S:
            break
        await asyncio.sleep(0.25)
    taken_s = time.perf_counter() - started_at
    await asyncio.sleep(1)
    return taken_s


def _still_unread() -> bool:
    from django.db import connection

    from gehoord.channels.models import Inbound

    try:
        return Inbound.objects.unread().exists()
    finally:
        connection.close()


def heard_by_all(posted: list[Posted], listeners: list[Listener]) -> dict[str, Any]:
    """How long after each POST every agent of the team heard of the case."""
    cases = _cases_by_visitor()
    teams = _teams_by_session()
    by_team: dict[int, list[Listener]] = {}
    for listener in listeners:
        session = listener.request.partition(b"sessionid=")[2].split()[0].decode()
        by_team.setdefault(teams[session], []).append(listener)
    taken: list[float] = []
    unheard = 0
    for post in posted:
        if post.status != 200:
            continue
        case, team = cases[post.writer.key]
        for listener in by_team.get(team, []):
            at = listener.first_after(b"case-%d" % case, post.sent_at)
            if at is None:
                unheard += 1
            else:
                taken.append(at - post.sent_at)
    return {"event_ms": in_ms(taken), "events": len(taken), "unheard": unheard}


def _cases_by_visitor() -> dict[str, tuple[int, int]]:
    from gehoord.cases.models import Conversation

    rows = Conversation.objects.values_list("address__external_id", "case_id", "case__team_id")
    return {key: (case, team) for key, case, team in rows}


def _teams_by_session() -> dict[str, int]:
    from django.contrib.sessions.models import Session

    from gehoord.accounts.models import Agent

    team_of = dict(Agent.objects.values_list("pk", "teams"))
    return {
        session.session_key: team_of[int(session.get_decoded()["_auth_user_id"])]
        for session in Session.objects.all()
    }


def lost_or_doubled(posted: list[Posted]) -> dict[str, int]:
    """Compare what was answered with 200 to what stands in the cases."""
    from gehoord.cases.models import Message

    in_cases = Counter(Message.objects.from_customers().values_list("external_id", flat=True))
    accepted = {post.external_id for post in posted if post.status == 200}
    tried = {post.external_id for post in posted}
    return {
        "accepted": len(accepted),
        "lost": len(accepted - in_cases.keys()),
        "doubled": sum(count > 1 for count in in_cases.values()),
        "never_sent": len(in_cases.keys() - tried),
    }


def rows(results: dict[str, dict[str, Any]]) -> list[dict[str, object]]:
    """The table."""
    return [
        {
            "on": profile,
            "inboxes": load["streams"],
            "per second": load["rate"],
            "event p50/p95/max ms": _slashes(load["event_ms"]),
            "answer p50/p95/max ms": _slashes(load["answer_ms"]),
            "unheard": load["unheard"],
            "lost": result["lost_or_doubled"]["lost"],
            "doubled": result["lost_or_doubled"]["doubled"],
            "cores": " ".join(f"{name} {used}" for name, used in load["cores"].items()),
            "machine": load["cores_of_machine"],
            "MB": sum(load["memory_mb"].values()),
        }
        for profile, result in results.items()
        for load in (result["few"], result["all"])
    ]


def _slashes(figures: dict[str, float]) -> str:
    return "/".join(str(round(value)) for value in figures.values())


if __name__ == "__main__":
    main()
