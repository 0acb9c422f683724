"""What a case waits for, and what may change it: one readable table."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What a case waits for."""

    WAITING = "waiting", _("Waits for us")
    ANSWERED = "answered", _("Waits for the customer")
    ON_HOLD = "on_hold", _("Waits for something else")
    SOLVED = "solved", _("Solved")


class Step(StrEnum):
    """What happens to a case."""

    CUSTOMER_WRITES = "customer writes"
    REPLY = "reply"
    TAKE_BACK = "take back"
    HOLD = "hold"
    SOLVE = "solve"
    REOPEN = "reopen"


class StepNotPossible(Exception):
    """The case is in a status in which this cannot happen."""


OPEN = (Status.WAITING, Status.ANSWERED, Status.ON_HOLD)

TABLE: dict[tuple[Status, Step], Status] = {
    **{(status, Step.CUSTOMER_WRITES): Status.WAITING for status in Status},
    **{(status, Step.REPLY): Status.ANSWERED for status in OPEN},
    **{(status, Step.TAKE_BACK): Status.WAITING for status in Status},
    **{(status, Step.HOLD): Status.ON_HOLD for status in OPEN},
    **{(status, Step.SOLVE): Status.SOLVED for status in OPEN},
    (Status.SOLVED, Step.REOPEN): Status.WAITING,
}


def after(status: str, step: Step) -> Status:
    """The status after a step.

    Raises StepNotPossible if the table has no such row.
    """
    try:
        return TABLE[Status(status), step]
    except KeyError:
        raise StepNotPossible(f"{step} while {status}") from None
