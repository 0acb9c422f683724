"""Fixtures every test may use."""

import pytest


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
