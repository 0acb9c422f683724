from django.apps import AppConfig


class WebchatConfig(AppConfig):
    name = "gehoord.channels.webchat"
    label = "webchat"

    def ready(self) -> None:
        from gehoord.channels.registry import register
        from gehoord.channels.webchat.channel import Webchat

        register(Webchat())
