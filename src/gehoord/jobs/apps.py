from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work: due rows, nudges, the timetable."""

    name = "gehoord.jobs"
    default_auto_field = "django.db.models.BigAutoField"
