from django.apps import AppConfig


class EmailConfig(AppConfig):
    name = "gehoord.channels.email"
    label = "email"

    def ready(self) -> None:
        from gehoord.channels.email.channel import Email
        from gehoord.channels.email.forgetting import throw_away_with_row
        from gehoord.channels.registry import register

        register(Email())
        throw_away_with_row()
