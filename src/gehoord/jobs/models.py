from django.db import models

from gehoord.jobs.due import DueQuerySet, DueRow


class TimedJob(DueRow):
    """The next run of one piece of periodic work; the row sees to it that one machine runs it."""

    name = models.CharField(max_length=200, unique=True)
    last_run_at = models.DateTimeField(null=True)

    objects: models.Manager["TimedJob"] = DueQuerySet["TimedJob"].as_manager()

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """A work process that lives, and when it last said so."""

    name = models.CharField(max_length=120, unique=True)
    """Host and process id."""
    beaten_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
