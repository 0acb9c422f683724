"""What a channel is: how messages come in, and how replies go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Protocol, Self

from gehoord.cases.actions import IncomingFile
from gehoord.cases.models import Message


@dataclass(frozen=True)
class IncomingMessage:
    """A message as a channel hands it over.

    `external_id` is unique within the channel: the same id again is the same message.
    `sender` is the external id of the sender's address, `written_at` an aware moment.
    """

    external_id: str
    sender: str
    text: str
    written_at: datetime
    sender_name: str = ""
    sender_email: str = ""
    subject: str = ""
    files: tuple[IncomingFile, ...] = field(default=())

    def as_payload(self) -> dict[str, Any]:
        """The message as JSON, to be kept as it came."""
        return asdict(self) | {"written_at": self.written_at.isoformat()}

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        """The message from what was kept."""
        files = tuple(IncomingFile(**file) for file in payload["files"])
        moment = datetime.fromisoformat(payload["written_at"])
        return cls(**{**payload, "written_at": moment, "files": files})


@dataclass(frozen=True)
class Receipt:
    """The channel took a reply over. `external_id` is the channel's own number for it."""

    external_id: str = ""


class NotDelivered(Exception):
    """The channel refused a reply for good; the text says why, in words for the agent."""


class TryLater(Exception):
    """The channel cannot be reached now; the reply stays in the queue."""


class Channel(Protocol):
    """One way to reach customers. Only messages can be delivered: a note has no door here."""

    name: str
    queue: str
    """The drain that delivers its replies, because it waits for a server; else empty."""

    def deliver(self, message: Message) -> Receipt:
        """Bring a reply to the customer.

        May be called again for the same message after a crash: the channel sees to it that the
        customer gets it once. Raises NotDelivered or TryLater.
        """
        ...

    def forget(self, senders: Sequence[str]) -> None:
        """Delete what the channel itself keeps about these senders: their customer is erased."""
        ...
