"""When somebody is asked to call a customer back, and who then. Nothing here reads a database."""

from __future__ import annotations

from datetime import datetime, timedelta

from gehoord.limits.help_rings import People, reached

WITHOUT_GROUND = "conversation ended without ground"
"""What the event in the case is called."""
WITHIN = timedelta(minutes=15)
"""So soon a customer hears from somebody, counted from when somebody is there."""
BEFORE = (WITHIN, timedelta(minutes=5), timedelta(0))
"""The rings: at once, when five minutes are left, and when it is late; each so long before the end."""
LATE = len(BEFORE) - 1
HOLDS = timedelta(minutes=10)
"""Who takes it has so long; after that a colleague may."""


def next_ring(rung: int, call_back_by: datetime) -> datetime | None:
    """When the next ring is, after so many; None after the last."""
    return call_back_by - BEFORE[rung] if rung < len(BEFORE) else None


def hears(ring: int, people: People, *, called: frozenset[int], is_taken: bool) -> frozenset[int]:
    """Who is called in a ring: the first on duty, the next, then the managers.

    While a colleague has it the next one is left alone; once it is late the managers always hear it.
    """
    if is_taken and ring < LATE:
        return frozenset()
    return reached(ring, people, called=called)
