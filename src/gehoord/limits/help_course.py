"""The life of a call for help: one readable table of what may follow what (domain model 3.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext_lazy


class HelpState(models.TextChoices):
    """How far a call for help is."""

    ASKED = "asked", pgettext_lazy("call for help", "asked")
    SEEN = "seen", pgettext_lazy("call for help", "seen")
    ADVISED = "advised", pgettext_lazy("call for help", "advice given")
    JOINED = "joined", pgettext_lazy("call for help", "reads along")
    TAKEN_OVER = "taken_over", pgettext_lazy("call for help", "taken over")
    CLOSED = "closed", pgettext_lazy("call for help", "closed")


class Act(StrEnum):
    """What somebody does about a call."""

    SEE = "see"
    ADVISE = "advise"
    JOIN = "join"
    TAKE_OVER = "take over"
    ASK_AGAIN = "ask again"
    CALL_OFF = "call off"
    CLOSE = "close"


class HelpHasEnded(Exception):
    """The call is not in a state in which this can be done."""


WAITING = (HelpState.ASKED, HelpState.SEEN)
"""Nobody helps yet."""
HELPED = (HelpState.ADVISED, HelpState.JOINED, HelpState.TAKEN_OVER)
OPEN = (*WAITING, *HELPED)
HELP: dict[Act, HelpState] = {
    Act.ADVISE: HelpState.ADVISED,
    Act.JOIN: HelpState.JOINED,
    Act.TAKE_OVER: HelpState.TAKEN_OVER,
}
"""The ways to help, and what a call becomes by them."""

COURSE: dict[tuple[HelpState, Act], HelpState] = {
    (HelpState.ASKED, Act.SEE): HelpState.SEEN,
    **{(state, way): after for state in (*WAITING, *HELPED) for way, after in HELP.items()},
    # Who looked and went away again does not keep a colleague waiting.
    **{(state, Act.ASK_AGAIN): HelpState.ASKED for state in (HelpState.SEEN, *HELPED)},
    **{(state, Act.CALL_OFF): HelpState.CLOSED for state in WAITING},
    **{(state, Act.CLOSE): HelpState.CLOSED for state in HELPED},
}
STALE_AFTER = timedelta(seconds=120)
"""Who saw a call and did nothing since has not taken it: another may."""
LASTS = timedelta(hours=12)
"""An open call that everybody forgot closes by itself."""
REMEMBERED = timedelta(hours=24)
"""After this nothing is left of a closed call but how long the team took to answer."""


def after(state: str, act: Act) -> HelpState:
    """The state of a call after what somebody did.

    Raises HelpHasEnded if the table has no such row.
    """
    try:
        return COURSE[HelpState(state), act]
    except KeyError:
        raise HelpHasEnded(f"{act}: {state}") from None


def is_taken_from(
    state: str, *, helper: int | None, by: int, seen_at: datetime | None, now: datetime
) -> bool:
    """Whether a call is in the hands of somebody else than `by`, so that he is told who."""
    if helper is None or helper == by:
        return False
    is_stale = seen_at is not None and now >= seen_at + STALE_AFTER
    return not (state == HelpState.SEEN and is_stale)
