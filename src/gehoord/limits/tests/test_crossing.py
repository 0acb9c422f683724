"""What two people do in one instant ends as if one of them had been first; nobody is lost between."""

import json
import subprocess
import sys

import pytest

from tests.services import ROOT, environment, postgresql_running


@pytest.fixture(params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.services)])
def database(request, tmp_path):
    if request.param == "SQLite":
        yield f"sqlite:///{tmp_path / 'crossing.sqlite3'}"
    else:
        with postgresql_running() as address:
            yield address


ENDS = {
    "approve and refuse": {
        "Measure + Measure + then refused",
        "Measure + NotPossibleNow + then refused",
    },
    "tell and refuse": {
        "Measure + NotPossibleNow + then refused",
        "Measure + NotPossibleNow + then active",
    },
    "lift and review": {
        "Measure + Measure + then lifted",
        "Measure + NotPossibleNow + then lifted",
    },
    "extend and open": {
        "Measure + Measure + then lifted",
        "Measure + NotPossibleNow + then lifted",
    },
    "uphold, lift and assign": {
        # Given to another just before: then the first one decides no more.
        "Appeal + Measure + NotAllowed",
        "Appeal + NotAllowed + NotPossibleNow",
    },
    "outcome and state agree": {"True"},
    "ask twice": {"HelpRequest + HelpRequest + then 1"},
    "two take it": {"HelpIsTaken + HelpRequest"},
    "join and call off": {
        "HelpRequest + HelpRequest + then over",
        "HelpHasEnded + HelpRequest + then over",
    },
    "writes at once": {"Message + Message + Message + Message"},
    "writes while it is let through": {"Message + int"},
    "writes while it is lifted": {"Measure + Message + Message + Message + Message"},
    "kept when it was lifted": {"is seen"},
}


def test_what_crosses_ends_as_if_one_was_first(database, tmp_path):
    env = environment(
        tmp_path,
        DATABASE_URL=database,
        DJANGO_SETTINGS_MODULE="tests.settings",
        GEHOORD_NUDGES="off",
        GEHOORD_STATIC=str(tmp_path / "static"),
    )
    said = subprocess.run(
        [sys.executable, "-m", "gehoord.limits.tests.crossing"],
        env=env, cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    found = json.loads(said)

    assert set(found["told"]) == set(ENDS)
    for story, ends in found["told"].items():
        assert set(ends) <= ENDS[story], story
        assert sum(ends.values()) == found["rounds"]
    # One explanation to one customer, however many messages came at once.
    assert found["counts"] == {"explained": [1], "kept for what is over": 0}
