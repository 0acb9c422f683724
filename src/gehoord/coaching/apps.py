from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "gehoord.coaching"

    def ready(self) -> None:
        from gehoord.coaching import checks  # noqa: F401 - registers what it checks
