"""Who works here, and people who act in one instant, on both databases and with real connections."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from gehoord.accounts.models import Agent, Role, Team
from gehoord.cases.models import Case
from tests.factories import make_agent, make_case, make_team
from tests.services import ROOT, environment, postgresql_running


@pytest.fixture(params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.services)])
def what_came_of(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[str], dict[str, Any]]]:
    """Run one of the modules in which people act at once; gives what it printed."""
    with ExitStack() as stack:
        database = f"sqlite:///{tmp_path / 'limits.sqlite3'}"
        if request.param == "PostgreSQL":
            database = stack.enter_context(postgresql_running())
        env = environment(
            tmp_path,
            DATABASE_URL=database,
            DJANGO_SETTINGS_MODULE="tests.settings",
            GEHOORD_NUDGES="off",
            GEHOORD_STATIC=str(tmp_path / "static"),
        )

        def run(module: str) -> dict[str, Any]:
            command = [sys.executable, "-m", f"gehoord.limits.tests.{module}"]
            done = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE)
            found: dict[str, Any] = json.loads(done.stdout)
            return found

        yield run


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def noor(team: Team) -> Agent:
    return make_agent(team=team)


@pytest.fixture
def sanne(team: Team) -> Agent:
    return make_agent(team=team, name="Sanne Vos", roles=[Role.LEAD])


@pytest.fixture
def esra(team: Team) -> Agent:
    return make_agent(team=team, name="Esra Aydin", roles=[Role.LEAD])


@pytest.fixture
def boss() -> Agent:
    return make_agent(name="Bram Baas", roles=[Role.MANAGER])


@pytest.fixture
def case(team: Team, noor: Agent) -> Case:
    return make_case(team=team, owner=noor)
