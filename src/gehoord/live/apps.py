from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Live updates of open browsers."""

    name = "gehoord.live"
    default_auto_field = "django.db.models.BigAutoField"
