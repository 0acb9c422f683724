from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "gehoord.kit"
    label = "kit"
