from django.apps import AppConfig


class KitConfig(AppConfig):
    """Register the look of Gehoord with Django."""

    name = "gehoord.kit"
    label = "kit"
