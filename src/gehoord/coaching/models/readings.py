"""What the engine saw in customers' messages. A reading expires before its message does."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AngerLevel(models.IntegerChoices):
    """How angry one message is, from its words (domain model 3.1). Never about the person."""

    CALM = 0, _("calm")
    IRRITATED = 1, _("slightly irritated")
    ANGRY = 2, _("angry")
    VERY_ANGRY = 3, _("very angry")
    RAGE = 4, _("rage")


class Emotion(models.TextChoices):
    """What may lie under it: a guess, with the words it comes from."""

    ANGER = "anger", _("anger")
    DISAPPOINTMENT = "disappointment", _("disappointment")
    SADNESS = "sadness", _("sadness")
    FEAR = "fear", _("fear")
    POWERLESSNESS = "powerlessness", _("powerlessness")
    CONFUSION = "confusion", _("confusion")
    GRATITUDE = "gratitude", _("gratitude")
    NEUTRAL = "neutral", _("neutral")


class Target(models.TextChoices):
    """At what or whom a message is aimed."""

    NONE = "none", _("at nobody")
    SELF = "self", _("at themselves")
    SITUATION = "situation", _("at the situation")
    PRODUCT = "product", _("at the product")
    COMPANY = "company", _("at the company")
    AGENT = "agent", _("at you")
    THIRD_PARTY = "third_party", _("at somebody else")


class Abuse(models.TextChoices):
    """Transgressive behaviour, in decision order (domain model 3.1)."""

    NONE = "none", _("none")
    PROFANITY = "profanity", _("coarse words, not at a person")
    INSULT = "insult", _("insult")
    DISCRIMINATION = "discrimination", _("discrimination")
    SEXUAL = "sexual", _("sexual remark")
    INTIMIDATION = "intimidation", _("intimidation")
    THREAT_VEILED = "threat_veiled", _("veiled threat")
    THREAT_EXPLICIT = "threat_explicit", _("threat")


SHIELDED = {
    Abuse.INSULT,
    Abuse.DISCRIMINATION,
    Abuse.SEXUAL,
    Abuse.INTIMIDATION,
    Abuse.THREAT_VEILED,
    Abuse.THREAT_EXPLICIT,
}
"""Abuse of which the agent reads a summary first, and the words only when he chooses."""


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Readings by age."""

    def older_than(self, days: int) -> ReadingQuerySet:
        return self.filter(read_at__lt=timezone.now() - timedelta(days=days))


class Reading(models.Model):
    """What the engine read in one message of a customer, with the words that say so.

    `evidence` is a list of `{"start", "end", "label", "rule"}`, offsets in code points.
    """

    language = models.CharField(max_length=10)
    anger = models.PositiveSmallIntegerField(choices=AngerLevel)
    anger_score = models.FloatField()
    emotion = models.CharField(max_length=20, choices=Emotion)
    abuse = models.CharField(max_length=20, choices=Abuse)
    abuse_categories = models.JSONField(default=list)
    target = models.CharField(max_length=20, choices=Target)
    intent = models.CharField(max_length=10)
    is_crisis = models.BooleanField(default=False)
    next_step = models.CharField(max_length=30)
    parts = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    engine_version = models.CharField(max_length=40)
    read_at = models.DateTimeField(default=timezone.now, db_index=True)
    is_read = models.BooleanField(default=True)
    """Whether the message is in a language that is read; else nothing is known of it."""
    is_disputed = models.BooleanField(default=False)

    objects = ReadingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_anger_display()}, {self.get_emotion_display()}"

    @property
    def is_shielded(self) -> bool:
        """Whether the words stay folded until the agent wants to read them."""
        return self.abuse in SHIELDED

    @property
    def counts(self) -> bool:
        """Whether it says something about the customer: it was read, and nobody disputes it."""
        return self.is_read and not self.is_disputed
