"""A stored mail that is open on the desk of the process that reads it into its case."""

from __future__ import annotations

from dataclasses import dataclass

from gehoord.channels.email.models import StoredMail
from gehoord.channels.email.reading import Mail
from gehoord.channels.email.references import reference
from gehoord.channels.email.senders import Sender


class SomebodyElseReads(Exception):
    """The lease on the mail ran out and another process has it."""


@dataclass(frozen=True)
class Read:
    """A stored mail with what stands in it."""

    row: StoredMail
    mail: Mail
    sender: Sender
    own: frozenset[str]

    @property
    def name(self) -> str:
        """The Message-ID, or what stands for it in a mail without one."""
        return reference(self.mail.message_id) or f"digest:{self.row.digest}"

    def finish(self, **also: object) -> None:
        """Note what became of it, in the transaction in which it became that.

        Raises SomebodyElseReads: then nothing of it happened.
        """
        if not self.row.finish(**also):
            raise SomebodyElseReads
