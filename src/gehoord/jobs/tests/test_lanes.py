"""Work that waits for servers elsewhere has threads of its own, and holds up nothing else."""

import threading
from time import monotonic

import pytest

from gehoord.jobs import nudges
from gehoord.jobs.lanes import Lane
from gehoord.jobs.sweep import Sweep
from tests.services import wait_until


class Errand:
    """A drain that hangs until the test lets it go."""

    def __init__(self):
        self.go = threading.Event()
        self.lock = threading.Lock()
        self.begun = self.done = 0

    def __call__(self):
        with self.lock:
            self.begun += 1
        assert self.go.wait(60)
        with self.lock:
            self.done += 1
        return 1


@pytest.fixture
def errand(monkeypatch):
    made = Errand()
    monkeypatch.setitem(nudges._drains, "errand", made)
    yield made
    made.go.set()


@pytest.fixture
def lane(errand):
    made = Lane("errand", 2)
    made.start()
    yield made
    errand.go.set()
    made.end(monotonic() + 20)


@pytest.mark.usefixtures("lane")
def test_who_asks_for_the_work_does_not_wait_for_it(errand):
    for number in range(1, 3):
        assert nudges.run_drain("errand") == 0
        wait_until(lambda wanted=number: errand.begun == wanted, what="a thread at work")
    for _number in range(5):
        assert nudges.run_drain("errand") == 0

    errand.go.set()
    wait_until(lambda: errand.done == 4, what="what was asked meanwhile")
    assert errand.begun == 4  # who looks goes on until nothing is due: no more were needed


@pytest.mark.usefixtures("lane")
def test_a_failure_ends_no_thread(errand, monkeypatch):
    broken = threading.Event()

    def break_down():
        broken.set()
        raise ZeroDivisionError

    monkeypatch.setitem(nudges._drains, "errand", break_down)
    for _number in range(4):
        broken.clear()
        nudges.run_drain("errand")
        assert broken.wait(20)

    monkeypatch.setitem(nudges._drains, "errand", errand)
    errand.go.set()
    nudges.run_drain("errand")
    wait_until(lambda: errand.done, what="the work after failures")


def test_the_end_does_not_wait_for_ever_and_the_work_comes_back_to_who_asks(lane, errand):
    nudges.run_drain("errand")
    wait_until(lambda: errand.begun == 1, what="a thread at work")

    lane.end(monotonic())
    errand.go.set()

    assert nudges.run_drain("errand") == 1


def test_what_hangs_in_the_sweep_holds_up_no_other_drain(monkeypatch):
    hanging = [Errand() for _number in range(9)]
    last = Errand()
    last.go.set()
    drains = {f"hangs-{number}": each for number, each in enumerate(hanging)} | {"last": last}
    monkeypatch.setattr(nudges, "_drains", drains)
    sweep = Sweep()
    try:
        sweep.sweep()
        wait_until(lambda: last.done, what="the last drain")
        assert not any(each.done for each in hanging)
    finally:
        for each in hanging:
            each.go.set()
        sweep.end()
