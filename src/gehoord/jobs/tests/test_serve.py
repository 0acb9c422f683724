import os
import re
import signal
import time
from pathlib import Path

import pytest

from tests.bare.site import bare_site
from tests.services import wait_until


def labels(first, last):
    return [f"parcel-{number:03}" for number in range(first, last)]


def everything_delivered(site, expected):
    def is_done():
        state = site.state_or_none()
        return state and not state["due"] and state

    state = wait_until(is_done, what="every parcel delivered", within_s=40)
    assert state["delivered"] == expected


def process_of(name, output):
    """The id of the process the supervisor started last under a name."""
    found = re.findall(rf"gehoord: {name} started \(process (\d+)\)", output.read_text())
    return int(found[-1])


def test_nudged_work_is_done_long_before_the_sweep(tmp_path):
    with bare_site(tmp_path / "site", "serve") as site:
        wait_until(lambda: site.state()["is_anyone_working"], what="a work process")
        for parcel in labels(0, 5):
            nudged_at = time.monotonic()
            site.post("parcels", labels=parcel, nudge="yes")
            wait_until(lambda p=parcel: p in site.state()["delivered"], what="the parcel")
            assert time.monotonic() - nudged_at < 3  # the sweep comes every five


def test_work_whose_nudge_was_lost_is_done_by_the_sweep(tmp_path):
    with bare_site(tmp_path / "site", "serve") as site:
        site.post("parcels", labels="parcel-000,broken,parcel-001")
        wait_until(lambda: len(site.state()["delivered"]) == 2, what="the whole parcels")
        assert site.state()["due"] == 1
        assert site.state()["timed"][0][0].endswith("forget_old_events")


@pytest.mark.parametrize(
    "profile", ["one machine", pytest.param("many machines", marks=pytest.mark.services)]
)
def test_many_workers_deliver_every_parcel_once(tmp_path, profile, request):
    settings = {}
    if profile == "many machines":
        settings = {
            "DATABASE_URL": request.getfixturevalue("postgresql_url"),
            "REDIS_URL": request.getfixturevalue("redis_url"),
        }
    with (
        bare_site(tmp_path / "site", "serve", **settings) as site,
        site.process("work", "--threads", "6"),
        site.process("work", "--threads", "6"),
    ):
        for start in range(0, 200, 20):
            site.post("parcels", labels=",".join(labels(start, start + 20)), nudge="yes")
        everything_delivered(site, labels(0, 200))


def test_killed_processes_are_back_soon_and_nothing_is_lost_or_doubled(tmp_path):
    output = tmp_path / "output"
    with output.open("w") as lines, bare_site(tmp_path / "site", "serve", output=lines) as site:
        for round_ in range(4):
            start = round_ * 50
            site.post("parcels", labels=",".join(labels(start, start + 50)), nudge="yes")
            name = ("work", "web")[round_ % 2]
            killed = process_of(name, output)
            os.kill(killed, signal.SIGKILL)
            wait_until(
                lambda n=name, k=killed: process_of(n, output) != k, what="the restart", within_s=3
            )
            wait_until(site.state_or_none, what="the site")
        everything_delivered(site, labels(0, 200))


def test_serve_ends_cleanly_with_its_processes(tmp_path):
    output = tmp_path / "output"
    with output.open("w") as lines, bare_site(tmp_path / "site", "serve", output=lines) as site:
        children = [process_of(name, output) for name in ("web", "work")]
        wait_until(lambda: site.state()["is_anyone_working"], what="a work process")
        site.main.send_signal(signal.SIGTERM)
        assert site.main.wait(15) == 0
        assert not any(is_alive(child) for child in children)


def test_processes_of_a_killed_supervisor_end_too(tmp_path):
    output = tmp_path / "output"
    with output.open("w") as lines, bare_site(tmp_path / "site", "serve", output=lines) as site:
        children = [process_of(name, output) for name in ("web", "work")]
        wait_until(lambda: site.state()["is_anyone_working"], what="a work process")
        site.main.kill()
        wait_until(lambda: not any(map(is_alive, children)), what="the end of the processes")


def is_alive(process):
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rsplit(")")[1].split()[0] != "Z"
