"""Threads that live as long as a work process, e.g. one that waits for news from elsewhere."""

from collections.abc import Callable
from typing import Protocol


class Companion(Protocol):
    """Something that begins and ends with the work process."""

    def start(self) -> None:
        """Begin, in a thread of its own."""
        ...

    def end(self) -> None:
        """End soon; may be called before it began."""
        ...


Make = Callable[[], Companion]
_makers: list[Make] = []


def companion(make: Make) -> Make:
    """Have a companion made and started in every work process. Put it in `tasks.py`."""
    _makers.append(make)
    return make


def start_companions() -> list[Companion]:
    """Start all of them; the caller ends them."""
    made = [make() for make in _makers]
    for each in made:
        each.start()
    return made
