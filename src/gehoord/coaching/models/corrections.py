"""What agents find wrong in readings, and how often rules found something. Nobody's name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from gehoord.coaching.models.readings import Abuse, AngerLevel, Emotion, Target


class Wrong(models.TextChoices):
    """Which part of a reading an agent finds wrong; without a part it is all of it."""

    ANGER = "anger", _("anger")
    EMOTION = "emotion", _("what lies under it")
    ABUSE = "abuse", _("transgressive behaviour")
    TARGET = "target", _("at whom it is aimed")
    OTHER = "other", _("something else")


LABELS: dict[str, type[models.IntegerChoices | models.TextChoices]] = {
    Wrong.ANGER: AngerLevel,
    Wrong.EMOTION: Emotion,
    Wrong.ABUSE: Abuse,
    Wrong.TARGET: Target,
}
"""What each part of a reading can be."""


def seal_of(reading_id: int | None) -> str:
    """How a correction knows its reading: only this installation can work it out, one way."""
    return salted_hmac("gehoord.coaching.correction", str(reading_id)).hexdigest()


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Corrections by the reading they are about and the days they were made on."""

    def of(self, reading_ids: Iterable[int]) -> CorrectionQuerySet:
        """The corrections of readings that are still there."""
        return self.filter(seal__in=[seal_of(pk) for pk in reading_ids])

    def between(self, first: date, last: date) -> CorrectionQuerySet:
        """Corrections of some days, both included."""
        return self.filter(made_on__range=(first, last))


class Correction(models.Model):
    """Somebody found a reading wrong. Nothing says who, in which case, or at what time of a day.

    It holds the labels as they were and no words: a message is only found through its reading,
    as long as that is there. When the reading goes, so does the `seal`.
    """

    seal = models.CharField(max_length=64, unique=True, null=True, editable=False)
    made_on = models.DateField(db_index=True)
    language = models.CharField(max_length=10)
    labels = models.JSONField()
    """The labels as they were: anger, emotion, abuse, target, intent, crisis, next_step."""
    rules = models.JSONField(default=list)
    """The evidence without its place: `{"rule", "label"}`, each once."""
    engine_version = models.CharField(max_length=40)
    wrong = models.CharField(max_length=10, choices=Wrong, blank=True)
    should_be = models.CharField(max_length=20, blank=True)
    """The label it should have been, e.g. `3` or `fear`; empty if nobody said."""
    may_keep_words = models.BooleanField(default=False)
    """Whether the house kept messages for training on the day it was made."""

    objects = CorrectionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.wrong or 'reading'}, {self.made_on}"

    @property
    def blamed(self) -> set[str]:
        """The rules that spoke for the part that is wrong; all of them if no part is named."""
        speaks = SPEAKS_FOR.get(self.wrong, ("",))
        return {each["rule"] for each in self.rules if each["label"].startswith(speaks)}


SPEAKS_FOR: dict[str, tuple[str, ...]] = {
    Wrong.ANGER: ("anger-",),
    Wrong.EMOTION: ("emotion-", "gratitude"),
    Wrong.ABUSE: ("abuse-", "crisis"),
}
"""How the labels of evidence begin that speak for a part."""


class RuleCount(models.Model):
    """In how many messages of one day a rule found something: what is left of old readings."""

    day = models.DateField(db_index=True)
    rule = models.CharField(max_length=100)
    found = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["day", "rule"], name="one_count_per_rule_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.found} on {self.day}"
