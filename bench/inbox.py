"""The pages an agent lives in, through real HTTP, at a few sizes of house."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import django

from bench import cast
from bench.machine import cpu_s, in_ms, resident_mb
from bench.place import OUTPUT, Processes, gehoord_running

TEAMS = 30
AGENTS = 200
WARM_UP = 10
CSRF = "c" * 32
SCRIPT = {"X-From-Script": "yes"}


def main() -> None:
    """Measure in the place this process was started for."""
    parser = ArgumentParser()
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--sizes", default="1000,25000,250000")
    parser.add_argument("--requests", type=int, default=200)
    options = parser.parse_args()
    django.setup()
    result = {}
    for size in options.sizes.split(","):
        result[size] = measure_house(int(size), options)
    options.into.write_text(json.dumps(result))


def measure_house(cases: int, options: Namespace) -> dict[str, Any]:
    """Fill the house, open the pages and empty it again."""
    from django.core.management import call_command

    from bench.house import build

    call_command("flush", interactive=False, verbosity=0)
    teams = cast.teams(TEAMS)
    people = cast.agents(AGENTS, of=teams)
    manager = cast.agents(1, of=teams, role="manager")[0]
    agents_of: dict[int, list[int]] = {team.pk: [] for team in teams}
    for number, agent in enumerate(people):
        agents_of[teams[number % TEAMS].pk].append(agent.pk)
    started_at = time.perf_counter()
    build(cases=cases, teams=teams, agents_of=agents_of)
    filled_s = time.perf_counter() - started_at
    print(f"  {cases} cases in {filled_s:.0f} s", file=sys.stderr, flush=True)
    browser = Browser(cast.session_of(people[0]), cast.session_of(manager))
    with gehoord_running(has_work=False) as processes:
        result = measure_pages(processes, browser, people[0], teams[0].pk, options.requests)
        result["web_mb"] = round(resident_mb(processes.ids["web"]))
    return result | {"filled_s": round(filled_s), "database_mb": database_mb()}


class Browser:
    """Asks pages over one connection, as an agent or as a manager."""

    def __init__(self, agent: str, manager: str) -> None:
        self.cookies = {
            "agent": f"sessionid={agent}; csrftoken={CSRF}",
            "manager": f"sessionid={manager}; csrftoken={CSRF}",
        }
        self.connection: HTTPConnection | None = None

    def ask(
        self, path: str, *, by: str = "agent", form: dict[str, str] | None = None, **headers: str
    ) -> None:
        """Get a page, or send a form; raises RuntimeError if that is not answered well."""
        assert self.connection is not None
        body = urlencode(form | {"csrfmiddlewaretoken": CSRF}) if form else None
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(
            "POST" if form else "GET", path, body, {"Cookie": self.cookies[by], **headers}
        )
        answer = self.connection.getresponse()
        answer.read()
        if answer.status not in {200, 302}:
            said = Path(os.environ[OUTPUT]).read_text()[-3000:]
            raise RuntimeError(f"{path}: {answer.status}\n{said}")


def measure_pages(
    processes: Processes, browser: Browser, agent: Any, team: int, requests: int
) -> dict[str, Any]:
    """Ask each page many times; milliseconds, and seconds of a core, per page."""
    browser.connection = HTTPConnection("127.0.0.1", processes.port)
    result = {}
    for name, ask in pages(browser, agent, team):
        for _ in range(WARM_UP):
            ask()
        taken = []
        before = cpu_s(processes.ids["web"])
        for _ in range(requests):
            started_at = time.perf_counter()
            ask()
            taken.append(time.perf_counter() - started_at)
        used_s = cpu_s(processes.ids["web"]) - before
        result[name] = in_ms(taken) | {"cpu": round(used_s / requests * 1000, 1)}
    return result


def pages(browser: Browser, agent: Any, team: int) -> Iterator[tuple[str, Callable[[], None]]]:
    """What is asked, by name. Cases and words to look for are different every time."""
    yield from lists(browser, team)
    yield from cases(browser, agent)


def lists(browser: Browser, team: int) -> Iterator[tuple[str, Callable[[], None]]]:
    """The lists of an agent of one team, and of a manager who sees all teams."""
    from bench.house import FIRST, LAST

    chance = random.Random(1)

    def get(path: str, **options: str) -> Callable[[], None]:
        return lambda: browser.ask(path, **options)

    def search(*, by: str) -> None:
        words = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        words = chance.choice((words, words.split()[1], words[:3]))
        browser.ask("/?" + urlencode({"q": words}), by=by)

    yield "list: mine", get("/")
    yield "list: team", get(f"/?view=team-{team}")
    yield "list: team, angriest", get(f"/?view=team-{team}&sort=angriest")
    yield "list: all (manager)", get("/?view=all", by="manager")
    yield "list: all, angriest", get("/?view=all&sort=angriest", by="manager")
    yield "list: solved", get("/?view=solved")
    yield "list: solved (manager)", get("/?view=solved", by="manager")
    yield "list: rows only", get("/", **SCRIPT)
    yield "search", lambda: search(by="agent")
    yield "search (manager)", lambda: search(by="manager")


def cases(browser: Browser, agent: Any) -> Iterator[tuple[str, Callable[[], None]]]:
    """One case with its timeline, what stands beside it, and an answer."""
    from gehoord.cases.models import Case

    chance = random.Random(2)
    visible = Case.objects.visible_to(agent)
    still_open = list(visible.open().values_list("pk", flat=True))
    everything = list(visible.values_list("pk", flat=True)[:5000])

    def case(rest: str = "", *, among: list[int] = still_open, **headers: str) -> None:
        browser.ask(f"/cases/{chance.choice(among)}/{rest}", **headers)

    def reply() -> None:
        form = {"submission": str(uuid4()), "confirmed": "on", "text": "Ik zoek het voor u uit."}
        browser.ask(f"/cases/{chance.choice(still_open)}/reply/", form=form)

    yield "case", case
    yield "case: solved", lambda: case(among=everything)
    yield "case: what changed", lambda: case(**SCRIPT)
    yield "context", lambda: case("context/")
    yield "reply", reply


def database_mb() -> int:
    """How large the database is on disk."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":
        return Path(settings.DATABASES["default"]["NAME"]).stat().st_size >> 20
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0] >> 20


def rows(results: dict[str, dict[str, Any]]) -> list[dict[str, object]]:
    """The table: a line per page, p50/p95 per size, and how much more the largest takes."""
    lines = []
    for profile, sizes in results.items():
        in_order = list(sizes)
        smallest, largest = in_order[0], in_order[-1]
        for name, figures in sizes[smallest].items():
            if not isinstance(figures, dict):
                continue
            line: dict[str, object] = {"on": profile, "page": name}
            for size, of_size in sizes.items():
                line[f"{size} p50/p95 ms"] = f"{of_size[name]['p50']}/{of_size[name]['p95']}"
            growth = sizes[largest][name]["p95"] / max(sizes[smallest][name]["p95"], 0.1)
            lines.append(line | {"p95 ratio": round(growth, 2)})
    return lines


if __name__ == "__main__":
    main()
