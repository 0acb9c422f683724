"""What belongs to the demonstration, so that one command can take it away."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models


class DemoRecord(models.Model):
    """A team, agent, site or customer that exists only for the demonstration."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        unique_together = [("content_type", "object_id")]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"

    @classmethod
    def ids_of(cls, model: type[models.Model]) -> models.QuerySet[DemoRecord, int]:
        """The ids of the records of one kind that belong to the demonstration."""
        kind = ContentType.objects.get_for_model(model)
        return cls.objects.filter(content_type=kind).values_list("object_id", flat=True)
