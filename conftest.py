"""Fixtures every test may use."""

import gc
import sys

import pytest

SHARED = {"db", "transactional_db", "live_server", "shared_cache"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what neither PostgreSQL nor Redis can change: it need not run with them once more.

    Other tests cannot reach a database, says pytest-django, nor the cache, says the fixture below;
    and a program that a test starts has places of its own: `tests.services.environment`.
    """
    for item in items:
        own = item.get_closest_marker("django_db") or item.get_closest_marker("services")
        if own is None and SHARED.isdisjoint(item.fixturenames):
            item.add_marker("alone")


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
def shared_cache():
    """For a test that counts or keeps something in the cache: it runs with Redis too."""


@pytest.fixture(autouse=True)
def _cache_is_refused(request):
    """Whoever runs without Redis only may not look into the cache."""
    if request.node.get_closest_marker("alone") is None:
        yield
        return

    def refuse(*_words, **_named):
        pytest.fail("A test that uses the cache asks for `shared_cache`, or for the database.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.cache.backends.base.BaseCache.make_and_validate_key", refuse)
        yield


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
