"""Who stands at the door of every channel: packages above this one register, channels ask here.

A doorkeeper never decides anything himself: he repeats what a person decided before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gehoord.cases.models import Message
from gehoord.contacts.models import Address


@dataclass(frozen=True)
class Closed:
    """A customer cannot be helped here for a while. `words` tell him why, until when and where.

    `link` is where he reads what was decided and what he can do about it.
    """

    until: datetime
    words: str
    link: str = ""


class Doorkeeper(Protocol):
    """Knows for whom a channel is closed."""

    def closed_for(self, address: Address) -> Closed | None:
        """Why this address is not helped on its channel now; None if it is."""
        ...

    def took_in(self, message: Message, writer: Address) -> None:
        """Hear of a message that was just stored, in the same transaction.

        `writer` is mostly the customer, and sometimes somebody else who takes part in the talk.
        """
        ...


_doorkeepers: list[Doorkeeper] = []


def register(doorkeeper: Doorkeeper) -> None:
    """Put a doorkeeper at every door; called when his app is ready."""
    _doorkeepers.append(doorkeeper)


def closed_for(address: Address | None) -> Closed | None:
    """Why an address is not helped on its channel now; None if it is, or nobody knows it."""
    if address is None:
        return None
    found = (keeper.closed_for(address) for keeper in _doorkeepers)
    return max(filter(None, found), key=lambda closed: closed.until, default=None)


def took_in(message: Message, writer: Address) -> None:
    """Tell every doorkeeper that a message was stored, and who wrote it."""
    for keeper in _doorkeepers:
        keeper.took_in(message, writer)
