"""Fixtures every test may use."""

import sys

import pytest


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
