"""Where a conversation stands: the stages of a good conversation as one readable table.

Source: domain model 3.2. Shown to the agent and set by hand; nothing is ever blocked.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """Where a conversation stands, in the order of a good conversation."""

    RECEIVE = "receive", pgettext_lazy("stage", "Receive")
    LISTEN = "listen", pgettext_lazy("stage", "Listen")
    RESTATE = "restate", pgettext_lazy("stage", "Restate")
    CONFIRM = "confirm", pgettext_lazy("stage", "Confirm")
    APOLOGISE = "apologise", pgettext_lazy("stage", "Apologise")
    PLAN = "plan", pgettext_lazy("stage", "Steps")
    ACT = "act", pgettext_lazy("stage", "Act")
    VERIFY = "verify", pgettext_lazy("stage", "Check")
    CLOSE = "close", pgettext_lazy("stage", "Close")
    FOLLOW_UP = "follow_up", pgettext_lazy("stage", "Follow up")
    DONE = "done", pgettext_lazy("stage", "Done")


@dataclass(frozen=True)
class Step:
    """One row of the table: what the agent does in a stage, and when it is over."""

    stage: Stage
    now: str | Promise
    over_when: str | Promise


STEPS: tuple[Step, ...] = (
    Step(
        Stage.RECEIVE,
        _("read what came before, greet, say thanks and ask an open question."),
        _("you gave your first answer"),
    ),
    Step(
        Stage.LISTEN,
        _("name what the customer went through. Keep the solution for later."),
        _("the story is told"),
    ),
    Step(
        Stage.RESTATE,
        _("say in one sentence what you understood. Number the separate problems."),
        _("your summary is sent"),
    ),
    Step(
        Stage.CONFIRM,
        _("ask whether it is right and what is missing."),
        _("the customer says it is right"),
    ),
    Step(
        Stage.APOLOGISE,
        _("say sorry once for what went wrong. Then a full stop."),
        _("the apology is sent, or there was no mistake"),
    ),
    Step(
        Stage.PLAN,
        _("say who does what, and on which day."),
        _("the plan is sent"),
    ),
    Step(
        Stage.ACT,
        _("do what you promised and tell how it goes before the customer asks."),
        _("everything is done"),
    ),
    Step(
        Stage.VERIFY,
        _("ask whether it is solved."),
        _("the customer says yes"),
    ),
    Step(
        Stage.CLOSE,
        _("say thanks and name the last concrete step."),
        _("your closing is sent"),
    ),
    Step(
        Stage.FOLLOW_UP,
        _("check after a few days, on the same channel."),
        _("the customer answered or the time is over"),
    ),
    Step(Stage.DONE, _("nothing is left to do."), _("the customer writes again")),
)
ORDER: tuple[Stage, ...] = tuple(step.stage for step in STEPS)
NOT_TO_SKIP_WHEN_ANGRY = (Stage.LISTEN, Stage.RESTATE)
ANGRY = 2


def step_of(stage: str) -> Step:
    """The row of the table for a stage.

    Raises ValueError if there is no such stage.
    """
    return STEPS[ORDER.index(Stage(stage))]


def is_done(stage: Stage, *, now: str) -> bool:
    """Whether a stage lies behind the case."""
    return ORDER.index(stage) < ORDER.index(Stage(now))


def skipped(*, was: str, becomes: str, anger: int) -> tuple[Stage, ...]:
    """The stages an angry customer would miss by this step; going back never skips.

    `anger` is the level 0–4 of the customer's last message. A hint for the agent, not a block.
    """
    first, last = ORDER.index(Stage(was)), ORDER.index(Stage(becomes))
    between = ORDER[first + 1 : last]
    if was in NOT_TO_SKIP_WHEN_ANGRY or anger < ANGRY:
        return ()
    return tuple(stage for stage in between if stage in NOT_TO_SKIP_WHEN_ANGRY)
