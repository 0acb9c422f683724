"""How mailboxes are doing, as the pages of the office tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch

from gehoord.accounts.models import Agent, Role
from gehoord.channels.email.models import (
    Mailbox,
    MailboxQuerySet,
    MailFolder,
    StoredMail,
    StoredMailQuerySet,
)
from gehoord.channels.email.sealed import unseal
from gehoord.office.mailbox_trying import Step, Trial


def mailboxes_with_state() -> MailboxQuerySet:
    """Mailboxes with their folders in `folders_now`: those that are still fetched."""
    folders = MailFolder.objects.filter(
        mailbox__in=Mailbox.objects.fetched(), next_attempt_at__isnull=False
    )
    state = Prefetch("folder_rows", folders.order_by("name"), to_attr="folders_now")
    return Mailbox.objects.select_related("team").prefetch_related(state)


def folders_in_trouble() -> int:
    """How many folders cannot be fetched now, besides those of mailboxes without permission."""
    boxes = Mailbox.objects.fetched().exclude(pk__in=Mailbox.objects.stopped())
    rows = MailFolder.objects.filter(mailbox__in=boxes, next_attempt_at__isnull=False)
    return rows.exclude(problem="").count()


def decided_by(agent: Agent) -> StoredMailQuerySet:
    """Mails set aside about which this agent decides, the latest first.

    An administrator about all of them; what they say is only for `visible_to`.
    """
    return _of(agent, StoredMail.objects.set_aside()).order_by(F("set_aside_at").desc(), "-pk")


def left_before(agent: Agent) -> StoredMailQuerySet:
    """Mails about which this agent decides and that somebody left as they are."""
    return _of(agent, StoredMail.objects.left()).order_by(F("left_at").desc(), "-pk")


def _of(agent: Agent, rows: StoredMailQuerySet) -> StoredMailQuerySet:
    return rows if agent.has_role(Role.ADMIN) else rows.visible_to(agent)


@dataclass(frozen=True)
class Tried:
    """What trying a mailbox gave, and when."""

    at: datetime
    trials: list[Trial]

    @property
    def is_fine(self) -> bool:
        """Whether everything works."""
        return all(trial.is_fine for trial in self.trials)


def new_key(kept: Any, box: Mailbox) -> str:
    """The key of the door that was made a moment ago for this mailbox; empty if none was."""
    return unseal(kept["key"]) if kept and kept["mailbox"] == box.pk else ""


def last_trial(kept: Any, box: Mailbox) -> Tried | None:
    """The trial that was kept for this mailbox, if it was for this one."""
    if not kept or kept["mailbox"] != box.pk:
        return None
    trials = [
        Trial(each["title"], [Step(**step) for step in each["steps"]]) for each in kept["trials"]
    ]
    return Tried(datetime.fromisoformat(kept["at"]), trials)
