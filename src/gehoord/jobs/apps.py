from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Background work: due rows, nudges, the timetable."""

    name = "gehoord.jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Find the drains and periodic work in the `tasks.py` of every installed app."""
        autodiscover_modules("tasks")
