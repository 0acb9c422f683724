"""Two deciders at the same instant: one decides, the other hears that it happened."""

import json
import subprocess
import sys

import pytest

from tests.services import ROOT, environment, postgresql_running


@pytest.fixture(params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.services)])
def database(request, tmp_path):
    if request.param == "SQLite":
        yield f"sqlite:///{tmp_path / 'limits.sqlite3'}"
    else:
        with postgresql_running() as address:
            yield address


def test_of_those_who_click_at_once_one_is_first(database, tmp_path):
    env = environment(
        tmp_path,
        DATABASE_URL=database,
        DJANGO_SETTINGS_MODULE="tests.settings",
        GEHOORD_NUDGES="off",
        GEHOORD_STATIC=str(tmp_path / "static"),
    )
    said = subprocess.run(
        [sys.executable, "-m", "gehoord.limits.tests.two_at_once"],
        env=env, cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    found = json.loads(said)
    rounds, told = found["rounds"], found["told"]

    assert told["ended"] == {"Measure": rounds, "ConversationHasEnded": rounds}
    assert told["extended"] == {"Measure": rounds, "NotAllowed": rounds}
    assert told["proposed"] == {"Measure": rounds, "NotAllowed": rounds}
    # Two of the four: the others hear that the seat is taken, or that it is approved already.
    assert told["approved"].pop("Measure") == 2 * rounds
    assert set(told["approved"]) <= {"NotAllowed", "NotPossibleNow"}
    assert sum(told["approved"].values()) == 2 * rounds
    assert told["told"] == {"Measure": rounds, "NotPossibleNow": rounds}
    assert told["appealed"] == {"Appeal": 3 * rounds}
    assert told["decided"] == {"Appeal": rounds, "NotAllowed": rounds}
    assert found["counts"] == {
        "approvals": 2 * rounds,
        "appeals": rounds,
        "measures": 2 * rounds,
        # The notice, and what came of the appeal.
        "letters": 2 * rounds,
    }
