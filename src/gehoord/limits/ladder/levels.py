"""What happened, as the policy sees it. A person confirms every level; software only proposes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.IntegerChoices):
    """How far behaviour goes (domain model 3.4, B0 to B4). About words and deeds, never a person."""

    ANGRY = 0, pgettext_lazy("behaviour", "Angry")
    COARSE = 1, pgettext_lazy("behaviour", "Coarse")
    PERSONAL = 2, pgettext_lazy("behaviour", "Personal")
    SERIOUS = 3, pgettext_lazy("behaviour", "Serious")
    DANGER = 4, pgettext_lazy("behaviour", "Danger")

    @property
    def code(self) -> str:
        return f"B{self.value}"


COUNTS = Level.PERSONAL
"""From here on behaviour may lead to a measure. Anger and coarse words never do."""


@dataclass(frozen=True)
class Scope:
    """One row of the house rules: what belongs to a level, and what the agent may do."""

    level: Level
    what: str | Promise
    right: str | Promise


SCOPES: tuple[Scope, ...] = (
    Scope(
        Level.ANGRY,
        _("Anger, criticism, sarcasm, capitals, an ultimatum, a lawyer, the press, a review."),
        _("Nothing to limit: a customer may always say this."),
    ),
    Scope(
        Level.COARSE,
        _("Swearing at the matter or the company, not at a person."),
        _("You may ask to stop. No warning; it is never counted or recorded."),
    ),
    Scope(
        Level.PERSONAL,
        _("An insult or a curse at you, after you asked to stop."),
        _("One warning. Again: you may end the conversation."),
    ),
    Scope(
        Level.SERIOUS,
        _("Discrimination, a sexual remark, or a threat between the lines."),
        _("You may end the conversation at once."),
    ),
    Scope(
        Level.DANGER,
        _("A real threat, spreading private data, stalking, extortion."),
        _("Stop at once and follow the safety route."),
    ),
)

BY_ABUSE: dict[str, Level] = {
    "none": Level.ANGRY,
    "profanity": Level.COARSE,
    "insult": Level.PERSONAL,
    "discrimination": Level.SERIOUS,
    "sexual": Level.SERIOUS,
    "intimidation": Level.SERIOUS,
    "threat_veiled": Level.SERIOUS,
    "threat_explicit": Level.DANGER,
}
PERSONS = ("agent", "third_party")


def proposed_level(*, abuse: str, target: str, is_crisis: bool) -> Level | None:
    """The level software proposes for what it read in one message; None when a life is at risk.

    `abuse` and `target` are values of a reading. An insult that is not aimed at a person is
    coarse: name-calling of the company is never counted. A threat against oneself is no threat.
    """
    if is_crisis or target == "self":
        return None
    level = BY_ABUSE[abuse]
    if level == Level.PERSONAL and target not in PERSONS:
        return Level.COARSE
    return level
