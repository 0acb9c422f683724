"""Fixtures every test may use."""

import gc
import sys

import pytest


def pytest_collection_finish():
    """Fourteen thousand tests stay as long as the run: no use in looking there for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _nothing_held():
    """What a process holds for a moment must not outlive the test that saved it."""
    for name, forget in (("style.current", "forget"), ("rule_use", "forget_sizes")):
        module = sys.modules.get(f"gehoord.coaching.{name}")
        if module is not None:
            getattr(module, forget)()


@pytest.fixture
def announced(monkeypatch):
    """What was announced to open browsers during the test: (topic, audiences)."""
    from gehoord.live import wire

    topics: list[tuple[str, tuple[str, ...]]] = []
    real = wire.chosen()

    class Listening:
        def send(self, topic, audiences):
            topics.append((topic, tuple(audiences)))
            real.send(topic, audiences)

    monkeypatch.setattr(wire, "chosen", Listening)
    return topics


@pytest.fixture
def drafting_model(settings):
    """A model on this machine that the house has chosen to draft replies."""
    from gehoord.coaching.drafting import proposing
    from tests.model_endpoint import endpoint

    proposing._desk.cache_clear()
    with endpoint() as server:
        settings.GEHOORD_DRAFTING_URL = server.address
        settings.GEHOORD_DRAFTING_MODEL = "huismodel"
        settings.GEHOORD_DRAFTING_KEY = "geheim"
        settings.GEHOORD_DRAFTING_SECONDS = 5
        yield server
    proposing._desk.cache_clear()
