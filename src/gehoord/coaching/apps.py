from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "gehoord.coaching"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from gehoord.accounts.models import House
        from gehoord.coaching import checks  # noqa: F401 - registers what it checks
        from gehoord.coaching.style.current import forget

        post_save.connect(forget, sender=House, dispatch_uid="house style")
