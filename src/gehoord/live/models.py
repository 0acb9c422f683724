from django.db import models


class LiveEvent(models.Model):
    """Something changed. Carries the name of the thing and who may hear it, never its content."""

    topic = models.CharField(max_length=80)
    audiences = models.TextField()
    """Names separated by spaces, e.g. `team-3 agent-7`."""
    happened_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.topic} #{self.pk}"
